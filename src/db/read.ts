// Reads that can be called off: a statement on a connection of the pool, which Postgres stops as soon as a signal says
// so. What is called off throws the signal's reason, and its connection is closed, so that whoever comes next gets a
// good one. What several operations wait for together (a cache that is filled) must not be read with the signal of one.
import pg from 'pg';
import { cancelStatement } from './cancel.ts';
import { type Connection, type Pool, withConnection } from './pool.ts';
import { preparedName } from './prepared.ts';
import type { Sql } from './sql.ts';

export interface ReadOptions {
  /** Parse and plan it once a connection. What is planned so must be well served by one plan, whatever the values. */
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
        const name = prepared ? preparedName(text) : undefined;
        const running = connection.query<Row>({ text, values, types: TYPES, ...(name && { name }) });
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
