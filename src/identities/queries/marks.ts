// Marks what the next run has to compute again. Whoever makes them holds the inputs lock, in the same transaction.
import { type Sql, sql } from '../../db/sql.ts';

export function markUsers(userIds: readonly string[]): Sql {
  return sql`/* identities.mark_users */
insert into dirty_users (user_id, mark)
select unnest(${userIds}::bigint[]), 0
on conflict (user_id, mark) do update set claimed_by = null, round = null`;
}

export function markOrders(transactionIds: readonly string[]): Sql {
  return sql`/* identities.mark_orders */
insert into dirty_orders (transaction_id, mark)
select unnest(${transactionIds}::text[]), 0
on conflict (transaction_id, mark) do update set due_at = excluded.due_at, claimed_by = null, round = null`;
}
