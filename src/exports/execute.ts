// Carries out an export, part by part, from wherever an earlier attempt came. One process at a time works on an export:
// it holds the export's lock, which ends with its connection. A lost connection leaves the export as it is, to be taken
// up again; anything else ends it, with the reason kept and the files gone.
import { createHash } from 'node:crypto';
import { join } from 'node:path';
import type { Database } from '../db/database.ts';
import { takeKeyedLock, tryKeyedLock, unlockConnection, unlockKeyed } from '../db/locks.ts';
import { type Connection, withConnection } from '../db/pool.ts';
import { describeError, isConnectionLost, StrataError } from '../errors.ts';
import { segmentCatalogue } from '../segments/service.ts';
import { wholeSnapshotById } from '../snapshots/service.ts';
import { contentOf } from './content.ts';
import { fileName, folderOf } from './files.ts';
import { finishFiles } from './finish.ts';
import { NotRunningError, type PartWork, writePart } from './part.ts';
import { LAST_USER_ID, type NextPart, nextPart } from './ranges.ts';
import { removeAllFiles, settle } from './settle.ts';
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
/** How often a part may find that something has changed under it. */
const MOST_CONFLICTS = 20;
const LOOK_MS = 1_000;

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
    if (!(await writeParts(database, connection, exported, options))) return;
    const written = await database.prisma.export.findUniqueOrThrow({ where: { exportId } });
    await finishFiles(database, written, options.exportsDir);
    if (!(await settle(database, exportId, 'succeeded', null, options.exportsDir)))
      throw new CancelledError();
  } catch (error) {
    if (isConnectionLost(error)) throw error;
    if (error instanceof NotRunningError) return removeAllFiles(database, exported, options.exportsDir);
    const status = error instanceof CancelledError ? 'cancelled' : 'failed';
    await settle(database, exportId, status, describeError(error), options.exportsDir);
    if (isMistake(error)) throw error;
  }
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
  { exportsDir, onProgress, stopAfterMs = Number.POSITIVE_INFINITY }: ExportOptions,
): Promise<boolean> {
  const startedAt = performance.now();
  const { exportId, campaign } = exported;
  const snapshot = await wholeSnapshotById(database, exported.snapshotId);
  const catalogue = await segmentCatalogue(database, snapshot);
  const content = contentOf(exported, catalogue.dimensions);
  const folder = folderOf(exported, exportsDir);
  const watch = watchForCancel(database, exportId);
  try {
    for (let next = await nextPart(database, exported); next; next = await nextPart(database, exported)) {
      watch.signal.throwIfAborted();
      if (performance.now() - startedAt > stopAfterMs) return false;
      const path = join(folder, fileName(exported, next.part));
      const work = { exported, catalogue, content, path, signal: watch.signal };
      await inTurn(connection, campaign, () => writeUndisturbed(database, work, next as NextPart));
      onProgress?.(await database.prisma.export.findUniqueOrThrow({ where: { exportId } }));
    }
    return true;
  } finally {
    watch.stop();
  }
}

/** Parts of one campaign follow each other, so that each sees whom those before it have exported. */
async function inTurn(
  connection: Connection,
  campaign: string | null,
  work: () => Promise<void>,
): Promise<void> {
  if (campaign === null) return work();
  const key = createHash('sha256').update(campaign).digest().readInt32BE();
  await takeKeyedLock(connection, 'campaign', key);
  await work();
  await unlockKeyed(connection, 'campaign', key);
}

/** Writes the part, again where the export was touched meanwhile: by an erasure, for instance. */
async function writeUndisturbed(database: Database, work: PartWork, next: NextPart): Promise<void> {
  for (let conflicts = 0; ; conflicts++) {
    try {
      if (!(await writePart(database, work, next))) await endBehind(database, work.exported, next.part - 1);
      return;
    } catch (error) {
      work.signal.throwIfAborted();
      if (!isConflict(error) || conflicts === MOST_CONFLICTS) throw error;
    }
  }
}

/** Nobody comes after this part. */
async function endBehind({ prisma }: Database, { exportId }: Export, part: number): Promise<void> {
  await prisma.exportPart.update({
    where: { exportId_part: { exportId, part } },
    data: { upToUserId: BigInt(LAST_USER_ID) },
  });
}

function isConflict(error: unknown): boolean {
  return (error as { code?: unknown }).code === '40001';
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
