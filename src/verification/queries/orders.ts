// Orders as lines and mentions say they ought to be, beside those that are stored.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';
import { orderSteps } from '../../recompute/stages/orders.ts';
import type { Example } from '../service.ts';

export interface ComparedOrders {
  readonly checked: bigint;
  readonly waiting: bigint;
  readonly drifted: string[];
  readonly examples: readonly Example[];
}

/**
 * Compares all orders, but those that the next run has yet to look at, and those of marked users: a run that goes on
 * has brought the orders of the users whom it claims up to its own as-of.
 */
export async function compareOrders(
  tx: PrismaTransaction,
  asOf: string,
  mostExamples: number,
): Promise<ComparedOrders> {
  const [compared] = await tx.$queryRaw<ComparedOrders[]>(sql`/* verification.orders */
with ${orderSteps(asOf, 'all')},
waiting as materialized (
  select distinct d.transaction_id
    from dirty_orders d
   where d.due_at <= ${asOf}::timestamptz or d.claimed_by is not null),
marked as materialized (select distinct d.user_id from dirty_users d),
judged as materialized (
  select coalesce(o.transaction_id, f.transaction_id) as transaction_id, coalesce(w.transaction_id, a.user_id::text, b.user_id::text) is not null as waits,
         case when o.transaction_id is null or f.transaction_id is null then array['transaction_id']
              else array_remove(array[
                case when o.user_id <> f.user_id then 'user_id' end,
                case when o.revenue <> f.revenue then 'revenue' end,
                case when o.ordered_at is distinct from f.ordered_at then 'ordered_at' end]::text[], null) end as columns,
         to_jsonb(o) as stored, to_jsonb(f) as derived
    from orders o
    full join found f on f.transaction_id = o.transaction_id
    left join waiting w on w.transaction_id = coalesce(o.transaction_id, f.transaction_id)
    left join marked a on a.user_id = o.user_id
    left join marked b on b.user_id = f.user_id),
differing as materialized (
  select j.*, k.name
    from judged j
   cross join lateral unnest(j.columns) as k (name)
   where not j.waits),
shown as (
  select d.transaction_id as name, d.name as column, d.stored ->> d.name as published, d.derived ->> d.name as recomputed
    from differing d
   order by d.transaction_id, d.name
   limit ${mostExamples})
select count(*) filter (where not j.waits) as checked, count(*) filter (where j.waits) as waiting,
       (select coalesce(array_agg(distinct d.transaction_id), '{}') from differing d) as drifted,
       (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from shown s) as examples
  from judged j`);
  if (!compared) throw new Error('The comparison of orders answered nothing.');
  return compared;
}
