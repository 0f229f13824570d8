// Runs statements that are values on a given connection, for work that holds locks in one transaction.
import type { Connection } from './pool.ts';
import type { Sql } from './sql.ts';

/** Runs a statement; returns how many rows it wrote. */
export async function execute(connection: Connection, { text, values }: Sql): Promise<number> {
  const { rowCount } = await connection.query({ text, values });
  return rowCount ?? 0;
}

/** The rows of a query: bigints and numerics come as text. */
export async function select<Row extends object>(
  connection: Connection,
  { text, values }: Sql,
): Promise<Row[]> {
  const { rows } = await connection.query<Row>({ text, values });
  return rows;
}
