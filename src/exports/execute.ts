// Carries out an export, part by part, from wherever an earlier attempt came. One process at a time works on an export:
// it holds the export's lock, which ends with its connection. A lost connection leaves the export as it is, to be taken
// up again; anything else ends it, with the reason kept and the files gone.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import { type AudienceDefinition, definitionCondition } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { notice } from '../db/listen.ts';
import { takeKeyedLock, tryKeyedLock, unlockConnection, unlockKeyed } from '../db/locks.ts';
import { type Connection, withConnection } from '../db/pool.ts';
import { describeError, isConnectionLost, StrataError } from '../errors.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { wholeSnapshotById } from '../snapshots/service.ts';
import { contentOf } from './content.ts';
import { fileName, folderOf } from './files.ts';
import { finishFiles } from './finish.ts';
import { type PartWork, writePart } from './part.ts';
import { sumUpParts } from './queries/exports.ts';
import { type Parts, partsOf } from './ranges.ts';
import { settle } from './settle.ts';
import type { Export } from './stored.ts';

export interface ExportOptions {
  /** Folder of the exports that were not asked for elsewhere. */
  readonly exportsDir: string;
  /** Called after each part, with the export as it stands. */
  onProgress?(exported: Export): void;
  /** Stop after the part that is at work when so much time has passed; the export stays to be gone on with. */
  readonly stopAfterMs?: number;
}

const MOST_ATTEMPTS = 4;
/** The key of the lock that parts have together, and erasures alone. */
export const ERASURES = 0;
const LOOK_MS = 1_000;
/** No part is begun after it, so that erasures and other exports of the campaign have their turn. */
const TURN_MS = 3_000;

class CancelledError extends StrataError {
  constructor() {
    super('CANCELLED', 'The export was cancelled; its files are removed.');
  }
}

/**
 * Carries out an export to its end, and returns it as it ended; as it stands where another process works on it, or the
 * time is over. Throws what says that it may go on later.
 */
export async function executeExport(
  database: Database,
  exportId: number,
  options: ExportOptions,
): Promise<Export> {
  await withConnection(database.pool, async (connection) => {
    if (!(await tryKeyedLock(connection, 'export', exportId))) return;
    try {
      const exported = await begin(database, exportId);
      if (exported) await carryOut(database, connection, exported, options);
    } finally {
      await unlockConnection(connection).catch(() => {});
    }
  });
  return database.prisma.export.findUniqueOrThrow({ where: { exportId } });
}

/** Marks the export as running; null where it has ended. */
async function begin({ prisma }: Database, exportId: number): Promise<Export | null> {
  const [begun] = await prisma.export.updateManyAndReturn({
    where: { exportId, status: { in: ['queued', 'running'] } },
    data: { status: 'running', attempts: { increment: 1 }, heartbeatAt: new Date() },
  });
  if (!begun) return null;
  if (begun.startedAt) return begun;
  return prisma.export.update({ where: { exportId }, data: { startedAt: new Date() } });
}

async function carryOut(
  database: Database,
  connection: Connection,
  exported: Export,
  options: ExportOptions,
): Promise<void> {
  const { exportId, attempts } = exported;
  try {
    if (attempts > MOST_ATTEMPTS)
      throw new StrataError(
        'EXPORT_FAILED',
        `Given up after ${MOST_ATTEMPTS} attempts at one part, in each of which the process or the database died.`,
      );
    do {
      if (!(await writeParts(database, connection, exported, options))) return;
    } while (!(await inTurn(connection, null, () => finish(database, exportId, options))));
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    const status = error instanceof CancelledError ? 'cancelled' : 'failed';
    await settle(database, exportId, status, describeError(error), options.exportsDir);
    if (isMistake(error)) throw error;
  }
}

/** Ends the export; false where a part is to be written anew, for somebody in it was erased. */
async function finish(database: Database, exportId: number, { exportsDir }: ExportOptions): Promise<boolean> {
  const undone = await database.prisma.exportPart.count({ where: { exportId, doneAt: null } });
  if (undone > 0) return false;
  await finishFiles(database, await sumUp(database, exportId), exportsDir);
  if (await settle(database, exportId, 'succeeded', null, exportsDir)) return true;
  throw new CancelledError();
}

/** What is neither the caller's problem nor the machine's: it has to be heard of. */
function isMistake(error: unknown): boolean {
  return !(error instanceof StrataError) && typeof (error as NodeJS.ErrnoException).syscall !== 'string';
}

