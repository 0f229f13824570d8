// Puts jobs on the queue.
import { makeWorkerUtils } from 'graphile-worker';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { type ExportRequest, type RequestedExport, requestExport } from '../exports/service.ts';
import { type RunRequest, requestRun } from '../runs/service.ts';
import { workerLogger } from './logger.ts';

export interface Queue {
  /** Queues a run (or joins the one that waits) and tells the worker; returns the run's id. */
  startRun(request: RunRequest): Promise<number>;
  /** Tells the worker of a run that is queued or was left unfinished. */
  enqueue(runId: number): Promise<void>;
  /** Queues an export and tells the worker. */
  startExport(request: ExportRequest): Promise<RequestedExport>;
  /** Tells the worker of an export that waits or was left unfinished. */
  enqueueExport(exportId: number): Promise<void>;
  close(): Promise<void>;
}

export async function openQueue(database: Database, log: Logger): Promise<Queue> {
  const utils = await makeWorkerUtils({ pgPool: database.pool, logger: workerLogger(log) });
  await utils.migrate();
  const enqueue = async (runId: number): Promise<void> => {
    await utils.addJob('recompute', { runId }, { jobKey: `recompute-${runId}` });
  };
  const enqueueExport = async (exportId: number): Promise<void> => {
    await utils.addJob('export', { exportId }, { jobKey: `export-${exportId}` });
  };
  return {
    async startRun(request) {
      const runId = await requestRun(database, request);
      await enqueue(runId);
      return runId;
    },
    enqueue,
    async startExport(request) {
      const requested = await requestExport(database, request);
      const { exportId, status, directory } = requested.exported;
      if (status === 'queued' && directory === null) await enqueueExport(exportId);
      return requested;
    },
    enqueueExport,
    close: async () => {
      await utils.release();
    },
  };
}
