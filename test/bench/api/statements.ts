// How many statements a database was asked to run, as Postgres counts them, whoever asked.
import type { Database } from '../../../src/db/database.ts';

/** Has them counted; the server has to be started with `pg_stat_statements`. */
export async function countStatements({ pool }: Database): Promise<void> {
  await pool.query('create extension if not exists pg_stat_statements');
}

/** What ran since the last call, without the reading itself. */
export async function statementsSince({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ calls: string }>(
    `/* bench.statements */
select coalesce(sum(s.calls), 0) as calls
  from pg_stat_statements s
 where s.dbid = (select d.oid from pg_database d where d.datname = current_database()) and s.query not like '%bench.statements%'`,
  );
  await pool.query('/* bench.statements */ select pg_stat_statements_reset()');
  return Number(rows[0]?.calls);
}
