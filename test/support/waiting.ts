// Whether somebody waits for a lock: of this test's database, for the others of the same server belong to other tests.
import type { Database } from '../../src/db/database.ts';
import { until } from './cli.ts';

/** Resolves when the statement of that name waits for a lock. */
export function untilWaiting(database: Pick<Database, 'pool'>, statement: string): Promise<void> {
  return until(`${statement} waits`, async () => (await waitingBackend(database, statement)) !== undefined);
}

/** The process that carries out the statement of that name and waits for a lock, if there is one. */
export async function waitingBackend(
  { pool }: Pick<Database, 'pool'>,
  statement: string,
): Promise<number | undefined> {
  const { rows } = await pool.query<{ pid: number }>(
    `select pid from pg_stat_activity
      where datname = current_database() and wait_event_type = 'Lock' and query like $1`,
    [`/* ${statement} */%`],
  );
  return rows[0]?.pid;
}
