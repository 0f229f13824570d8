// Advisory locks, named in one place. All end with their transaction or connection, so a killed process holds none.
import type { Connection } from './pool.ts';

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
