// Snapshots: the published versions. A reader picks one and names it in every statement that it makes.
import type { Database } from '../db/database.ts';
import { SnapshotError } from '../errors.ts';
import { findSnapshot, latestSnapshot } from './queries.ts';

export interface Snapshot {
  readonly id: number;
  /** The instant up to which inputs count, ISO 8601 with microseconds. */
  readonly asOf: string;
  readonly computedAt: Date;
  readonly users: number;
  readonly ruleSetVersion: number;
  readonly lastImportId: number | null;
}

/** The newest snapshot, or null before the first recompute. */
export function newestSnapshot(database: Database): Promise<Snapshot | null> {
  return latestSnapshot(database.prisma);
}

/** The newest snapshot; throws a SnapshotError before the first recompute. */
export async function requireSnapshot(database: Database): Promise<Snapshot> {
  const snapshot = await latestSnapshot(database.prisma);
  if (!snapshot) {
    throw new SnapshotError('NO_SNAPSHOT', 'Nothing is published yet. Import data and run: strata recompute');
  }
  return snapshot;
}

/** A snapshot by its id; throws a SnapshotError if it is unknown or no longer kept. */
export async function snapshotById(database: Database, id: number): Promise<Snapshot> {
  const snapshot = await findSnapshot(database.prisma, id);
  if (!snapshot)
    throw new SnapshotError(
      'SNAPSHOT_EXPIRED',
      `The snapshot ${id} is not kept (any more). Start again without it.`,
    );
  return snapshot;
}
