// Consent as it is now: a row in `consents` for each user of whose profiles the last that had the column gave it. Kept
// set-based by whoever changes profiles, in the same transaction, so that an opt-out counts from its commit on.
import { type Sql, sql } from '../db/sql.ts';

/** Makes the rows of these users (a query of `user_id`) anew from their profiles. */
export function refreshConsents(users: Sql): Sql {
  return sql`/* ingest.consents.refresh */
with touched as materialized (${users}),
consenting as materialized (
  select t.user_id
    from touched t
   cross join lateral (
     select p.consent from profiles p
      where p.user_id = t.user_id and 'consent' = any (p.given)
      order by p.import_id desc limit 1) p
   where p.consent),
withdrawn as (
  delete from consents c
   using touched t
   where c.user_id = t.user_id and not exists (select 1 from consenting k where k.user_id = c.user_id))
insert into consents (user_id)
select k.user_id from consenting k
on conflict (user_id) do nothing`;
}

/** The users of that list, for `refreshConsents`. */
export function usersOf(userIds: readonly (string | number)[]): Sql {
  return sql`select unnest(${userIds.map(String)}::bigint[]) as user_id`;
}
