// What every command does around its work: read the configuration, open the database, close it again.
import { type Config, readConfig } from '../config.ts';
import { type Database, openDatabase } from '../db/database.ts';

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

/** Resolves at the first SIGINT or SIGTERM. */
export function untilSignal(): Promise<NodeJS.Signals> {
  return new Promise((resolve) => {
    for (const signal of ['SIGINT', 'SIGTERM'] as const) process.once(signal, () => resolve(signal));
  });
}
