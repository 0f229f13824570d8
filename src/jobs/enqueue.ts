// Puts jobs on the queue.
import { makeWorkerUtils } from 'graphile-worker';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { requestRun } from '../runs/service.ts';
import { workerLogger } from './logger.ts';

export interface Queue {
  /** Queues a run (or joins the one that waits) and tells the worker; returns the run's id. */
  startRun(requestedBy: string, asOf: string | null): Promise<number>;
  close(): Promise<void>;
}

export async function openQueue(database: Database, log: Logger): Promise<Queue> {
  const utils = await makeWorkerUtils({ pgPool: database.pool, logger: workerLogger(log) });
  await utils.migrate();
  return {
    async startRun(requestedBy, asOf) {
      const runId = await requestRun(database, requestedBy, asOf);
      await utils.addJob('recompute', { runId }, { jobKey: `recompute-${runId}`, maxAttempts: 3 });
      return runId;
    },
    close: async () => {
      await utils.release();
    },
  };
}
