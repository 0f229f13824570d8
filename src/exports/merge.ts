// A merge of two users: campaigns remember of the survivor what they did of the loser, or frequency caps and lift would
// forget it.
import { execute } from '../db/execute.ts';
import { takeKeyedLock } from '../db/locks.ts';
import type { Connection } from '../db/pool.ts';
import { ERASURES } from './execute.ts';
import { moveRecords } from './queries/merge.ts';

/** Moves what is kept of the loser, within the transaction that merges them; it waits for the parts that are being written. */
export async function mergeInExports(
  connection: Connection,
  pair: { readonly loser: string; readonly survivor: string },
): Promise<void> {
  await takeKeyedLock(connection, 'erasure', ERASURES, 'alone in a transaction');
  for (const statement of moveRecords(pair)) await execute(connection, statement);
}
