// Keeps the published snapshot true without being asked: looks every few seconds whether an import, a merge or the
// passing of time has changed something, or a run was left unfinished, and puts the run on the queue. Looking costs
// a few index probes, and finds what no message could tell: that a process died, or that it is somebody's birthday.
import type { Logger } from 'pino';
import { measureSizes, pruneAudiences } from '../audiences/service.ts';
import type { ExportsConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import { abandonedExports, sweepExports } from '../exports/service.ts';
import { abandonedRuns, completeIndexes, runIsNeeded } from '../runs/service.ts';
import { pruneHistory, type Retention } from '../snapshots/service.ts';
import { pruneSuppressions } from '../suppressions/service.ts';
import type { Queue } from './enqueue.ts';

/** How long an import may lie there before a run is asked for. */
export const LOOK_EVERY_MS = 10_000;
const PRUNE_EVERY_MS = 3_600_000;
const MEASURE_EVERY_MS = 60_000;

export interface WatchOptions {
  readonly retention: Retention;
  readonly exports: ExportsConfig;
  readonly intervalMs?: number;
}

type WatchedQueue = Pick<Queue, 'enqueue' | 'startRun' | 'enqueueExport'>;

export interface Watch {
  stop(): Promise<void>;
}

/** Starts looking, counts audiences apart from that, and thins out history every hour. */
export function startWatch(
  database: Database,
  queue: WatchedQueue,
  log: Logger,
  { intervalMs = LOOK_EVERY_MS, retention, exports }: WatchOptions,
): Watch {
  let looking: Promise<void> = prune(database, { retention, exports }, log);
  const timer = setInterval(() => {
    looking = looking.then(() => look(database, queue, log));
  }, intervalMs);
  const pruning = setInterval(() => {
    looking = looking.then(() => prune(database, { retention, exports }, log));
  }, PRUNE_EVERY_MS);
  let measuring: Promise<void> = Promise.resolve();
  const measures = setInterval(() => {
    measuring = measuring.then(() => measure(database, log));
  }, MEASURE_EVERY_MS);
  return {
    async stop() {
      for (const one of [timer, pruning, measures]) clearInterval(one);
      await Promise.all([looking, measuring]);
    },
  };
}

async function look(database: Database, queue: WatchedQueue, log: Logger): Promise<void> {
  try {
    for (const { runId } of await abandonedRuns(database, new Date())) await queue.enqueue(runId);
    for (const exportId of await abandonedExports(database, new Date())) await queue.enqueueExport(exportId);
    if (await runIsNeeded(database)) await queue.startRun({ requestedBy: 'worker', kind: 'incremental' });
    await completeIndexes(database);
  } catch (error) {
    log.warn({ component: 'watch', error }, 'could not look for work; trying again');
  }
}

async function measure(database: Database, log: Logger): Promise<void> {
  try {
    await measureSizes(database, new Date());
  } catch (error) {
    log.warn({ component: 'watch', error }, 'could not count audiences; trying again in a minute');
  }
}

async function prune(
  database: Database,
  { retention, exports }: Pick<WatchOptions, 'retention' | 'exports'>,
  log: Logger,
): Promise<void> {
  try {
    const pruned = await pruneHistory(database, retention, new Date());
    const audiences = await pruneAudiences(database, new Date());
    const suppressions = await pruneSuppressions(database, new Date());
    const swept = await sweepExports(database, exports, new Date());
    log.info({ component: 'watch', ...pruned, audiences, suppressions, swept }, 'history is thinned out');
  } catch (error) {
    log.warn({ component: 'watch', error }, 'could not thin out history; trying again in an hour');
  }
}
