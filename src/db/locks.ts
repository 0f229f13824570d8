// Advisory locks, named in one place. All end with their transaction or connection, so a killed process holds none.
import type { Connection, Pool } from './pool.ts';

const CLASS = 0x5374_7261; // "Stra"
const LOCKS = { inputs: 1, run: 2, prune: 3, audiences: 4 } as const;
export type LockName = keyof typeof LOCKS;

const FUNCTIONS = {
  transaction: { attempt: 'pg_try_advisory_xact_lock', wait: 'pg_advisory_xact_lock' },
  connection: { attempt: 'pg_try_advisory_lock', wait: 'pg_advisory_lock' },
} as const;

/** Takes `name` for as long as `scope` lasts, waiting for it; `onWait` is called once if somebody else has it. */
export async function takeLock(
  connection: Connection,
  name: LockName,
  scope: keyof typeof FUNCTIONS,
  onWait?: () => void,
): Promise<void> {
  if (await tryLock(connection, name, scope)) return;
  onWait?.();
  await connection.query(`/* locks.wait */ select ${FUNCTIONS[scope].wait}($1, $2)`, [CLASS, LOCKS[name]]);
}

/** Takes `name` if nobody has it; whether that went well. */
export async function tryLock(
  connection: Connection,
  name: LockName,
  scope: keyof typeof FUNCTIONS,
): Promise<boolean> {
  const { rows } = await connection.query<{ free: boolean }>(
    `/* locks.attempt */ select ${FUNCTIONS[scope].attempt}($1, $2) as free`,
    [CLASS, LOCKS[name]],
  );
  return rows[0]?.free === true;
}

/** Gives back a lock that was taken for the connection's life. */
export async function unlock(connection: Connection, name: LockName): Promise<void> {
  await connection.query('/* locks.unlock */ select pg_advisory_unlock($1, $2)', [CLASS, LOCKS[name]]);
}

/** Gives back every lock that the connection holds. */
export async function unlockConnection(connection: Connection): Promise<void> {
  await connection.query('/* locks.release */ select pg_advisory_unlock_all()');
}

/** Locks of one thing among many of its kind: a class each, for their keys are 32 bits. */
const KEYED = { export: CLASS + 1, campaign: CLASS + 2, erasure: CLASS + 3 } as const;
export type KeyedLockName = keyof typeof KEYED;

/** Takes the lock of that key for the connection's life if nobody has it; whether that went well. */
export async function tryKeyedLock(
  connection: Connection,
  name: KeyedLockName,
  key: number,
): Promise<boolean> {
  const { rows } = await connection.query<{ free: boolean }>(
    `/* locks.attempt */ select ${FUNCTIONS.connection.attempt}($1, $2) as free`,
    [KEYED[name], key],
  );
  return rows[0]?.free === true;
}

const WAYS = {
  /** Nobody else has it, until the connection gives it back. */
  alone: 'pg_advisory_lock',
  /** Others may have it together with this connection, but nobody alone. */
  together: 'pg_advisory_lock_shared',
  /** Nobody else has it, until the transaction ends. */
  'alone in a transaction': 'pg_advisory_xact_lock',
} as const;

/** The same, waiting for it. */
export async function takeKeyedLock(
  connection: Connection,
  name: KeyedLockName,
  key: number,
  way: keyof typeof WAYS = 'alone',
): Promise<void> {
  await connection.query(`/* locks.wait */ select ${WAYS[way]}($1, $2)`, [KEYED[name], key]);
}

/** The keys of the locks of that kind that anybody holds in this database. */
export async function heldKeys(pool: Pool, name: KeyedLockName): Promise<Set<number>> {
  const { rows } = await pool.query<{ key: number }>(
    `/* locks.held */
select l.objid::integer as key
  from pg_locks l
 where l.locktype = 'advisory' and l.classid = $1::oid and l.objsubid = 2 and l.granted
   and l.database = (select d.oid from pg_database d where d.datname = current_database())`,
    [KEYED[name]],
  );
  return new Set(rows.map(({ key }) => key));
}

/** Gives back a lock that was taken for the connection's life. */
export async function unlockKeyed(
  connection: Connection,
  name: KeyedLockName,
  key: number,
  way: 'alone' | 'together' = 'alone',
): Promise<void> {
  const unlock = way === 'alone' ? 'pg_advisory_unlock' : 'pg_advisory_unlock_shared';
  await connection.query(`/* locks.unlock */ select ${unlock}($1, $2)`, [KEYED[name], key]);
}