/** Writes what is left to write; false where the time was over before. */
async function writeParts(
  database: Database,
  connection: Connection,
  exported: Export,
  options: ExportOptions,
): Promise<boolean> {
  const { exportsDir, stopAfterMs = Number.POSITIVE_INFINITY } = options;
  const endsAt = performance.now() + stopAfterMs;
  const { exportId, campaign } = exported;
  const snapshot = await wholeSnapshotById(database, exported.snapshotId);
  const catalogue = await segmentCatalogue(database, snapshot);
  const content = contentOf(exported, catalogue.dimensions);
  const definition = exported.definition as unknown as AudienceDefinition;
  const audience = { condition: definitionCondition(definition, catalogue) };
  const folder = folderOf(exported, exportsDir);
  const watch = watchForCancel(database, exportId);
  const writing: Writing = {
    database,
    work: { exported, audience, content, signal: watch.signal },
    pathOf: (part) => join(folder, fileName(exported, part)),
    options,
    endsAt,
  };
  try {
    for (;;) {
      watch.signal.throwIfAborted();
      const written = await inTurn(connection, campaign, () => writeSome(writing));
      watch.signal.throwIfAborted();
      if (written === 0) return true;
      if (performance.now() >= endsAt) return false;
    }
  } finally {
    watch.stop();
  }
}

interface Writing {
  readonly database: Database;
  readonly work: Omit<PartWork, 'part' | 'path'>;
  readonly pathOf: (part: number) => string;
  readonly options: ExportOptions;
  /** No part is begun after this; but one in each turn. */
  readonly endsAt: number;
}

/** Writes some parts, as many at once as the content has it, until a turn is over; returns how many. */
async function writeSome(writing: Writing): Promise<number> {
  const { database, work } = writing;
  const endsAt = Math.min(writing.endsAt, performance.now() + TURN_MS);
  const { partsAtOnce } = work.content;
  const parts = partsOf(database, work);
  const failed = new AbortController();
  let written = 0;
  const writeSeveral = async (): Promise<void> => {
    do {
      if (!(await writeNext(writing, parts))) return;
      written++;
    } while (!failed.signal.aborted && !work.signal.aborted && performance.now() < endsAt);
  };
  const ended = await Promise.allSettled(
    Array.from({ length: partsAtOnce }, () =>
      writeSeveral().catch((error) => {
        failed.abort();
        throw error;
      }),
    ),
  );
  // All have ended, whatever became of some: whoever goes on does not find one still at work.
  work.signal.throwIfAborted();
  for (const one of ended) if (one.status === 'rejected') throw one.reason;
  return written;
}

/** Writes the next part; false where there is none. */
async function writeNext({ database, work, pathOf, options }: Writing, parts: Parts): Promise<boolean> {
  const part = await parts.next();
  if (!part) return false;
  await writePart(database, { ...work, part, path: pathOf(part.part) });
  const stands = await sumUp(database, work.exported.exportId);
  options.onProgress?.(stands);
  return true;
}

/** Brings the export's sums up to date with its parts. */
async function sumUp({ prisma }: Database, exportId: number): Promise<Export> {
  await prisma.$executeRaw(sumUpParts(exportId));
  await prisma.$executeRaw(notice('exports', exportId));
  return prisma.export.findUniqueOrThrow({ where: { exportId } });
}

/**
 * Nobody is erased while parts are written. Exports of one campaign take turns, so that each sees whom those before it
 * have exported.
 */
async function inTurn<T>(
  connection: Connection,
  campaign: string | null,
  work: () => Promise<T>,
): Promise<T> {
  const key = campaign === null ? null : createHash('sha256').update(campaign).digest().readInt32BE();
  if (key !== null) await takeKeyedLock(connection, 'campaign', key);
  await takeKeyedLock(connection, 'erasure', ERASURES, 'together');
  const result = await work();
  await unlockKeyed(connection, 'erasure', ERASURES, 'together');
  if (key !== null) await unlockKeyed(connection, 'campaign', key);
  return result;
}

/** Looks every second whether somebody has asked the export to stop. */
function watchForCancel({ prisma }: Database, exportId: number): { signal: AbortSignal; stop(): void } {
  const controller = new AbortController();
  const look = async (): Promise<void> => {
    const found = await prisma.export.findUnique({ where: { exportId }, select: { cancelRequested: true } });
    if (found?.cancelRequested) controller.abort(new CancelledError());
  };
  const timer = setInterval(() => void look().catch(() => {}), LOOK_MS);
  return { signal: controller.signal, stop: () => clearInterval(timer) };
}
