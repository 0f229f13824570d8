// A gate in front of a table: whoever writes to it waits until the test opens it. So a run can be stopped at a known
// place, looked at, killed or cancelled there, without a race. And the same as a trap, where writing fails.
import type { Database } from '../../src/db/database.ts';
import type { Connection } from '../../src/db/pool.ts';
import { until } from '../support/cli.ts';

const GATE = 4_242;

const FUNCTIONS = `
create or replace function wait_at_gate() returns trigger language plpgsql as $$
begin perform pg_advisory_xact_lock_shared(${GATE}); return new; end $$;
create or replace function fall_into_trap() returns trigger language plpgsql as $$
begin raise exception 'the trap has snapped'; end $$`;

export interface Gate {
  /** Resolves when so many writers wait. */
  reached(writers?: number): Promise<void>;
  /** Ends the connections of those who wait. */
  breakConnections(): Promise<void>;
  /** Lets everybody through, now and later. */
  open(): Promise<void>;
}

export interface Place {
  readonly table: string;
  readonly on: 'insert' | 'update';
  /** Of the row: `new.…`. */
  readonly when?: string;
}

async function put(database: Database, name: string, { table, on, when = 'true' }: Place, call: string) {
  await database.pool.query(FUNCTIONS);
  await database.pool.query(
    `create or replace trigger ${name} before ${on} on ${table} for each row when (${when}) execute function ${call}()`,
  );
}

/** Closes a gate for `work`; it is open afterwards, whatever happens. */
export async function withGate<T>(
  database: Database,
  place: Place,
  work: (gate: Gate) => Promise<T>,
): Promise<T> {
  await put(database, 'gate', place, 'wait_at_gate');
  const keeper = await database.pool.connect();
  await keeper.query('select pg_advisory_lock($1)', [GATE]);
  const open = async (): Promise<void> => {
    await keeper.query('select pg_advisory_unlock_all()');
  };
  try {
    return await work({
      reached: (writers = 1) =>
        until(`${writers} wait at the gate`, async () => (await waiting(keeper)).length === writers),
      async breakConnections() {
        await keeper.query('select pg_terminate_backend(p.pid) from unnest($1::integer[]) as p (pid)', [
          await waiting(keeper),
        ]);
      },
      open,
    });
  } finally {
    await open();
    keeper.release();
  }
}

async function waiting(keeper: Connection): Promise<number[]> {
  const { rows } = await keeper.query<{ pid: number }>(
    `select pid from pg_locks
      where locktype = 'advisory' and not granted and classid = 0 and objid = $1
        and database = (select oid from pg_database where datname = current_database())`,
    [GATE],
  );
  return rows.map(({ pid }) => pid);
}

/** Lets writing fail, until the trap is taken away. */
export function setTrap(database: Database, place: Place): Promise<void> {
  return put(database, 'trap', place, 'fall_into_trap');
}

export async function removeTrap(database: Database, { table }: Place): Promise<void> {
  await database.pool.query(`drop trigger trap on ${table}`);
}
