// Work on what is stored that nothing else may work on meanwhile: one transaction, which begins when no run, no import,
// no pruning and no change of audiences or suppressions is going on, and keeps them out until it ends. Within a process such works take turns: those that wait
// hold one connection between them, so that the run which they wait for never lacks one.
import { takeLock } from './locks.ts';
import { type Connection, type Pool, withTransaction } from './pool.ts';

const turns = new WeakMap<Pool, Promise<unknown>>();

/** Does `work`, committed when it returns and undone when it throws; `onWait` is called once if it has to wait. */
export function workAlone<T>(
  pool: Pool,
  work: (connection: Connection) => Promise<T>,
  onWait?: () => void,
): Promise<T> {
  const turn = (turns.get(pool) ?? Promise.resolve()).then(() => workLocked(pool, work, onWait));
  turns.set(
    pool,
    turn.catch(() => {}),
  );
  return turn;
}

function workLocked<T>(
  pool: Pool,
  work: (connection: Connection) => Promise<T>,
  onWait: () => void = () => {},
): Promise<T> {
  let told = false;
  const tell = (): void => {
    if (!told) onWait();
    told = true;
  };
  return withTransaction(pool, async (connection) => {
    // The first two in the order in which a run takes them: the other way round, each could wait for the other.
    // The last is held for moments only, so that whoever is to be suppressed does not wait for an import.
    for (const lock of ['run', 'inputs', 'prune', 'audiences'] as const)
      await takeLock(connection, lock, 'transaction', tell);
    return work(connection);
  });
}
