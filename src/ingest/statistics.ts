// Tells the planner what an import brought in. Before the first one it knows nothing, and afterwards it would learn
// of many new rows only when autovacuum comes by.
import type { Connection } from '../db/pool.ts';
import type { ImportKind } from './loaders/loader.ts';

const FROM_ROWS = 1_000;
/** What each kind of file adds rows to, and in the larger tables the columns that statements look for. */
const TABLES: Readonly<Record<ImportKind, string>> = {
  activity:
    'users (user_id), events (user_id, occurred_at), order_mentions, actions, places, channels, traits',
  transactions: 'users (user_id), order_lines, items',
  profiles: 'users (user_id), profiles (user_id)',
};

export async function refreshStatistics(
  connection: Connection,
  kind: ImportKind,
  loaded: number,
): Promise<void> {
  if (loaded >= FROM_ROWS) await connection.query(`/* ingest.analyze */ analyze ${TABLES[kind]}`);
}
