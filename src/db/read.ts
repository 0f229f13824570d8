// Reads that can be called off: a statement on a connection of the pool, which Postgres stops as soon as a signal says
// so. What is called off throws the signal's reason, and its connection is closed, so that whoever comes next gets a
// good one. What several operations wait for together (a cache that is filled) must not be read with the signal of one.
import { createHash } from 'node:crypto';
import pg from 'pg';
import { cancelStatement } from './cancel.ts';
import { type Connection, type Pool, withConnection } from './pool.ts';
import type { Sql } from './sql.ts';

export interface ReadOptions {
  /** Plan it once a connection: for texts of which there are few, since a connection keeps the plans that it has made. */
  readonly prepared?: boolean;
}

/** Rows as Prisma's raw queries give them, but for numerics, which come as text. */
export type Read = <Row extends object>(statement: Sql, options?: ReadOptions) => Promise<Row[]>;

/** Reads over `pool`, all of them called off when `signal` is aborted. */
export function newRead(pool: Pool, signal?: AbortSignal): Read {
  return <Row extends object>({ text, values }: Sql, { prepared = false }: ReadOptions = {}) =>
    withConnection(
      pool,
      async (connection) => {
        const name = prepared ? { name: nameOf(text) } : {};
        const running = connection.query<Row>({ text, values, types: TYPES, ...name });
        const { rows } = await (signal ? orCalledOff(connection, running, signal) : running);
        return rows;
      },
      signal,
    );
}

const TYPES: pg.CustomTypesConfig = {
  getTypeParser: (oid, format) =>
    oid === pg.types.builtins.INT8 ? BigInt : pg.types.getTypeParser(oid, format),
};

/** Short, for Postgres cuts names at 63 bytes. */
function nameOf(text: string): string {
  return createHash('sha256').update(text).digest('base64url');
}

async function orCalledOff<T>(connection: Connection, running: Promise<T>, signal: AbortSignal): Promise<T> {
  const { promise: calledOff, reject } = Promise.withResolvers<never>();
  const callOff = (): void => void cancelStatement(connection).then(() => reject(signal.reason));
  signal.addEventListener('abort', callOff, { once: true });
  try {
    const result = await Promise.race([running, calledOff]);
    signal.throwIfAborted();
    return result;
  } catch (error) {
    throw signal.aborted ? signal.reason : error;
  } finally {
    signal.removeEventListener('abort', callOff);
    running.catch(() => {}); // the connection is closed under it
    calledOff.catch(() => {});
  }
}
