// What is kept of users in exports goes from one to another.
import { raw, type Sql, sql } from '../../db/sql.ts';

interface Pair {
  readonly loser: string;
  readonly survivor: string;
}

const RECORDS = [
  { table: 'campaign_exports', at: 'exported_at' },
  { table: 'campaign_holdouts', at: 'held_out_at' },
] as const;

/**
 * The survivor was exported and held out wherever either was; where both were by one export, at the earlier time. By the
 * deltas of a campaign they are of the group of whichever of the two was first in one.
 */
export function moveRecords(pair: Pair): Sql[] {
  return [...moveExported(pair), ...moveDelivered(pair)];
}

function moveExported({ loser, survivor }: Pair): Sql[] {
  return RECORDS.flatMap(({ table, at }) => [
    sql`/* exports.move_records */
insert into ${raw(table)} as k (user_id, campaign, export_id, ${raw(at)})
select ${survivor}::bigint, c.campaign, c.export_id, c.${raw(at)} from ${raw(table)} c where c.user_id = ${loser}::bigint
on conflict (user_id, campaign, export_id) do update set ${raw(at)} = least(k.${raw(at)}, excluded.${raw(at)})`,
    sql`/* exports.leave_records */ delete from ${raw(table)} where user_id = ${loser}::bigint`,
  ]);
}

function moveDelivered({ loser, survivor }: Pair): Sql[] {
  return [
    sql`/* exports.move_delivered */
insert into campaign_deltas as k (user_id, campaign, delivery_id, is_held_out, since)
select ${survivor}::bigint, c.campaign, c.delivery_id, c.is_held_out, c.since
  from campaign_deltas c
 where c.user_id = ${loser}::bigint
on conflict (user_id, campaign) do update
  set delivery_id = excluded.delivery_id, is_held_out = excluded.is_held_out, since = excluded.since
where excluded.since < k.since`,
    sql`/* exports.leave_delivered */ delete from campaign_deltas where user_id = ${loser}::bigint`,
  ];
}
