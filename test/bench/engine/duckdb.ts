// The same whole work by DuckDB on two threads, over the same stored inputs. That it is the same is asserted: each
// segment of each dimension has as many users as in the published snapshot, and every user's row says the same.
import { join } from 'node:path';
import { allSummaries, segmentCatalogue } from '../../../src/segments/service.ts';
import { requireSnapshot, type Snapshot } from '../../../src/snapshots/service.ts';
import { digestOfStates } from '../duckdb/digest.ts';
import { exportInputs } from '../duckdb/export-inputs.ts';
import type { DuckdbResult } from '../duckdb/work.ts';
import { atMost, median, printCount, printValues } from '../figures.ts';
import type { FullRuns } from './full-runs.ts';
import type { Shop } from './shop.ts';

const MOST_TIMES = 3;

export async function benchDuckdb(shop: Shop, full: FullRuns, rounds: number): Promise<void> {
  const { workspace, database, asOf } = shop;
  const snapshot = await requireSnapshot(database);
  const dir = join(shop.dir, 'duckdb');
  await exportInputs(database, dir);
  const script = join(import.meta.dirname, '../duckdb/work.ts');
  const { seconds, counts, digest } = await workspace.runScript<DuckdbResult>(
    script,
    dir,
    asOf,
    String(rounds),
  );
  requireSame('digest of all states', await digestOfStates(database, snapshot), digest);
  const segments = await requireSameCounts(shop, snapshot, counts);
  const times = full.firstSeconds / median(seconds);
  printValues('the same work by DuckDB on two threads', seconds, 's');
  printCount('  segments of as many users, states the same', segments);
  printValues('  full run, nothing published before', [times], 'times', atMost(MOST_TIMES, times, 'times'));
  printValues('  full run again', [full.againSeconds / median(seconds)], 'times');
}

/** Returns how many segments were compared. */
async function requireSameCounts(
  { database }: Shop,
  snapshot: Snapshot,
  counts: DuckdbResult['counts'],
): Promise<number> {
  const catalogue = await segmentCatalogue(database, snapshot);
  let compared = 0;
  for (const { dimension, distribution } of await allSummaries(database, catalogue)) {
    for (const [at, { segment, users }] of distribution.entries()) {
      requireSame(`users in ${dimension.key}/${segment.key}`, users, counts[dimension.key]?.[at + 1] ?? 0);
      compared++;
    }
  }
  return compared;
}

function requireSame(what: string, strata: unknown, duckdb: unknown): void {
  if (strata !== duckdb)
    throw new Error(`DuckDB did other work: ${what}: ${strata} by Strata, ${duckdb} by DuckDB.`);
}
