// The worker alone, for deployments that scale it apart from the server.
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { openQueue } from './jobs/enqueue.ts';
import { startWorker } from './jobs/runner.ts';
import { createLog } from './log.ts';

/** Starts working; the returned function lets what is going on finish. */
export async function startWorkerProcess(config: Config, database: Database): Promise<() => Promise<void>> {
  const log = createLog(config);
  const queue = await openQueue(database, log);
  const worker = await startWorker(database, queue, log, config);
  return async () => {
    await worker.stop();
    await queue.close();
  };
}
