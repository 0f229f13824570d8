// Claims: a run takes the marks of what changed, works on them, and deletes them when it publishes. Marks that arrive
// meanwhile are claimed in a later round of the same run; a run that is undone gives its claims back.
import type { PrismaClient } from '../../db/prisma.ts';
import { empty, OPEN_END, raw, type Sql, sql } from '../../db/sql.ts';

/** What a run took in one of its rounds. */
export interface Claim {
  readonly runId: number;
  readonly round: number;
}

/** One of `of` parts of all orders, from 0 on, that can be worked on at the same time. */
export interface OrderPart {
  readonly part: number;
  readonly of: number;
}

/** Which orders: all of them, a part of all, or those of a claim. */
export type OrderScope = Claim | OrderPart | 'all';

/** ` and …`: that the order of the row `alias` is one of them. */
export function ordersOf(alias: string, scope: OrderScope): Sql {
  if (scope === 'all') return empty;
  if ('part' in scope)
    return sql` and abs(hashtext(${raw(alias)}.transaction_id) % ${scope.of}::integer) = ${scope.part}::integer`;
  return sql` and ${raw(alias)}.transaction_id in (
     select d.transaction_id from dirty_orders d
      where d.claimed_by = ${scope.runId}::integer and d.round = ${scope.round}::integer)`;
}

export function claimOrders({ runId, round }: Claim, asOf: string): Sql {
  return sql`/* recompute.claim_orders */
update dirty_orders set claimed_by = ${runId}::integer, round = ${round}::integer
 where claimed_by is null and due_at <= ${asOf}::timestamptz`;
}

/** Marks whoever owns a claimed order now, for an owner may lose it. */
export function markOwners({ runId, round }: Claim): Sql {
  return sql`/* recompute.mark_owners */
insert into dirty_users (user_id, mark, claimed_by, round)
select distinct o.user_id, 0, ${runId}::integer, ${round}::integer
  from dirty_orders d
  join orders o on o.transaction_id = d.transaction_id
 where d.claimed_by = ${runId}::integer and d.round = ${round}::integer
on conflict (user_id, mark) do update set claimed_by = excluded.claimed_by, round = excluded.round`;
}

export function claimUsers({ runId, round }: Claim): Sql {
  return sql`/* recompute.claim_users */
update dirty_users set claimed_by = ${runId}::integer, round = ${round}::integer where claimed_by is null`;
}

/** Marks those whose time has come since the published snapshot. */
export function markDue({ runId, round }: Claim, previousAsOf: string, asOf: string): Sql {
  return sql`/* recompute.mark_due */
insert into dirty_users (user_id, mark, claimed_by, round)
select s.user_id, 0, ${runId}::integer, ${round}::integer
  from user_states s
 where s.next_change_at > ${previousAsOf}::timestamptz and s.next_change_at <= ${asOf}::timestamptz
   and s.valid_to = ${OPEN_END}::integer
on conflict (user_id, mark) do update set claimed_by = excluded.claimed_by, round = excluded.round`;
}

/** Whether any input is dated after the as-of, so that its user has to be computed again when it counts. */
export async function anyInputWaits(prisma: PrismaClient, asOf: string): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ waits: boolean }[]>(
    sql`/* recompute.inputs_wait */ select exists (select 1 from imports i where i.last_input_at > ${asOf}::timestamptz) as waits`,
  );
  return row?.waits === true;
}

/** Whether there is anything to claim. */
export async function anyMarkWaits(prisma: PrismaClient, asOf: string): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ waits: boolean }[]>(sql`/* recompute.marks_wait */
select exists (select 1 from dirty_users d where d.claimed_by is null)
    or exists (select 1 from dirty_orders d where d.claimed_by is null and d.due_at <= ${asOf}::timestamptz) as waits`);
  return row?.waits === true;
}

/** Orders with inputs dated after the as-of wait until the earliest of them. */
export function markWaitingOrders(asOf: string, scope: OrderScope): Sql {
  return sql`/* recompute.mark_waiting_orders */
insert into dirty_orders (transaction_id, mark, due_at)
select i.transaction_id, 0, min(i.at)
  from (select l.transaction_id, l.ordered_at as at from order_lines l
         union all
        select m.transaction_id, m.occurred_at as at from order_mentions m) i
 where i.at > ${asOf}::timestamptz${ordersOf('i', scope)}
 group by i.transaction_id
on conflict (transaction_id, mark) do update set due_at = excluded.due_at, claimed_by = null, round = null`;
}

/** What a published run has worked off. */
export function clearClaims(runId: number): Sql[] {
  return [
    sql`/* recompute.clear_users */ delete from dirty_users where claimed_by = ${runId}::integer`,
    sql`/* recompute.clear_orders */ delete from dirty_orders where claimed_by = ${runId}::integer`,
  ];
}

/** What a run that is undone leaves to the next. */
export function releaseClaims(runId: number): Sql[] {
  return [
    sql`/* recompute.release_users */ update dirty_users set claimed_by = null, round = null where claimed_by = ${runId}::integer`,
    sql`/* recompute.release_orders */ update dirty_orders set claimed_by = null, round = null where claimed_by = ${runId}::integer`,
  ];
}
