// The trend of an audience: its size snapshot by snapshot. The worker counts after publications, every ten minutes at
// most; where it did not, whole snapshots are counted when they are asked for. Nothing is counted twice.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { newestSnapshot, wholeSnapshotById } from '../snapshots/service.ts';
import { type AudienceDefinition, resolveAudience } from './definition.ts';
import { audienceSize, type Look } from './figures.ts';
import {
  audiencesToMeasure,
  deleteMembersOfDeleted,
  insertSize,
  thinSizes,
  trendRows,
} from './queries/sizes.ts';

export interface TrendPoint {
  readonly snapshotId: number;
  /** ISO 8601 with microseconds. */
  readonly asOf: string;
  /** The version that was counted. */
  readonly version: number;
  readonly users: number;
}

export const LONGEST_TREND = 400;
const MEASURE_EVERY_MS = 600_000;
/** Snapshots that one question has counted at most. */
const MOST_COUNTED = 10;
/** Exports that began before an audience was deleted may still read its list. */
const MEMBERS_KEPT_MS = 24 * 3_600_000;

/** Counts every audience whose turn it is in the newest snapshot; returns how many it counted. */
export async function measureSizes(database: Database, now: Date): Promise<number> {
  const snapshot = await newestSnapshot(database);
  if (!snapshot) return 0;
  const due = new Date(now.getTime() - MEASURE_EVERY_MS);
  const ids = await audiencesToMeasure(database.pool, snapshot.id, due);
  if (ids.length === 0) return 0;
  const look = { snapshot, catalogue: await segmentCatalogue(database, snapshot) };
  let counted = 0;
  for (const audienceId of ids) {
    const definition = await evaluable(() => resolveAudience(database, { audienceId }));
    const users = definition && (await evaluable(() => audienceSize(database, definition, look)));
    if (!definition || users === null) continue;
    const { version } = definition;
    await insertSize(database.pool, { audienceId, version, snapshotId: snapshot.id, users }, now);
    counted++;
  }
  return counted;
}

/** Null of an audience that was deleted meanwhile, or that the snapshot's rules can't make sense of. */
async function evaluable<T>(work: () => Promise<T>): Promise<T | null> {
  try {
    return await work();
  } catch (error) {
    if (error instanceof BadInputError) return null;
    throw error;
  }
}

/** Sizes up to the snapshot that is looked at, the newest first. */
export async function audienceTrend(
  database: Database,
  definition: AudienceDefinition,
  { snapshot }: Pick<Look, 'snapshot'>,
  first: number,
): Promise<TrendPoint[]> {
  const { id: audienceId, version } = definition;
  const rows = await trendRows(database.pool, audienceId, snapshot.id, first);
  const points: TrendPoint[] = [];
  let counted = 0;
  for (const { snapshot_id: snapshotId, as_of: asOf, whole, ...known } of rows) {
    if (known.users !== null && known.version !== null) {
      points.push({ snapshotId, asOf, version: known.version, users: Number(known.users) });
    } else if (whole && counted++ < MOST_COUNTED) {
      const users = await evaluable(() => sizeIn(database, definition, snapshotId));
      if (users === null) continue;
      await insertSize(database.pool, { audienceId, version, snapshotId, users }, new Date());
      points.push({ snapshotId, asOf, version, users });
    }
  }
  return points;
}

async function sizeIn(
  database: Database,
  definition: AudienceDefinition,
  snapshotId: number,
): Promise<number> {
  const snapshot = await wholeSnapshotById(database, snapshotId);
  return audienceSize(database, definition, {
    snapshot,
    catalogue: await segmentCatalogue(database, snapshot),
  });
}

/** Thins out sizes as history is, and forgets who was on lists that were deleted a day ago. */
export async function pruneAudiences(
  { pool }: Database,
  now: Date,
): Promise<{ sizes: number; members: number }> {
  const sizes = await thinSizes(pool);
  const members = await deleteMembersOfDeleted(pool, new Date(now.getTime() - MEMBERS_KEPT_MS));
  return { sizes, members };
}
