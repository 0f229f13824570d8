// The worker alone, for deployments that scale it apart from the server.
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { startWorker } from './jobs/runner.ts';
import { createLog } from './log.ts';

/** Starts working; the returned function lets what is going on finish. */
export async function startWorkerProcess(config: Config, database: Database): Promise<() => Promise<void>> {
  const runner = await startWorker(database, createLog(config));
  return () => runner.stop();
}
