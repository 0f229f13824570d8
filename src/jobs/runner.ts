// The worker: graphile-worker over the shared pool. `runs` is the truth; a job only says that there is something
// to do, so a job that comes twice or too late does no harm.
import { run, type TaskList } from 'graphile-worker';
import type { Logger } from 'pino';
import type { DeliveriesConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import { executeExport, isUnattended } from '../exports/service.ts';
import { executeRun } from '../runs/service.ts';
import { startDispatch } from './dispatch.ts';
import type { Queue } from './enqueue.ts';
import { workerLogger } from './logger.ts';
import { startWatch, type Watch, type WatchOptions } from './watch.ts';

const CONCURRENCY = 2;
/** Longer exports are gone on with by another job. */
const EXPORT_JOB_MS = 120_000;

function tasks(database: Database, queue: Queue, log: Logger, exportsDir: string): TaskList {
  return {
    async recompute(payload) {
      const { runId } = payload as { runId: number };
      const { status, error, usersDone } = await executeRun(database, runId);
      log.info({ runId, status, users: Number(usersDone), error }, 'run ended');
    },
    async export(payload) {
      const { exportId } = payload as { exportId: number };
      const exported = await executeExport(database, exportId, { exportsDir, stopAfterMs: EXPORT_JOB_MS });
      const { status, error } = exported;
      if (await isUnattended(database, exported)) await queue.enqueueExport(exportId);
      else log.info({ exportId, status, rows: Number(exported.rows), error }, 'export ended');
    },
  };
}

export interface WorkerOptions extends WatchOptions {
  /** Without it nothing is delivered. */
  readonly deliveries?: DeliveriesConfig;
}

export interface Worker {
  /** Lets what is going on finish. */
  stop(): Promise<void>;
}

/** Carries out what is queued, and queues what is needed. */
export async function startWorker(
  database: Database,
  queue: Queue,
  log: Logger,
  options: WorkerOptions,
): Promise<Worker> {
  const runner = await run({
    pgPool: database.pool,
    concurrency: CONCURRENCY,
    noHandleSignals: true,
    taskList: tasks(database, queue, log, options.exports.dir),
    logger: workerLogger(log),
  });
  const watch = startWatch(database, queue, log, options);
  const dispatch = options.deliveries && dispatcher(database, log, options, options.deliveries);
  return {
    async stop() {
      await Promise.all([watch.stop(), dispatch?.stop()]);
      await runner.stop();
    },
  };
}

function dispatcher(
  database: Database,
  log: Logger,
  { retention, exports }: WorkerOptions,
  { allowedNetworks, dir, publicUrl }: DeliveriesConfig,
): Watch {
  const outbound = { guard: { allowed: allowedNetworks }, folder: dir, exportsDir: exports.dir, publicUrl };
  return startDispatch(database, log, { outbound, historyDays: retention.historyDays });
}
