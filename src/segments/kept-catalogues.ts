// Catalogues of snapshots, kept in the process: a snapshot's rule set and the numbers of its segments never change, and
// the scheme of its sums once, when most of them go.
import type { Pool } from '../db/pool.ts';
import type { Snapshot } from '../snapshots/service.ts';
import type { SegmentCatalogue } from './service.ts';

const MOST_KEPT = 50;

const keptByPool = new WeakMap<Pool, Map<string, Promise<SegmentCatalogue>>>();

/** The one kept for that snapshot, else what `read` gives, which is kept unless it fails. */
export function keptCatalogue(
  pool: Pool,
  { id, ruleSetVersion, rollupScheme, computedAt }: Snapshot,
  read: () => Promise<SegmentCatalogue>,
): Promise<SegmentCatalogue> {
  const kept = keptByPool.get(pool) ?? new Map<string, Promise<SegmentCatalogue>>();
  keptByPool.set(pool, kept);
  // Of another database restored over this one, the time differs.
  const name = `${id} ${ruleSetVersion} ${rollupScheme} ${computedAt.getTime()}`;
  const known = kept.get(name);
  if (known) return known;
  const reading = read();
  kept.set(name, reading);
  reading.catch(() => kept.delete(name));
  const [oldest] = kept.keys();
  if (kept.size > MOST_KEPT && oldest !== undefined) kept.delete(oldest);
  return reading;
}
