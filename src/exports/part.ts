// Writes one part: its rows, the counts of who was left out and the record of the campaign are read in one transaction
// that sees one state of the database. The file is whole and on disk before the transaction says so; where anything
// happens in between, the part is written anew.
import type { AudienceDefinition } from '../audiences/service.ts';
import { definitionCondition } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import { type Connection, withTransaction } from '../db/pool.ts';
import { StrataError } from '../errors.ts';
import type { SegmentCatalogue } from '../segments/service.ts';
import { eligibilityCases } from '../suppressions/service.ts';
import type { Content, Outcome } from './content.ts';
import { type WrittenFile, writeWhole } from './files.ts';
import type { Compression } from './formats/compression.ts';
import { compressor } from './formats/compression.ts';
import type { Format } from './formats/format.ts';
import { notifyProgress, savePart, sumUp } from './queries/exports.ts';
import {
  countByReason,
  HELD_OUT,
  type Members,
  type Range,
  recordMembers,
  recordUsers,
} from './queries/members.ts';
import { leftOutReason } from './queries/reasons.ts';
import type { NextPart } from './ranges.ts';
import type { Export } from './stored.ts';
import { holdoutBelow } from './terms.ts';

export interface PartWork {
  readonly exported: Export;
  readonly catalogue: SegmentCatalogue;
  readonly content: Content;
  /** The path of the part's file. */
  readonly path: string;
  readonly signal: AbortSignal;
}

/** The export was cancelled, ended or cut short meanwhile. */
export class NotRunningError extends StrataError {
  constructor() {
    super('EXPORT_OVERTAKEN', 'The export is not running any more.');
  }
}

const DAY_MS = 86_400_000;

/** Writes and records the part; false where nobody is left for it, so that the one before was the last. */
export function writePart(database: Database, work: PartWork, next: NextPart): Promise<boolean> {
  return withTransaction(database.pool, (connection) => writeWithin(connection, work, next), {
    repeatable: true,
  });
}

async function writeWithin(connection: Connection, work: PartWork, next: NextPart): Promise<boolean> {
  const { exported } = work;
  const readAt = new Date();
  const members = membersAt(work, readAt);
  const counted = await count(connection, members, next);
  if (counted.members === 0 && next.part > 1 && next.limit !== null) return false;
  const { range } = counted;
  let file: WrittenFile = { bytes: 0, sha256: Buffer.alloc(0) };
  const outcome = await work.content.writeTo(
    connection,
    members,
    range,
    async (bytes) => {
      const compress = compressor(exported.format as Format, exported.compression as Compression);
      file = await writeWhole(work.path, bytes, compress, work.signal);
    },
    next.part === 1,
  );
  const { rows, leftOut } = reconcile(counted, outcome);
  await recordCampaign(connection, work, { members, range, outcome, at: readAt });
  const { exportId } = exported;
  const { emptied } = outcome;
  await execute(
    connection,
    savePart({
      exportId,
      part: next.part,
      ...range,
      members: counted.members,
      rows,
      leftOut,
      emptied,
      ...file,
      readAt,
    }),
  );
  if ((await execute(connection, sumUp(exportId))) === 0) throw new NotRunningError();
  await execute(connection, notifyProgress(exportId));
  return true;
}

/** The audience's members, and why some of them are left out now. */
function membersAt({ exported, catalogue }: PartWork, now: Date): Members {
  const { campaign, frequencyDays, holdoutShare, exportId } = exported;
  const { joins, reason } = eligibilityCases({ at: now, withoutConsent: !exported.consentRequired });
  const terms =
    campaign === null
      ? null
      : {
          exportId,
          campaign,
          exportedAfter:
            frequencyDays === null ? null : new Date(now.getTime() - frequencyDays * DAY_MS).toISOString(),
          holdoutBelow: holdoutShare === null ? null : holdoutBelow(String(holdoutShare)),
        };
  return {
    snapshotId: exported.snapshotId,
    condition: definitionCondition(exported.definition as unknown as AudienceDefinition, catalogue),
    joins,
    reason: leftOutReason(reason, terms),
  };
}

interface Counted {
  readonly range: Range;
  readonly members: number;
  /** By reason; who is exported as ''. */
  readonly users: ReadonlyMap<string, number>;
}

async function count(connection: Connection, members: Members, { range, limit }: NextPart): Promise<Counted> {
  const rows = await select<{ reason: string | null; users: string; up_to: string }>(
    connection,
    countByReason(members, range, limit),
  );
  const users = new Map(rows.map((row) => [row.reason ?? '', Number(row.users)]));
  const all = [...users.values()].reduce((sum, some) => sum + some, 0);
  const last = rows.map((row) => BigInt(row.up_to)).reduce((most, id) => (id > most ? id : most), 0n);
  const isLast = limit === null || all < limit;
  const upToUserId = isLast ? range.upToUserId : String(last);
  return { range: { ...range, upToUserId }, members: all, users };
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
  { exported: { campaign, exportId } }: PartWork,
  { members, range, outcome, at }: { members: Members; range: Range; outcome: Outcome; at: Date },
): Promise<void> {
  if (campaign === null) return;
  const about = { campaign, exportId, at: at.toISOString() };
  const statements = outcome.users
    ? recordUsers(outcome.users.exported, outcome.users.heldOut, about)
    : recordMembers(members, range, about);
  for (const statement of statements) await execute(connection, statement);
}
