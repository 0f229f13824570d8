// Finds a person by any of their ids, among those that are stored and those that retained snapshots may still hold.
import { type Sql, sql } from '../../db/sql.ts';

/** Every external id of whoever has this one: `external_id`, `user_id`. Reads all identities: there is no index by user. */
export function identitiesOf(externalId: string): Sql {
  return sql`/* identities.of */
select i.external_id, i.user_id
  from user_identities i
 where i.user_id = (select n.user_id from user_identities n where n.external_id = ${externalId})
 order by i.external_id`;
}

/** The external id of a user who is stored, or was. */
export function externalIdOf(userId: string): Sql {
  return sql`/* identities.external_id */
select u.external_id from users u where u.user_id = ${userId}::bigint
 union all
select f.external_id from former_users f where f.user_id = ${userId}::bigint`;
}

/** Users who are no more and went by one of these external ids: `user_id`. */
export function formerUsersOf(externalIds: readonly string[]): Sql {
  return sql`/* identities.former */
select f.user_id from former_users f where f.external_id = any (${externalIds}::text[]) order by f.user_id`;
}

/** When a user of this id was erased: `at`. */
export function erasureOf(userId: string): Sql {
  return sql`/* identities.erasure */
select a.at from audit_log a
 where a.action = 'erase_user' and a.details @> jsonb_build_object('users', jsonb_build_array(${userId}::text))`;
}
