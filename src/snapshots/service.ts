// Snapshots: the published versions. A reader picks one and names it in every statement that it makes.
import type { Database } from '../db/database.ts';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError, SnapshotError } from '../errors.ts';
import { findSnapshot, latestSnapshot } from './queries.ts';

/** Ids are integers of 32 bits; the largest stands for the open end of a version. */
const LARGEST_ID = OPEN_END - 1;

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
  return published(await newestSnapshot(database));
}

/** `snapshot`, or a SnapshotError where there is none. */
export function published(snapshot: Snapshot | null): Snapshot {
  if (snapshot) return snapshot;
  throw new SnapshotError('NO_SNAPSHOT', 'Nothing is published yet. Import data and run: strata recompute');
}

/** The id in an argument of the API; throws a BadInputError for text that can't be one. */
export function readSnapshotId(text: string | number, argument: string): number {
  const id = /^[1-9]\d{0,9}$/.test(String(text)) ? Number(text) : Number.NaN;
  if (id <= LARGEST_ID) return id;
  throw new BadInputError(
    `${argument}: expected the id of a snapshot, such as "7", got ${JSON.stringify(text)}.`,
  );
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
