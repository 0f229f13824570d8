// Advisory locks, named in one place. All end with their transaction or connection, so a killed process holds none.
import type { Connection } from './pool.ts';

const CLASS = 0x5374_7261; // "Stra"
const LOCKS = { inputs: 1, run: 2 } as const;
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
  const { attempt, wait } = FUNCTIONS[scope];
  const key = [CLASS, LOCKS[name]];
  const { rows } = await connection.query<{ free: boolean }>(
    `/* locks.attempt */ select ${attempt}($1, $2) as free`,
    key,
  );
  if (rows[0]?.free) return;
  onWait?.();
  await connection.query(`/* locks.wait */ select ${wait}($1, $2)`, key);
}

/** Keeps imports out, but not other readers of the inputs, for the connection's life. */
export async function lockInputsShared(connection: Connection): Promise<void> {
  await connection.query('/* locks.share */ select pg_advisory_lock_shared($1, $2)', [CLASS, LOCKS.inputs]);
}

/** Gives back every lock that the connection holds. */
export async function unlockConnection(connection: Connection): Promise<void> {
  await connection.query('/* locks.release */ select pg_advisory_unlock_all()');
}
