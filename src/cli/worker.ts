// strata worker: carries out queued recomputes, for deployments that run it apart from the server.
import { Command } from 'commander';
import { startWorkerProcess } from '../worker.ts';
import { notice } from './output.ts';
import { serveUntilSignal, withDatabase } from './session.ts';

export const workerCommand = new Command('worker')
  .description('Carry out queued recomputes, until interrupted.')
  .action(() =>
    withDatabase(async (database, config) => {
      const stop = await startWorkerProcess(config, database);
      notice('The worker is waiting for jobs.');
      await serveUntilSignal(stop, config);
    }),
  );
