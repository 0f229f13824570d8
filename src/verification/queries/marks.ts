// Marks by which the next run computes users and orders anew.
import { execute } from '../../db/execute.ts';
import { takeLock } from '../../db/locks.ts';
import { type Pool, withTransaction } from '../../db/pool.ts';
import { refreshConsents, usersOf } from '../../ingest/consents.ts';
import type { Drift } from '../service.ts';

/** Marks users and orders as any change of their inputs would be, and makes consent anew at once. */
export function markDrift(pool: Pool, { userIds, orders, consents }: Drift): Promise<void> {
  return withTransaction(pool, async (connection) => {
    await takeLock(connection, 'inputs', 'transaction');
    await connection.query(
      `/* verification.mark_users */
insert into dirty_users (user_id, mark)
select i.user_id, 0 from unnest($1::bigint[]) as i (user_id)
on conflict (user_id, mark) do update set claimed_by = null, round = null`,
      [userIds.map(String)],
    );
    await connection.query(
      `/* verification.mark_orders */
insert into dirty_orders (transaction_id, mark)
select i.transaction_id, 0 from unnest($1::text[]) as i (transaction_id)
on conflict (transaction_id, mark) do update set due_at = '-infinity', claimed_by = null, round = null`,
      [orders],
    );
    await execute(connection, refreshConsents(usersOf(consents.map(String))));
  });
}
