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

/** Hands out the parts that are to be written, one after another, each on record before it is begun. */
export interface Parts {
  /** null where all are done or begun. */
  next(): Promise<Part | null>;
}

/** Those that were begun before come first, and keep their users. Whoever asks waits for whoever asked before. */
export function partsOf(database: Database, whole: Whole): Parts {
  let begun: Part[] | undefined;
  let asked: Promise<unknown> = Promise.resolve();
  const take = async (): Promise<Part | null> => {
    begun ??= await undoneParts(database, whole);
    return begun.shift() ?? beginPart(database, whole);
  };
  return {
    next() {
      const taken = asked.then(take);
      asked = taken.catch(() => {}); // thrown to whoever asked
      return taken;
    },
  };
}

async function undoneParts({ prisma }: Database, { exported: { exportId } }: Whole): Promise<Part[]> {
  const undone = await prisma.exportPart.findMany({
    where: { exportId, doneAt: null },
    orderBy: { part: 'asc' },
  });
  return undone.map(toPart);
}

async function beginPart(database: Database, whole: Whole): Promise<Part | null> {
  const { exportId } = whole.exported;
  const last = await database.prisma.exportPart.findFirst({ where: { exportId }, orderBy: { part: 'desc' } });
  const after = last ? String(last.upToUserId) : EVERYBODY.afterUserId;
  if (after === LAST_USER_ID) return null;
  const part = await partAfter(database, whole, (last?.part ?? 0) + 1, after);
  await database.prisma.exportPart.create({ data: toRow(exportId, part) });
  return part;
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
