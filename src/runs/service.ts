// Run control: one run at a time, joined when asked twice, its state in `runs`. A run that fails or dies leaves
// the published snapshot as it was: what it wrote is taken back before anything else is run.
import type { Database } from '../db/database.ts';
import { lockInputsShared, takeLock, unlockConnection } from '../db/locks.ts';
import { withConnection } from '../db/pool.ts';
import type { PrismaClient } from '../db/prisma.ts';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError, describeError, StrataError } from '../errors.ts';
import { computeVersion, publishVersion, type RunProgress } from '../recompute/full-run.ts';
import { undoVersion } from '../recompute/undo.ts';
import { numberSegments, publishedRuleSet } from '../rulesets/service.ts';
import { chooseAsOf, claimRun, queueRun, saveStart } from './queries.ts';

export type Run = Awaited<ReturnType<PrismaClient['run']['findUniqueOrThrow']>>;

export interface RunObserver {
  onProgress?(progress: RunProgress): void;
  /** Called once if another run is at work. */
  onWait?(): void;
}

/**
 * Asks for a run; one that is queued already is joined, unless `asOf` (ISO text) is given and is not its as-of:
 * then a BadInputError says so. Returns the run's id.
 */
export async function requestRun(
  database: Database,
  requestedBy: string,
  asOf: string | null = null,
): Promise<number> {
  const { runId, fits } = await queueRun(database.prisma, requestedBy, asOf);
  if (fits) return runId;
  throw new BadInputError(
    `as-of: run ${runId} is queued already, with another as-of time. Ask again when it has started.`,
  );
}

/** A run by the id that the API gives it; null if there is none. */
export async function runById(database: Database, id: string | number): Promise<Run | null> {
  const runId = /^\d{1,10}$/.test(String(id)) ? Number(id) : 0;
  return runId >= 1 && runId < OPEN_END ? findRun(database, runId) : null;
}

export function findRun(database: Database, runId: number): Promise<Run | null> {
  return database.prisma.run.findUnique({ where: { runId } });
}

/** Runs a queued run to its end, or waits for whoever has it; returns it as it ended. */
export function executeRun(database: Database, runId: number, observer: RunObserver = {}): Promise<Run> {
  return withConnection(database.pool, async (connection) => {
    await takeLock(connection, 'run', 'connection', observer.onWait);
    try {
      await failDeadRuns(database.prisma);
      if (await claimRun(database.prisma, runId)) {
        await lockInputsShared(connection);
        await carryOut(database.prisma, runId, observer);
      }
    } finally {
      await unlockConnection(connection);
    }
    return database.prisma.run.findUniqueOrThrow({ where: { runId } });
  });
}

/** Whoever holds the run lock is the only one that runs: any other run marked so has died. */
async function failDeadRuns(prisma: PrismaClient): Promise<void> {
  const dead = await prisma.run.findMany({ where: { status: 'running' }, select: { runId: true } });
  for (const { runId } of dead) await failRun(prisma, runId, 'The process that ran it died.');
}

async function failRun(prisma: PrismaClient, runId: number, error: string): Promise<void> {
  await prisma.$transaction(async (tx) => {
    await undoVersion(tx, runId);
    await tx.run.update({ where: { runId }, data: { status: 'failed', error, finishedAt: new Date() } });
  });
}

async function carryOut(prisma: PrismaClient, runId: number, observer: RunObserver): Promise<void> {
  try {
    await computeAndPublish(prisma, runId, observer);
  } catch (error) {
    await failRun(prisma, runId, describeError(error)).catch(() => {}); // the next run finds it dead
    if (error instanceof StrataError) return;
    throw error;
  }
}

async function computeAndPublish(prisma: PrismaClient, runId: number, observer: RunObserver): Promise<void> {
  const { asOf, published } = await chooseAsOf(prisma, runId);
  if (published !== null && asOf < published) {
    throw new BadInputError(
      `The as-of time ${asOf} is before that of the published snapshot, ${published}; it never goes back.`,
    );
  }
  const { version: ruleSetVersion, rules } = await publishedRuleSet(prisma);
  const segmentIds = await numberSegments(prisma, rules);
  const { _max } = await prisma.import.aggregate({ _max: { importId: true } });
  await saveStart(prisma, runId, { asOf, ruleSetVersion, lastImportId: _max.importId });
  const onProgress = async (progress: RunProgress): Promise<void> => {
    observer.onProgress?.(progress);
    await saveProgress(prisma, runId, progress);
  };
  const users = await computeVersion(prisma, { rules, segmentIds, asOf, version: runId }, onProgress);
  await onProgress({ stage: 'publish', usersDone: users, usersTotal: users });
  await prisma.$transaction(async (tx) => {
    await publishVersion(tx, { version: runId, asOf, users, ruleSetVersion, lastImportId: _max.importId });
    await tx.run.update({ where: { runId }, data: { status: 'succeeded', finishedAt: new Date() } });
  });
}

async function saveProgress(
  prisma: PrismaClient,
  runId: number,
  { stage, usersDone, usersTotal }: RunProgress,
): Promise<void> {
  await prisma.run.update({
    where: { runId },
    data: { stage, usersDone, usersTotal, heartbeatAt: new Date() },
  });
}
