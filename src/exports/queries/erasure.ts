// What is kept of users in exports, by their ids.
import { raw, type Sql, sql } from '../../db/sql.ts';
import type { Audience } from './members.ts';

/** Forgets that campaigns reached them or held them out. */
export function forgetUsers(userIds: readonly string[]): Sql[] {
  return ['campaign_exports', 'campaign_holdouts', 'campaign_deltas'].map(
    (table) =>
      sql`/* exports.forget_users */ delete from ${raw(table)} where user_id = any (${userIds}::bigint[])`,
  );
}

/** That one of the users is among those of a part `p`, in the file or not. */
function isAmong(userIds: readonly string[]): Sql {
  return sql`exists (
   select 1 from unnest(${userIds}::bigint[]) as i (user_id)
    where i.user_id > p.after_user_id and i.user_id <= p.up_to_user_id)`;
}

/** Exports with files that one of the users may be in: `export_id`, and whether they are still being written, `goes_on`. */
export function exportsAmong(userIds: readonly string[]): Sql {
  return sql`/* exports.among */
select e.export_id, e.status in ('queued', 'running') as goes_on
  from exports e
 where e.files_removed_at is null and e.status in ('queued', 'running', 'succeeded')
   and exists (select 1 from export_parts p where p.export_id = e.export_id and p.done_at is not null and ${isAmong(userIds)})
 order by e.export_id`;
}

/** Whether one of the users is in the audience: a row if so. */
export function membersAmong({ condition }: Audience, userIds: readonly string[]): Sql {
  return sql`/* exports.members_among */
select u.user_id
  from user_states u
 where u.user_id = any (${userIds}::bigint[]) and (${condition})
 limit 1`;
}

/** Has the parts written anew that the users may be in; all of them where they were joined already. */
export function rewriteParts(exportId: number, userIds: readonly string[]): Sql[] {
  const chosen = sql`p.export_id = ${exportId}::integer and p.done_at is not null
   and (${isAmong(userIds)} or exists (select 1 from exports e where e.export_id = p.export_id and e.joined_sha256 is not null))`;
  const forget = (table: string): Sql => sql`/* exports.forget_parts */
delete from ${raw(table)} c
 using export_parts p
 where ${chosen} and c.export_id = p.export_id and c.user_id > p.after_user_id and c.user_id <= p.up_to_user_id`;
  return [
    forget('campaign_exports'),
    forget('campaign_holdouts'),
    sql`/* exports.rewrite_parts */ update export_parts p set done_at = null where ${chosen}`,
    sql`/* exports.rewrite */
update exports set erasures = erasures + 1, joined_bytes = null, joined_sha256 = null where export_id = ${exportId}::integer`,
  ];
}

/** Nobody gets the files any more. */
export function markErased(exportId: number): Sql {
  return sql`/* exports.mark_erased */
update exports set status = 'erased', erasures = erasures + 1, files_removed_at = clock_timestamp(),
       error = 'Its files held a user who was erased since, and are removed.'
 where export_id = ${exportId}::integer`;
}
