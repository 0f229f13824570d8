// Snapshots: the published versions. A reader picks one and names it in every statement that it makes.
import type { Database } from '../db/database.ts';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError, SnapshotError } from '../errors.ts';
import { unknownDimension } from '../filters/user-filter.ts';
import { readDateOrTimestamp, toIsoText } from '../ingest/timestamps.ts';
import { notKept, notWhole } from './expired.ts';
import { findSnapshot, latestSnapshot, latestSnapshotAt } from './queries/snapshots.ts';
import { knownDimensions, readTransitions, type Transition } from './queries/transitions.ts';

export { notKept } from './expired.ts';
export { newestTogether } from './newest.ts';
export { type PinRequest, pinSnapshot, pinWithin, unpinSnapshot } from './pins.ts';
export { type Pruned, pruneHistory, type Retention } from './prune.ts';
export { type Freshness, readFreshness } from './queries/freshness.ts';
export type { Transition } from './queries/transitions.ts';

/** Ids are integers of 32 bits; the largest stands for the open end of a version. */
const LARGEST_ID = OPEN_END - 1;

export interface Snapshot {
  readonly id: number;
  /** The instant up to which inputs count, ISO 8601 with microseconds. */
  readonly asOf: string;
  readonly computedAt: Date;
  readonly users: number;
  readonly ruleSetVersion: number;
  /** Which combinations of segments it has sums of: `src/rules/rolled-up-sets.ts`. */
  readonly rollupScheme: number;
  readonly lastImportId: number | null;
  /** Rises when something of it is taken out or changed afterwards, as erasing a user does. */
  readonly revision: number;
  /** False when only the segments of its users are kept. */
  readonly whole: boolean;
}

/** The newest snapshot, or null before the first recompute. */
export function newestSnapshot(database: Database): Promise<Snapshot | null> {
  return latestSnapshot(database.read);
}

/** The newest snapshot; throws a SnapshotError before the first recompute. */
export async function requireSnapshot(database: Database): Promise<Snapshot> {
  return published(await newestSnapshot(database));
}

/** `snapshot`, or a SnapshotError where there is none. */
export function published<Kind>(snapshot: Kind | null): Kind {
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

/** The same of an argument that may be left out. */
export function askedSnapshot(snapshot: string | number | null | undefined): number | undefined {
  return snapshot === null || snapshot === undefined ? undefined : readSnapshotId(snapshot, 'snapshot');
}

/** A snapshot by its id, whole or not; throws a SnapshotError if it is unknown or no longer kept. */
export async function snapshotById(database: Database, id: number): Promise<Snapshot> {
  const snapshot = await findSnapshot(database.read, id);
  if (!snapshot) throw notKept(id);
  return snapshot;
}

/** The same, for readers of its lists and sums: throws a SnapshotError too if it is not whole any more. */
export async function wholeSnapshotById(database: Database, id: number): Promise<Snapshot> {
  const snapshot = await snapshotById(database, id);
  if (!snapshot.whole) throw notWhole(id);
  return snapshot;
}

/** The newest snapshot as of `time` or earlier, whole or not; null if none is kept. Throws a BadInputError for other text. */
export function snapshotAt(database: Database, time: string): Promise<Snapshot | null> {
  const instant = readDateOrTimestamp(time.trim());
  if (instant !== undefined) return latestSnapshotAt(database.read, toIsoText(instant));
  throw new BadInputError(
    `time: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, perhaps with decimals and Z or +HH:MM, got ${JSON.stringify(time)}.`,
  );
}

/** How many users moved from which segment to which, between two snapshots that are kept, whole or not. */
export async function transitions(
  database: Database,
  dimension: string,
  between: { from: Snapshot; to: Snapshot },
): Promise<Transition[]> {
  await requireKnownDimension(database, dimension);
  return readTransitions(database.read, dimension, between);
}

/** Throws a BadInputError that lists the dimensions there are, or have been, unless `key` is one of them. */
export async function requireKnownDimension(database: Database, key: string): Promise<void> {
  const known = await knownDimensions(database.read);
  if (!known.includes(key)) throw unknownDimension('dimension', key, known);
}
