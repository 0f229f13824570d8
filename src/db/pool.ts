// The one pool of connections of a process; Prisma, COPY and cursors share it.
import pg from 'pg';

export type Pool = pg.Pool;
export type Connection = pg.PoolClient;

/** A pool on `url`. A connection that breaks is dropped, never thrown into the process: who uses it learns from the statement. */
export function createPool(url: string, max = 10): Pool {
  const pool = new pg.Pool({ connectionString: url, max, application_name: 'strata' });
  pool.on('error', () => {});
  pool.on('connect', (connection) => connection.on('error', () => {}));
  return pool;
}

/** Whether the database answers. */
export function answers(pool: Pool): Promise<boolean> {
  return pool.query('/* pool.answers */ select 1').then(
    () => true,
    () => false,
  );
}

/**
 * Lends a connection; one that failed half-way is closed instead of being given back. Nobody waits for a connection, or
 * begins to work, once `signal` is aborted.
 */
export async function withConnection<T>(
  pool: Pool,
  work: (connection: Connection) => Promise<T>,
  signal?: AbortSignal,
): Promise<T> {
  const connection = await (signal ? connectUnlessAborted(pool, signal) : pool.connect());
  let broken: Error | undefined;
  const onError = (error: Error): void => {
    broken = error;
  };
  connection.on('error', onError);
  try {
    return await work(connection);
  } catch (error) {
    broken ??= error instanceof Error ? error : new Error(String(error));
    throw error;
  } finally {
    connection.off('error', onError);
    connection.release(broken);
  }
}

function connectUnlessAborted(pool: Pool, signal: AbortSignal): Promise<Connection> {
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const giveUp = (): void => reject(signal.reason);
    signal.addEventListener('abort', giveUp, { once: true });
    const settle = (): void => signal.removeEventListener('abort', giveUp);
    pool.connect().then(
      (connection) => {
        settle();
        if (signal.aborted) connection.release();
        else resolve(connection);
      },
      (error) => {
        settle();
        reject(error);
      },
    );
  });
}

export interface TransactionOptions {
  /** Sees one state of the database throughout, and fails where it would write over what others have written since. */
  readonly repeatable?: boolean;
}

/** One transaction on one connection: committed when `work` returns, rolled back when it throws. */
export function withTransaction<T>(
  pool: Pool,
  work: (connection: Connection) => Promise<T>,
  { repeatable = false }: TransactionOptions = {},
): Promise<T> {
  return withConnection(pool, async (connection) => {
    await connection.query(repeatable ? 'begin isolation level repeatable read' : 'begin');
    try {
      const result = await work(connection);
      await connection.query('commit');
      return result;
    } catch (error) {
      await connection.query('rollback').catch(() => {});
      throw error;
    }
  });
}
