// Keeps one Postgres running: one that ends by itself is started again, on the same port if possible, so that its URL
// stays good. One that cannot be started, or dies again and again, is given up.

import type { RunningPostgres } from './postgres.ts';

export interface KeptPostgres {
  /** The server of the moment; pending while it starts, rejected once it was given up. */
  current(): Promise<RunningPostgres>;
  /** Resolves with the reason when the server was given up. */
  failed: Promise<Error>;
  /** Waits for a start under way, then stops the server for good. */
  stop(): Promise<void>;
}

const DEATHS_ALLOWED = 5;
const WITHIN_MS = 60_000;

export function keepRunning(
  start: (port?: number) => Promise<RunningPostgres>,
  note: (message: string) => void,
): KeptPostgres {
  let current = start();
  let stopping = false;
  const watch = async (): Promise<void> => {
    let deaths: number[] = [];
    for (;;) {
      const { exited, pid, port } = await current;
      await exited;
      if (stopping) return;
      deaths = [...deaths.filter((at) => at > performance.now() - WITHIN_MS), performance.now()];
      if (deaths.length > DEATHS_ALLOWED)
        throw new Error(`Postgres died ${deaths.length} times within a minute`);
      note(`Postgres (pid ${pid}) died, starting it again`);
      current = start(port);
    }
  };
  const failed = new Promise<Error>((resolve) => {
    watch().catch((error: Error) => {
      current = Promise.reject(error);
      current.catch(() => {});
      resolve(error);
    });
  });
  const stop = async (): Promise<void> => {
    stopping = true;
    const server = await current.catch(() => null);
    await server?.stop();
  };
  return { current: () => current, failed, stop };
}
