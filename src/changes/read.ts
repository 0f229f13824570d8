// Reads the feed of an audience, a page at a time.
import type { Database } from '../db/database.ts';
import { BadInputError } from '../errors.ts';
import { readCursor, START, writeCursor } from './cursor.ts';
import { type ChangeRow, changesAfter } from './queries.ts';

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
