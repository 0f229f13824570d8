// The feed of who joined and left an audience: at least once, in order per user, with a cursor to read on from.
import { requireAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { type Place, readCursor, START, writeCursor } from './cursor.ts';
import { type ChangeRow, changesAfter, deleteWatch, forgetChanges } from './queries.ts';

export { compareAudience } from './compare.ts';
export { type Place, START } from './cursor.ts';
export type { ChangeRow } from './queries.ts';

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

export interface AudienceChangeSource extends ChangeRow {
  readonly audienceId: number;
  readonly cursor: string;
}

export interface ChangePage {
  readonly changes: readonly AudienceChangeSource[];
  /** Behind the last of them, or where the page began. */
  readonly cursor: string;
  readonly hasMore: boolean;
}

/** Changes after a cursor. Throws a BadInputError where the audience is not watched, or they are kept no longer. */
export async function audienceChanges(
  database: Database,
  audienceId: number,
  { after, first }: { after: string | null; first: number },
): Promise<ChangePage> {
  const watch = await database.prisma.audienceWatch.findUnique({ where: { audienceId } });
  if (!watch)
    throw new BadInputError(`audience: ${audienceId} is not watched. Begin with the mutation watchAudience.`);
  const place = after === null ? START : readCursor(audienceId, after);
  if (after !== null && place.comparison < watch.forgotten)
    throw new BadInputError('after: the changes behind it are kept no longer. Begin anew without a cursor.');
  const rows = await changesAfter(database.prisma, audienceId, place, first + 1);
  const changes = rows
    .slice(0, first)
    .map((row) => ({ ...row, audienceId, cursor: writeCursor(audienceId, row) }));
  const cursor = changes.at(-1)?.cursor ?? writeCursor(audienceId, place);
  return { changes, cursor, hasMore: rows.length > first };
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
