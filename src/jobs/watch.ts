// Keeps the published snapshot true without being asked: looks every few seconds whether an import, a merge or the
// passing of time has changed something, or a run was left unfinished, and puts the run on the queue. Looking costs
// three index probes, and finds what no message could tell: that a process died, or that it is somebody's birthday.
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { abandonedRuns, runIsNeeded } from '../runs/service.ts';
import { pruneHistory, type Retention } from '../snapshots/service.ts';
import type { Queue } from './enqueue.ts';

const INTERVAL_MS = 10_000;
const PRUNE_EVERY_MS = 3_600_000;

export interface WatchOptions {
  readonly retention: Retention;
  readonly intervalMs?: number;
}

export interface Watch {
  stop(): Promise<void>;
}

/** Starts looking, and thins out history every hour. */
export function startWatch(
  database: Database,
  queue: Pick<Queue, 'enqueue' | 'startRun'>,
  log: Logger,
  { intervalMs = INTERVAL_MS, retention }: WatchOptions,
): Watch {
  let looking: Promise<void> = prune(database, retention, log);
  const timer = setInterval(() => {
    looking = looking.then(() => look(database, queue, log));
  }, intervalMs);
  const pruning = setInterval(() => {
    looking = looking.then(() => prune(database, retention, log));
  }, PRUNE_EVERY_MS);
  return {
    async stop() {
      clearInterval(timer);
      clearInterval(pruning);
      await looking;
    },
  };
}

async function look(
  database: Database,
  queue: Pick<Queue, 'enqueue' | 'startRun'>,
  log: Logger,
): Promise<void> {
  try {
    for (const { runId } of await abandonedRuns(database, new Date())) await queue.enqueue(runId);
    if (await runIsNeeded(database)) await queue.startRun({ requestedBy: 'worker', kind: 'incremental' });
  } catch (error) {
    log.warn({ component: 'watch', error }, 'could not look for work; trying again');
  }
}

async function prune(database: Database, retention: Retention, log: Logger): Promise<void> {
  try {
    const pruned = await pruneHistory(database, retention, new Date());
    log.info({ component: 'watch', ...pruned }, 'history is thinned out');
  } catch (error) {
    log.warn({ component: 'watch', error }, 'could not thin out history; trying again in an hour');
  }
}
