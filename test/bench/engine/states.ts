// What the benchmark asks of the states that runs have written.
import type { Database } from '../../../src/db/database.ts';
import { COLUMNS } from '../../../src/recompute/stages/states.ts';

/** How many rows a run wrote. */
export function rowsWritten({ pool }: Database, runId: number): Promise<number> {
  return one(
    pool.query('/* bench.written */ select count(*) as n from user_states where valid_from = $1', [runId]),
  );
}

/** How many users' states are not the same in two snapshots, those who are in one of them only included. */
export function usersThatDiffer({ pool }: Database, before: number, after: number): Promise<number> {
  const columns = (alias: string): string => COLUMNS.map((name) => `${alias}.${name}`).join(', ');
  return one(
    pool.query(
      `/* bench.differ */
with before as (select * from user_states where valid_from <= $1 and valid_to > $1),
after as (select * from user_states where valid_from <= $2 and valid_to > $2)
select count(*) as n
  from before b
  full join after a using (user_id)
 where b.valid_from is null or a.valid_from is null or (${columns('b')}) is distinct from (${columns('a')})`,
      [before, after],
    ),
  );
}

/** As if nothing had ever been published. */
export async function forgetPublished({ pool }: Database): Promise<void> {
  await pool.query(
    '/* bench.forget */ truncate user_states, segment_rollups, place_rollups, snapshots, orders, run_ranges, dirty_users, dirty_orders',
  );
}

async function one(answer: Promise<{ rows: { n: string }[] }>): Promise<number> {
  return Number((await answer).rows[0]?.n);
}
