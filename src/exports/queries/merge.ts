// What is kept of users in exports goes from one to another.
import { raw, type Sql, sql } from '../../db/sql.ts';

const RECORDS = [
  { table: 'campaign_exports', at: 'exported_at' },
  { table: 'campaign_holdouts', at: 'held_out_at' },
] as const;

/** The survivor was exported and held out wherever either was; where both were by one export, at the earlier time. */
export function moveRecords({ loser, survivor }: { loser: string; survivor: string }): Sql[] {
  return RECORDS.flatMap(({ table, at }) => [
    sql`/* exports.move_records */
insert into ${raw(table)} as k (user_id, campaign, export_id, ${raw(at)})
select ${survivor}::bigint, c.campaign, c.export_id, c.${raw(at)} from ${raw(table)} c where c.user_id = ${loser}::bigint
on conflict (user_id, campaign, export_id) do update set ${raw(at)} = least(k.${raw(at)}, excluded.${raw(at)})`,
    sql`/* exports.leave_records */ delete from ${raw(table)} where user_id = ${loser}::bigint`,
  ]);
}
