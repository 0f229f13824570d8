// Tells the planner what an import brought in. Before the first one it knows nothing, and afterwards it would learn
// of many new rows only when autovacuum comes by.
import type { Connection } from '../db/pool.ts';
import type { ImportKind } from './loaders/loader.ts';

const FROM_ROWS = 1_000;
/** What each kind of file adds rows to, and in the larger tables the columns that statements look for. */
const TABLES: Readonly<Record<ImportKind, string>> = {
  activity: 'users (user_id), order_mentions, actions, places, channels, traits',
  transactions: 'users (user_id), order_lines, items',
  profiles: 'users (user_id), profiles (user_id)',
};
/** How many events a user has, which differs most, is seen only in a large sample. */
const EVENTS = '/* ingest.analyze_events */ analyze events (user_id, occurred_at)';
/** A sample of 3,000 rows: how large a table is, and whether its values repeat. */
const ROUGH = '/* ingest.rough_statistics */ set local default_statistics_target = 10';

export async function refreshStatistics(
  connection: Connection,
  kind: ImportKind,
  loaded: number,
): Promise<void> {
  if (loaded < FROM_ROWS) return;
  if (kind === 'activity') await connection.query(EVENTS);
  await connection.query(ROUGH);
  await connection.query(`/* ingest.analyze */ analyze ${TABLES[kind]}`);
}
