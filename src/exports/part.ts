// Writes one part: its rows, the counts of who was left out and the record of the campaign are read in one transaction
// that sees one state of the database. The file is whole and on disk before the transaction says so; where anything
// happens in between, the part is written anew.
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import { type Connection, withTransaction } from '../db/pool.ts';
import { eligibilityCases, type Present, presentSuppressions } from '../suppressions/service.ts';
import type { Content, Outcome } from './content.ts';
import { type Compression, compressor } from './formats/compression.ts';
import type { Format } from './formats/format.ts';
import { makeRoom, savePart } from './queries/exports.ts';
import {
  type Audience,
  countByReason,
  HELD_OUT,
  type Members,
  recordMembers,
  recordUsers,
} from './queries/members.ts';
import { whyLeftOut } from './queries/reasons.ts';
import type { Part } from './ranges.ts';
import type { Export } from './stored.ts';
import { holdoutBelow } from './terms.ts';
import { type WrittenFile, writeWhole } from './whole-file.ts';

export interface PartWork {
  readonly exported: Export;
  readonly audience: Audience;
  readonly content: Content;
  readonly part: Part;
  /** The path of its file. */
  readonly path: string;
  readonly signal: AbortSignal;
}

const DAY_MS = 86_400_000;

/** Writes and records the part. */
export function writePart(database: Database, work: PartWork): Promise<void> {
  return withTransaction(database.pool, (connection) => writeWithin(connection, work), { repeatable: true });
}

async function writeWithin(connection: Connection, work: PartWork): Promise<void> {
  const { exported, part } = work;
  const readAt = new Date();
  await execute(connection, makeRoom());
  const [present] = (await select(connection, presentSuppressions(readAt, part.range))) as [Present];
  const members = membersAt(work, readAt, present);
  const { outcome, file } = await writeFile(connection, work, members);
  const { emptied } = outcome;
  const counted = await countMembers(connection, work, members, outcome);
  const { rows, leftOut } = reconcile(counted, outcome);
  await recordCampaign(connection, work, { members, outcome, at: readAt });
  const told = { rows, leftOut, emptied, ...file, readAt };
  const { exportId } = exported;
  await execute(connection, savePart({ exportId, part: part.part, members: counted.members, ...told }));
}

async function writeFile(
  connection: Connection,
  { exported, content, path, signal, part }: PartWork,
  members: Members,
): Promise<{ outcome: Outcome; file: WrittenFile }> {
  let file: WrittenFile = { bytes: 0, sha256: Buffer.alloc(0) };
  const write = async (bytes: AsyncIterable<Uint8Array>): Promise<void> => {
    const compress = compressor(exported.format as Format, exported.compression as Compression);
    file = await writeWhole(path, bytes, { compressor: compress, signal });
  };
  const outcome = await content.writeTo(connection, members, part.range, write, part.part === 1);
  return { outcome, file };
}

/** The audience's members, and why some of them are left out now. */
function membersAt({ exported, audience, part: { range } }: PartWork, now: Date, present: Present): Members {
  const { campaign, frequencyDays, holdoutShare, exportId, consentRequired } = exported;
  const contact = eligibilityCases({
    at: now,
    withoutConsent: !consentRequired,
    among: range,
    present,
  });
  const capMs = frequencyDays === null ? null : frequencyDays * DAY_MS;
  const terms = campaign !== null && {
    exportId,
    campaign,
    exportedAfter: capMs === null ? null : new Date(now.getTime() - capMs).toISOString(),
    holdoutBelow: holdoutShare === null ? null : holdoutBelow(String(holdoutShare)),
  };
  return { ...audience, ...whyLeftOut(contact, terms || null, range) };
}

interface Counted {
  readonly members: number;
  /** By reason; who is exported as ''. */
  readonly users: ReadonlyMap<string, number>;
}

/** Where as many rows were written as there are members, nobody is left out. */
async function countMembers(
  connection: Connection,
  { part }: PartWork,
  members: Members,
  { rows }: Outcome,
): Promise<Counted> {
  if (rows === part.members) return { members: rows, users: new Map([['', rows]]) };
  const counted = await select<{ reason: string | null; users: string }>(
    connection,
    countByReason(members, part.range),
  );
  const users = new Map(counted.map((row) => [row.reason ?? '', Number(row.users)]));
  return { members: [...users.values()].reduce((sum, some) => sum + some, 0), users };
}

/** Rows and reasons add up to the members, or the part is not what it says: that would be a mistake of ours. */
function reconcile(
  { members, users }: Counted,
  outcome: Outcome,
): { rows: number; leftOut: Record<string, number> } {
  const leftOut = Object.fromEntries([...users].filter(([reason]) => reason !== ''));
  if (outcome.unidentified > 0) leftOut.no_identifier = outcome.unidentified;
  const heldOut = outcome.users || outcome.heldOut > 0 ? outcome.heldOut : (leftOut[HELD_OUT] ?? 0);
  if (heldOut > 0) leftOut[HELD_OUT] = heldOut;
  else delete leftOut[HELD_OUT];
  const left = Object.values(leftOut).reduce((sum, some) => sum + some, 0);
  if (outcome.rows + left !== members)
    throw new Error(
      `${outcome.rows} rows and ${left} users left out are not the ${members} members of the part.`,
    );
  return { rows: outcome.rows, leftOut };
}

async function recordCampaign(
  connection: Connection,
  { exported: { campaign, exportId }, part: { range } }: PartWork,
  { members, outcome, at }: { members: Members; outcome: Outcome; at: Date },
): Promise<void> {
  if (campaign === null) return;
  const about = { campaign, exportId, at: at.toISOString() };
  const statements = outcome.users
    ? recordUsers(outcome.users.exported, outcome.users.heldOut, about)
    : recordMembers(members, range, about);
  for (const statement of statements) await execute(connection, statement);
}
