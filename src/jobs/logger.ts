// graphile-worker's messages, in our log.
import { Logger as WorkerLogger } from 'graphile-worker';
import type { Logger } from 'pino';

const LEVELS = { error: 'error', warning: 'warn', info: 'debug', debug: 'trace' } as const;

export function workerLogger(log: Logger): WorkerLogger {
  return new WorkerLogger(() => (level, message) => {
    log[LEVELS[level as keyof typeof LEVELS] ?? 'debug']({ component: 'worker' }, message);
  });
}
