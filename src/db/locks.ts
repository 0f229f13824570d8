// Advisory locks, named in one place. All end with their transaction or connection, so a killed process holds none.
import type { Connection } from './pool.ts';

const CLASS = 0x5374_7261; // "Stra"
export const LOCKS = { inputs: 1, run: 2 } as const;
export type LockName = keyof typeof LOCKS;

/** Takes `name` until the transaction ends. `onWait` is called once if somebody else has it. */
export async function lockForTransaction(
  connection: Connection,
  name: LockName,
  onWait?: () => void,
): Promise<void> {
  const key = [CLASS, LOCKS[name]];
  const { rows } = await connection.query<{ free: boolean }>(
    'select pg_try_advisory_xact_lock($1, $2) as free',
    key,
  );
  if (rows[0]?.free) return;
  onWait?.();
  await connection.query('select pg_advisory_xact_lock($1, $2)', key);
}

/** Takes `name` for the connection's life, waiting for it; `onWait` is called once if somebody else has it. */
export async function lockForConnection(
  connection: Connection,
  name: LockName,
  onWait?: () => void,
): Promise<void> {
  const key = [CLASS, LOCKS[name]];
  const { rows } = await connection.query<{ free: boolean }>(
    'select pg_try_advisory_lock($1, $2) as free',
    key,
  );
  if (rows[0]?.free) return;
  onWait?.();
  await connection.query('select pg_advisory_lock($1, $2)', key);
}

/** Keeps imports out, but not other readers of the inputs, for the connection's life. */
export async function lockInputsShared(connection: Connection): Promise<void> {
  await connection.query('select pg_advisory_lock_shared($1, $2)', [CLASS, LOCKS.inputs]);
}

/** Gives back every lock that the connection holds. */
export async function unlockConnection(connection: Connection): Promise<void> {
  await connection.query('select pg_advisory_unlock_all()');
}
