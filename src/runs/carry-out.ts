// Carries out a run that the caller holds the run lock for: decides what it computes, keeps its progress, and settles
// how it ends. Lost connections leave it as it is, to be taken up again; anything else undoes it, with the reason kept.
import type { Database } from '../db/database.ts';
import { notice } from '../db/listen.ts';
import { takeLock, unlock } from '../db/locks.ts';
import type { Connection } from '../db/pool.ts';
import type { PrismaClient } from '../db/prisma.ts';
import { BadInputError, describeError, isConnectionLost, StrataError } from '../errors.ts';
import { type Attempt, beginAttempt, endAttempts, OvertakenError } from '../recompute/attempt.ts';
import { type RunKind, type RunProgress, runVersion, type VersionPlan } from '../recompute/run-version.ts';
import { completeStateIndexes } from '../recompute/stages/state-indexes.ts';
import { undoVersion } from '../recompute/undo.ts';
import { featuresDiffer } from '../rules/features-differ.ts';
import { keptOf } from '../rules/kept.ts';
import { numberSegments, publishedRuleSet, ruleSetVersion } from '../rulesets/service.ts';
import { chooseTimes, saveStart } from './queries.ts';

const HEARTBEAT_MS = 5_000;
const MOST_ATTEMPTS = 4;

export interface RunObserver {
  onProgress?(progress: RunProgress): void;
  /** Called once if another run is at work. */
  onWait?(): void;
}

class Cancelled extends StrataError {
  constructor() {
    super('CANCELLED', 'The run was cancelled; what it had written is undone.');
  }
}

/** Runs to the end, from wherever an earlier attempt came; throws only what says that it may go on later. */
export async function carryOut(
  database: Database,
  connection: Connection,
  runId: number,
  observer: RunObserver,
): Promise<void> {
  const { prisma } = database;
  const attempt = { version: runId, attempt: await beginAttempt(prisma, runId) };
  const beat = setInterval(() => {
    showLife(prisma, attempt, {}).catch(() => {});
  }, HEARTBEAT_MS);
  const hooks = hooksOf(prisma, connection, attempt, observer);
  let published: number | undefined;
  try {
    refuseTooMany(attempt);
    const plan = await makePlan(prisma, attempt);
    if (plan.previousAsOf === null) await letImportsFinish(connection);
    published = await runVersion(prisma, plan, hooks);
  } catch (error) {
    if (isConnectionLost(error) || error instanceof OvertakenError) throw error;
    const status = error instanceof Cancelled ? 'cancelled' : 'failed';
    await settle(prisma, attempt, status, describeError(error));
    if (!(error instanceof StrataError)) throw error;
  } finally {
    clearInterval(beat);
    await hooks.letImportsIn();
  }
  if (published === undefined) return;
  observer.onProgress?.({ stage: 'indexes', usersDone: published, usersTotal: published });
  await completeStateIndexes(prisma);
}

/** Undoes what the run wrote, and says how it ended; nothing if another attempt has begun, or it has ended. */
export async function settle(
  prisma: PrismaClient,
  { version, attempt }: Attempt,
  status: 'failed' | 'cancelled',
  error: string,
): Promise<void> {
  await prisma.$transaction(async (tx) => {
    if ((await endAttempts(tx, version)) !== attempt) return;
    await undoVersion(tx, version);
    await tx.run.update({ where: { runId: version }, data: { status, error, finishedAt: new Date() } });
    await tx.$executeRaw(notice('runs', version));
  });
  await completeStateIndexes(prisma);
}

/** A run that brings its process down each time must not be tried for ever. */
function refuseTooMany({ attempt }: Attempt): void {
  if (attempt <= MOST_ATTEMPTS) return;
  throw new StrataError(
    'RUN_FAILED',
    `Given up after ${MOST_ATTEMPTS} attempts, in each of which the process or the database died.`,
  );
}

/** Keeps what is known of the run, and tells of it; says whether it was asked to stop. */
async function showLife(
  prisma: PrismaClient,
  { version, attempt }: Attempt,
  known: Partial<RunProgress>,
): Promise<{ cancelRequested: boolean }> {
  const [run] = await prisma.run.updateManyAndReturn({
    where: { runId: version, attempts: attempt, status: 'running' },
    data: { ...known, heartbeatAt: new Date() },
    select: { cancelRequested: true },
  });
  if (!run) throw new OvertakenError();
  if (known.stage) await prisma.$executeRaw(notice('runs', version));
  return run;
}

/** Imports leave no marks while nothing is published, unless they find a run going on: so none may have begun before. */
async function letImportsFinish(connection: Connection): Promise<void> {
  await takeLock(connection, 'inputs', 'connection');
  await unlock(connection, 'inputs');
}

async function makePlan(prisma: PrismaClient, attempt: Attempt): Promise<VersionPlan> {
  const runId = attempt.version;
  const run = await prisma.run.findUniqueOrThrow({ where: { runId } });
  const { asOf, published } = await chooseTimes(prisma, runId);
  if (published !== null && asOf < published) {
    throw new BadInputError(
      `The as-of time ${asOf} is before that of the published snapshot, ${published}; it never goes back.`,
    );
  }
  const newer = await prisma.snapshot.findFirst({ where: { snapshotId: { gt: runId } } });
  if (newer) {
    const message = `Snapshot ${newer.snapshotId}, asked for later, is published already. Ask for a run again.`;
    throw new StrataError('RUN_FAILED', message);
  }
  const current = await publishedRuleSet(prisma);
  const version = run.publishes ?? current.version;
  const rules = version === current.version ? current.rules : await ruleSetVersion(prisma, version);
  const kind = published === null || featuresDiffer(current.rules, rules) ? 'full' : (run.kind as RunKind);
  await saveStart(prisma, runId, { asOf, kind, ruleSetVersion: version });
  const segmentIds = await numberSegments(prisma, rules);
  return {
    kind,
    rules,
    segmentIds,
    asOf,
    ...attempt,
    ruleSetVersion: version,
    kept: keptOf(current.rules, rules),
    previousAsOf: published,
  };
}

function hooksOf(prisma: PrismaClient, connection: Connection, attempt: Attempt, observer: RunObserver) {
  let importsAreOut = false;
  return {
    async onProgress(progress: RunProgress): Promise<void> {
      observer.onProgress?.(progress);
      const { cancelRequested } = await showLife(prisma, attempt, progress);
      if (cancelRequested) throw new Cancelled();
    },
    async keepImportsOut(): Promise<void> {
      await takeLock(connection, 'inputs', 'connection');
      importsAreOut = true;
    },
    /** The connection may go on to another run; one that is lost keeps nobody out. */
    async letImportsIn(): Promise<void> {
      if (importsAreOut) await unlock(connection, 'inputs').catch(() => {});
    },
  };
}
