// The feed of who joined and left an audience: at least once, in order per user, with a cursor to read on from.
import { requireAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import type { Place } from './cursor.ts';
import { type ChangeRow, changesAfter, deleteWatch, forgetChanges } from './queries.ts';

export { compareAudience } from './compare.ts';
export { type Place, START } from './cursor.ts';
export { followChanges } from './follow.ts';
export type { ChangeRow } from './queries.ts';
export { type AudienceChangeSource, audienceChanges, type ChangePage } from './read.ts';

/** Begins to follow an audience; the first comparison tells all of its members as joined. */
export async function watchAudience(
  database: Database,
  audienceId: number,
  createdBy: string,
): Promise<void> {
  await requireAudience(database, audienceId);
  await database.prisma.audienceWatch.createMany({
    data: [{ audienceId, createdBy, createdAt: new Date(), comparison: 0 }],
    skipDuplicates: true,
  });
}

/** Follows it no longer: its changes are forgotten, and nobody is told of them. */
export async function unwatchAudience({ prisma }: Database, audienceId: number): Promise<void> {
  await prisma.$transaction((tx) => deleteWatch(tx, audienceId));
}

export async function watchedAudiences({ prisma }: Database): Promise<number[]> {
  const watches = await prisma.audienceWatch.findMany({
    orderBy: { audienceId: 'asc' },
    select: { audienceId: true },
  });
  return watches.map(({ audienceId }) => audienceId);
}

/** Changes after a place, for a destination that follows. */
export function changesFrom(
  { prisma }: Database,
  audienceId: number,
  place: Place,
  first: number,
): Promise<ChangeRow[]> {
  return changesAfter(prisma, audienceId, place, first);
}

/** Forgets changes that are older; returns how many. */
export function pruneChanges({ prisma }: Database, before: Date): Promise<number> {
  return forgetChanges(prisma, before);
}
