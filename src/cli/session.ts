// What every command does around its work: read the configuration, open the database, close it again.
import { type Config, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/database.ts';
import { notice } from './output.ts';

/** Opens the database, does the work, and closes it whatever happens. */
export async function withDatabase<T>(work: (database: Database, config: Config) => Promise<T>): Promise<T> {
  const config = readConfig();
  const database = await openDatabase(config);
  try {
    return await work(database, config);
  } finally {
    await database.close().catch(() => {}); // a database that went away has nothing left to close
  }
}

/**
 * Goes on until the first SIGINT or SIGTERM; then lets `stop` finish what is in flight. What takes longer than `stopMs`
 * is cut off with the process: a run is taken up again by the next worker, and a second signal ends everything at once.
 */
export async function serveUntilSignal(stop: () => Promise<void>, { stopMs }: Config): Promise<void> {
  notice(`${await untilSignal()}: finishing what is in flight …`);
  const cutOff = (): never => {
    notice(
      `Not finished after ${stopMs / 1000} s. A run that is cut off is taken up again by the next worker.`,
    );
    process.exit(1);
  };
  setTimeout(cutOff, stopMs).unref();
  await stop();
}

function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}
