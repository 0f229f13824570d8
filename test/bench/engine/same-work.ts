// That DuckDB did the same work: each segment of each dimension has as many users as in the published snapshot, and
// the states of all users say the same.
import { allSummaries, segmentCatalogue } from '../../../src/segments/service.ts';
import { requireSnapshot } from '../../../src/snapshots/service.ts';
import { digestOfStates } from '../duckdb/digest.ts';
import type { DuckdbWork } from '../duckdb/work.ts';
import type { Shop } from './shop.ts';

/** Throws where they differ; returns how many segments were compared. */
export async function requireSameWork(
  { database }: Shop,
  works: readonly Pick<DuckdbWork, 'counts' | 'digest'>[],
): Promise<number> {
  const snapshot = await requireSnapshot(database);
  const catalogue = await segmentCatalogue(database, snapshot);
  const dimensions = await allSummaries(database, catalogue);
  const ours = await digestOfStates(database, snapshot);
  for (const { counts, digest } of works) {
    for (const { dimension, distribution } of dimensions)
      for (const [at, { segment, users }] of distribution.entries())
        requireSame(`users in ${dimension.key}/${segment.key}`, users, counts[dimension.key]?.[at + 1] ?? 0);
    requireSame('the digest of all states', ours, digest);
  }
  return dimensions.reduce((sum, { distribution }) => sum + distribution.length, 0);
}

function requireSame(what: string, strata: unknown, duckdb: unknown): void {
  if (strata === duckdb) return;
  throw new Error(`DuckDB did other work: ${what}: ${strata} by Strata, ${duckdb} by DuckDB.`);
}
