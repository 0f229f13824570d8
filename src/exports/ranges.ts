// Which users come next: the parts of an export follow each other in the order of the users' ids.
import type { Database } from '../db/database.ts';
import { select } from '../db/execute.ts';
import { withConnection } from '../db/pool.ts';
import { type Audience, lastOf, type Range } from './queries/members.ts';
import type { Export, ExportPart } from './stored.ts';

/** Behind every user. */
export const LAST_USER_ID = '9223372036854775807';
export const EVERYBODY: Range = { afterUserId: '0', upToUserId: LAST_USER_ID };

/** A part that is to be written. */
export interface Part {
  readonly part: number;
  readonly range: Range;
  /** Members in it, when they were counted; since then some may have been erased. */
  readonly members: number;
}

/** The users whom an audience has in a snapshot, whatever the reasons. */
export interface Whole {
  readonly exported: Export;
  readonly audience: Audience;
}

/**
 * Up to `most` parts that are to be written next, on record as such; none where all are done. A part that was begun
 * before keeps its users.
 */
export async function nextParts(database: Database, whole: Whole, most: number): Promise<Part[]> {
  const { prisma } = database;
  const { exportId } = whole.exported;
  const undone = await prisma.exportPart.findMany({
    where: { exportId, doneAt: null },
    orderBy: { part: 'asc' },
    take: most,
  });
  if (undone.length > 0) return undone.map(toPart);
  const last = await prisma.exportPart.findFirst({ where: { exportId }, orderBy: { part: 'desc' } });
  const parts: Part[] = [];
  let after = last ? String(last.upToUserId) : EVERYBODY.afterUserId;
  for (let part = (last?.part ?? 0) + 1; parts.length < most && after !== LAST_USER_ID; part++) {
    const next = await partAfter(database, whole, part, after);
    parts.push(next);
    after = next.range.upToUserId;
  }
  if (parts.length > 0)
    await prisma.exportPart.createMany({ data: parts.map((part) => toRow(exportId, part)) });
  return parts;
}

function toPart({ part, afterUserId, upToUserId, members }: ExportPart): Part {
  const range = { afterUserId: String(afterUserId), upToUserId: String(upToUserId) };
  return { part, range, members: Number(members) };
}

/** As it stands before it is written. */
function toRow(exportId: number, { part, range, members }: Part) {
  return {
    exportId,
    part,
    afterUserId: BigInt(range.afterUserId),
    upToUserId: BigInt(range.upToUserId),
    members,
    rows: 0,
    leftOut: {},
    emptied: {},
    bytes: 0,
    sha256: new Uint8Array(),
    readAt: new Date(),
  };
}

/** The part whose first member comes after a user. The last one reaches behind everybody. */
async function partAfter(
  { pool }: Database,
  { exported, audience }: Whole,
  part: number,
  afterUserId: string,
): Promise<Part> {
  const rest = { afterUserId, upToUserId: LAST_USER_ID };
  if (isOnePart(exported)) return { part, range: rest, members: Number(exported.members) };
  const { rowsPerPart } = exported;
  const statement = lastOf(audience, rest, rowsPerPart);
  const [found] = await withConnection(pool, (connection) =>
    select<{ up_to: string | null; users: string; more: boolean }>(connection, statement),
  );
  const upToUserId = found?.more ? (found.up_to as string) : LAST_USER_ID;
  return { part, range: { afterUserId, upToUserId }, members: Number(found?.users) };
}

/** Parquet files can't be put one behind the other. */
function isOnePart({ oneFile, format }: Export): boolean {
  return oneFile && format === 'parquet';
}
