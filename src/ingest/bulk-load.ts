// The first large load goes into an empty table: its index is built once, afterwards, and its rows need no later
// look at whether they are visible. Both are undone with the transaction. And the planner is told what came in.
import type { Connection } from '../db/pool.ts';

const ANALYZE_FROM_ROWS = 1_000;
const INDEX = 'create index events_user_id_occurred_at_idx on events (user_id, occurred_at)';

/** Makes `events` ready for a bulk load if it is empty; the caller holds the inputs lock. */
export async function startBulkLoad(connection: Connection): Promise<boolean> {
  const { rows } = await connection.query<{ empty: boolean }>(
    '/* ingest.bulk.empty */ select not exists (select 1 from events) as empty',
  );
  if (!rows[0]?.empty) return false;
  await connection.query('/* ingest.bulk.truncate */ truncate events');
  await connection.query('/* ingest.bulk.drop_index */ drop index events_user_id_occurred_at_idx');
  return true;
}

/** Builds the index that startBulkLoad dropped, and refreshes the planner's statistics after many rows. */
export async function finishBulkLoad(
  connection: Connection,
  loaded: number,
  indexDropped: boolean,
): Promise<void> {
  if (indexDropped) {
    await connection.query("/* ingest.bulk.memory */ set local maintenance_work_mem = '256MB'");
    await connection.query(`/* ingest.bulk.index */ ${INDEX}`);
  }
  if (loaded < ANALYZE_FROM_ROWS) return;
  await connection.query(
    '/* ingest.analyze */ analyze users (user_id), profiles (user_id), events (user_id, occurred_at), order_mentions, order_lines, actions, places, channels, traits',
  );
}
