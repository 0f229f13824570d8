// Which users come next: the parts of an export follow each other in the order of the users' ids.
import type { Database } from '../db/database.ts';
import type { Range } from './queries/members.ts';
import type { Export } from './stored.ts';

/** Behind every user. */
export const LAST_USER_ID = '9223372036854775807';
export const EVERYBODY: Range = { afterUserId: '0', upToUserId: LAST_USER_ID };

export interface NextPart {
  readonly part: number;
  readonly range: Range;
  /** How many members it takes; null for all of the range. */
  readonly limit: number | null;
}

/** The part that is to be written next; null where all are done. A part to be written anew keeps its users. */
export async function nextPart({ prisma }: Database, exported: Export): Promise<NextPart | null> {
  const { exportId } = exported;
  const undone = await prisma.exportPart.findFirst({
    where: { exportId, doneAt: null },
    orderBy: { part: 'asc' },
  });
  if (undone) {
    const { part, afterUserId, upToUserId } = undone;
    const range = { afterUserId: String(afterUserId), upToUserId: String(upToUserId) };
    return { part, range, limit: null };
  }
  const last = await prisma.exportPart.findFirst({ where: { exportId }, orderBy: { part: 'desc' } });
  const after = last ? String(last.upToUserId) : '0';
  if (after === LAST_USER_ID) return null;
  return {
    part: (last?.part ?? 0) + 1,
    range: { afterUserId: after, upToUserId: LAST_USER_ID },
    limit: isOnePart(exported) ? null : exported.rowsPerPart,
  };
}

/** Parquet files can't be put one behind the other. */
function isOnePart({ oneFile, format }: Export): boolean {
  return oneFile && format === 'parquet';
}
