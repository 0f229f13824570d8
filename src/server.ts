// The server: GraphQL and health over HTTP, with the worker inside unless told otherwise.
import type { Config } from './config.ts';
import type { Database } from './db/database.ts';
import { buildApp } from './http/app.ts';
import { openQueue } from './jobs/enqueue.ts';
import { startWorker, type Worker } from './jobs/runner.ts';
import { createLog } from './log.ts';

export interface RunningServer {
  /** Such as http://127.0.0.1:4000 */
  readonly url: string;
  /** Lets what is in flight finish. */
  stop(): Promise<void>;
}

export async function startServer(
  config: Config,
  database: Database,
  options: { host: string; port: number; worker: boolean },
): Promise<RunningServer> {
  const log = createLog(config);
  const queue = await openQueue(database, log);
  const { api, exports } = config;
  const { allowedNetworks } = config.deliveries;
  const { startRun, startExport } = queue;
  const exportsDir = exports.dir;
  const app = await buildApp({ database, startRun, startExport, exportsDir, allowedNetworks, log, api });
  let worker: Worker | null = null;
  const stop = async (): Promise<void> => {
    await Promise.all([app.close(), worker?.stop()]);
    await queue.close();
  };
  try {
    worker = options.worker ? await startWorker(database, queue, log, config) : null;
    return { url: await app.listen({ host: options.host, port: options.port }), stop };
  } catch (error) {
    await stop();
    throw error;
  }
}
