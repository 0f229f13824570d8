// Opens the database that the configuration names, or the embedded one, ready to be used: an empty database
// gets its schema; one of an older Strata is migrated only where it is embedded, else `strata migrate` is asked for.
import type { Config } from '../config.ts';
import { DatabaseError, describeError } from '../errors.ts';
import { connectEmbedded } from './embedded/connect.ts';
import { Listener } from './listen.ts';
import { migrate, schemaStatus } from './migrate.ts';
import { createPool, type Pool } from './pool.ts';
import { createPrisma, type PrismaClient } from './prisma.ts';
import { newRead, type Read } from './read.ts';

export interface Database {
  readonly url: string;
  readonly pool: Pool;
  readonly prisma: PrismaClient;
  /** Reads published data; those of an operation of the API end with it. */
  readonly read: Read;
  /** Connected when something is first followed. */
  readonly listener: Listener;
  close(): Promise<void>;
}

/** Connects to `url` without looking at its schema. */
export function connectDatabase(url: string, release: () => Promise<void> = async () => {}): Database {
  const pool = createPool(url);
  const prisma = createPrisma(pool);
  const listener = new Listener(url);
  return {
    url,
    pool,
    prisma,
    read: newRead(pool),
    listener,
    async close() {
      await listener.close();
      await prisma.$disconnect();
      await pool.end();
      await release();
    },
  };
}

/** The same database, whose reads are called off when `signal` is aborted. */
export function endingWith(signal: AbortSignal, database: Database): Database {
  return { ...database, read: newRead(database.pool, signal) };
}

export async function openDatabase(config: Config): Promise<Database> {
  if (config.databaseUrl) return openGiven(config.databaseUrl);
  const embedded = await connectEmbedded(config.strataDir);
  const database = connectDatabase(embedded.url, () => embedded.close());
  try {
    await migrate(database.pool);
    return database;
  } catch (error) {
    await database.close();
    throw error;
  }
}

async function openGiven(url: string): Promise<Database> {
  const database = connectDatabase(url);
  try {
    const status = await schemaStatus(database.pool);
    if (status === 'none') await migrate(database.pool);
    if (status === 'pending') {
      throw new DatabaseError('The database is of an older Strata. Bring it up to date with: strata migrate');
    }
    return database;
  } catch (error) {
    await database.close().catch(() => {});
    if (error instanceof DatabaseError) throw error;
    throw new DatabaseError(`DATABASE_URL can't be used: ${describeError(error)}`, { cause: error });
  }
}
