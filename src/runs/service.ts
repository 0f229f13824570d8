// Run control: one run at a time, joined when asked twice, its state in `runs`. A run whose process or database died
// is taken up again by whoever runs next; one that fails or is cancelled leaves the published snapshot as it was.
import type { Database } from '../db/database.ts';
import { notice } from '../db/listen.ts';
import { takeLock, tryLock, unlockConnection } from '../db/locks.ts';
import { type Connection, withConnection } from '../db/pool.ts';
import type { PrismaClient } from '../db/prisma.ts';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError, isConnectionLost } from '../errors.ts';
import { completeStateIndexes, missingStateIndexes } from '../recompute/stages/state-indexes.ts';
import { carryOut, type RunObserver, settle } from './carry-out.ts';
import { claimRun, isRunNeeded, queueRun, type RunRequest } from './queries.ts';

/** Several heartbeats. */
const SILENCE_MS = 20_000;
const PATIENCE_MS = 5_000;

export type { RunObserver } from './carry-out.ts';
export type { RunRequest } from './queries.ts';
export type Run = Awaited<ReturnType<PrismaClient['run']['findUniqueOrThrow']>>;

/**
 * Asks for a run; one that is queued already is joined, unless `asOf` (ISO text) is given and is not its as-of:
 * then a BadInputError says so. Returns the run's id.
 */
export async function requestRun(database: Database, request: RunRequest): Promise<number> {
  const { runId, fits } = await queueRun(database.prisma, request);
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

/** Whether an incremental run would have something to do, and nobody has asked for one. */
export function runIsNeeded(database: Database): Promise<boolean> {
  return isRunNeeded(database.prisma);
}

/** Runs that were left unfinished, or wait although nobody runs: somebody has to take them up. */
export async function abandonedRuns(database: Database, now: Date): Promise<Run[]> {
  const [heard, asked] = [ago(now, SILENCE_MS), ago(now, PATIENCE_MS)];
  const alive = await database.prisma.run.count({
    where: { status: 'running', heartbeatAt: { gte: heard } },
  });
  if (alive > 0) return [];
  return database.prisma.run.findMany({
    where: { OR: [{ status: 'running' }, { status: 'queued', queuedAt: { lt: asked } }] },
    orderBy: { runId: 'asc' },
  });
}

function ago(now: Date, ms: number): Date {
  return new Date(now.getTime() - ms);
}

/** The newest runs first. */
export function newestRuns(database: Database, first: number): Promise<Run[]> {
  return database.prisma.run.findMany({ orderBy: { runId: 'desc' }, take: first });
}

/** Runs a queued run to its end, or waits for whoever has it; returns it as it ended. */
export function executeRun(database: Database, runId: number, observer: RunObserver = {}): Promise<Run> {
  return withConnection(database.pool, async (connection) => {
    await takeLock(connection, 'run', 'connection', observer.onWait);
    try {
      // Whoever holds the run lock is the only one that runs: any other run marked so has died.
      for (let run = await runBefore(database, runId); run; run = await runBefore(database, runId))
        await finishOther(database, connection, run, observer);
      if (await claimRun(database.prisma, runId)) await carryOut(database, connection, runId, observer);
    } finally {
      await unlockConnection(connection).catch(unlessLost);
    }
    return database.prisma.run.findUniqueOrThrow({ where: { runId } });
  });
}

/** Builds what a first run owes its readers whose process died when it had published; leaves it to a run that goes on. */
export async function completeIndexes(database: Database): Promise<void> {
  if ((await missingStateIndexes(database.prisma)).length === 0) return;
  await withConnection(database.pool, async (connection) => {
    if (!(await tryLock(connection, 'run', 'connection'))) return;
    try {
      await completeStateIndexes(database.prisma);
    } finally {
      await unlockConnection(connection).catch(unlessLost);
    }
  });
}

/** A lost connection holds no lock any more. */
function unlessLost(error: unknown): void {
  if (!isConnectionLost(error)) throw error;
}

/** A run that died, or was asked for before this one: versions follow each other in the order of their ids. */
function runBefore({ prisma }: Database, runId: number): Promise<Run | null> {
  return prisma.run.findFirst({
    where: { OR: [{ status: 'running' }, { status: 'queued', runId: { lt: runId } }] },
    orderBy: { runId: 'asc' },
  });
}

/** Where another run fails, its row says why, and the next goes on; unless it could not be undone. */
async function finishOther(
  database: Database,
  connection: Connection,
  { runId, status: found }: Run,
  observer: RunObserver,
): Promise<void> {
  if (found === 'queued' && !(await claimRun(database.prisma, runId))) return;
  try {
    await carryOut(database, connection, runId, observer);
  } catch (error) {
    const { status } = await database.prisma.run.findUniqueOrThrow({ where: { runId } });
    if (status !== 'failed') throw error;
  }
}

/**
 * Asks a run to stop: at once if it waits, between two of its steps if it goes on. Returns it; null if there is none.
 * A run that has ended stays as it is.
 */
export async function cancelRun(database: Database, runId: number): Promise<Run | null> {
  const { prisma } = database;
  await prisma.run.updateMany({
    where: { runId, status: { in: ['queued', 'running'] } },
    data: { cancelRequested: true },
  });
  const waiting = await prisma.run.updateMany({
    where: { runId, status: 'queued' },
    data: { status: 'cancelled', finishedAt: new Date(), error: 'Cancelled before it started.' },
  });
  if (waiting.count === 0) await settleAbandoned(database, runId);
  else await prisma.$executeRaw(notice('runs', runId));
  return findRun(database, runId);
}

/** A running run that nobody carries out is undone here: nobody else would hear of it. */
async function settleAbandoned(database: Database, runId: number): Promise<void> {
  await withConnection(database.pool, async (connection) => {
    if (!(await tryLock(connection, 'run', 'connection'))) return;
    try {
      const abandoned = await database.prisma.run.findFirst({ where: { runId, status: 'running' } });
      if (!abandoned) return;
      const attempt = { version: runId, attempt: abandoned.attempts };
      await settle(database.prisma, attempt, 'cancelled', 'Cancelled; its process had died.');
    } finally {
      await unlockConnection(connection);
    }
  });
}
