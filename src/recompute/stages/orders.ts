// Orders: lines summed once, events with revenue where there are no lines, and to whom each belongs. An owner may
// change when an earlier event arrives, so orders are derived anew from all of their lines and mentions.
import { type Sql, sql } from '../../db/sql.ts';
import { type Claim, type OrderScope, ordersOf } from './claims.ts';

/** What follows `with`: the orders as lines and mentions say at `asOf` (ISO text), in the step `found`. */
export function orderSteps(asOf: string, scope: OrderScope): Sql {
  return sql`counting_lines as (
  select l.transaction_id, l.user_id, l.ordered_at, l.revenue
    from order_lines l
   where (l.ordered_at is null or l.ordered_at <= ${asOf}::timestamptz)${ordersOf('l', scope)}),
counting_mentions as (
  select m.transaction_id, m.user_id, u.external_id, m.occurred_at, m.revenue
    from order_mentions m
    join users u on u.user_id = m.user_id
   where m.occurred_at <= ${asOf}::timestamptz${ordersOf('m', scope)}),
summed as (
  select l.transaction_id, sum(l.revenue) as revenue, min(l.ordered_at) as ordered_at
    from counting_lines l
   group by l.transaction_id),
line_owners as (
  select distinct on (l.transaction_id) l.transaction_id, l.user_id
    from counting_lines l
    join users u on u.user_id = l.user_id
   where l.user_id is not null
   order by l.transaction_id, u.external_id),
first_mentions as (
  select distinct on (m.transaction_id) m.transaction_id, m.user_id, m.occurred_at
    from counting_mentions m
   order by m.transaction_id, m.occurred_at, m.external_id),
first_revenues as (
  select distinct on (m.transaction_id) m.transaction_id, m.revenue
    from counting_mentions m
   where m.revenue is not null
   order by m.transaction_id, m.occurred_at, m.external_id, m.revenue),
found as (
  select coalesce(o.user_id, m.user_id) as user_id, transaction_id,
         coalesce(s.ordered_at, m.occurred_at) as ordered_at, coalesce(s.revenue, r.revenue) as revenue
    from summed s
    full join first_revenues r using (transaction_id)
    left join line_owners o using (transaction_id)
    left join first_mentions m using (transaction_id)
   where coalesce(o.user_id, m.user_id) is not null)`;
}

/**
 * Brings `orders` to what lines and mentions say; writes only what differs, and marks whose orders those are for the
 * run, if there are states that they could be in.
 */
export function ordersStatement(asOf: string, scope: OrderScope, mark: Claim | null): Sql {
  const steps = sql`with ${orderSteps(asOf, scope)},
standing as materialized (
  select o.user_id, o.transaction_id, o.ordered_at, o.revenue from orders o where true${ordersOf('o', scope)}),
gone as (
  delete from orders o
   using (select user_id, transaction_id from standing except select user_id, transaction_id from found) g
   where o.user_id = g.user_id and o.transaction_id = g.transaction_id
  returning o.user_id),
changed as (
  select f.* from found f left join standing s using (user_id, transaction_id)
   where (f.ordered_at, f.revenue) is distinct from (s.ordered_at, s.revenue) or s.user_id is null)`;
  const upsert = sql`insert into orders (user_id, transaction_id, ordered_at, revenue)
select c.user_id, c.transaction_id, c.ordered_at, c.revenue from changed c order by c.user_id
on conflict (user_id, transaction_id) do update set ordered_at = excluded.ordered_at, revenue = excluded.revenue`;
  if (!mark) return sql`/* recompute.orders */ ${steps} ${upsert}`;
  return sql`/* recompute.orders */
${steps},
written as (
${upsert}
  returning user_id)
insert into dirty_users (user_id, mark, claimed_by, round)
select c.user_id, 0, ${mark.runId}::integer, ${mark.round}::integer
  from (select g.user_id from gone g union select w.user_id from written w) c
on conflict (user_id, mark) do update set claimed_by = excluded.claimed_by, round = excluded.round`;
}
