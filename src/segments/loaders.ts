// One statement for all the segments of an operation whose users are asked for.
import DataLoader from 'dataloader';
import type { Database } from '../db/database.ts';
import { partsOf, type Sums, sumsOfCells } from './queries.ts';

export type RollupLoader = DataLoader<number, Sums | null>;

/** Sums of segments in a snapshot, by segment id; null for a segment without users. */
export function newRollupLoader(database: Database, snapshotId: number): RollupLoader {
  return new DataLoader(async (ids) => {
    const sums = await sumsOfCells(database.read, snapshotId, partsOf(ids));
    return ids.map((id) => sums.get(id) ?? null);
  });
}
