// What the users bought afterwards whom a campaign's exports and deltas reached, and whom they held out. Each user counts once, in the group that they were in
// first, from that moment on.
import { type Sql, sql } from '../../db/sql.ts';

export interface LiftRow {
  readonly is_exported: boolean;
  readonly users: string;
  readonly converted: string;
  readonly orders: string;
  readonly revenue: string;
  readonly first_at: Date;
  readonly last_at: Date;
}

/** Of one export of the campaign where it is given, else of all and of its deltas. Orders count within so many days, returns only as revenue. */
export function measureLift(campaign: string, exportId: number | null, days: number): Sql {
  const chosen = sql`campaign = ${campaign} and (${exportId}::integer is null or export_id = ${exportId}::integer)`;
  return sql`/* exports.lift */
with touched as (
  select c.user_id, c.exported_at as at, true as is_exported from campaign_exports c where ${chosen}
   union all
  select h.user_id, h.held_out_at, false from campaign_holdouts h where ${chosen}
   union all
  select d.user_id, d.since, not d.is_held_out from campaign_deltas d
   where d.campaign = ${campaign} and ${exportId}::integer is null),
first_touch as (
  select distinct on (t.user_id) t.user_id, t.at, t.is_exported from touched t order by t.user_id, t.at, t.is_exported desc),
bought as (
  select f.user_id, f.at, f.is_exported, count(o.user_id) filter (where o.revenue >= 0) as orders,
         coalesce(sum(o.revenue), 0) as revenue
    from first_touch f
    left join orders o on o.user_id = f.user_id and o.ordered_at > f.at and o.ordered_at <= f.at + make_interval(days => ${days}::integer)
   group by f.user_id, f.at, f.is_exported)
select b.is_exported, count(*) as users, count(*) filter (where b.orders > 0) as converted, sum(b.orders)::bigint as orders,
       round(sum(b.revenue), 2)::text as revenue, min(b.at) as first_at, max(b.at) as last_at
  from bought b
 group by b.is_exported`;
}
