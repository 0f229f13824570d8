// The newest snapshot, looked up once for all who ask at the same time: whoever asks while a lookup goes on gets the next
// one, so that nobody is told what was read before they asked.
import type { Database } from '../db/database.ts';
import type { Pool } from '../db/pool.ts';
import { newRead } from '../db/read.ts';
import { latestSnapshot } from './queries/snapshots.ts';
import type { Snapshot } from './service.ts';

type Look = () => Promise<Snapshot | null>;

const byPool = new WeakMap<Pool, Look>();

/** Rejects with the signal's reason when that is aborted first: the lookup is everybody's and goes on. */
export function newestTogether({ pool }: Database, signal: AbortSignal): Promise<Snapshot | null> {
  const look = byPool.get(pool) ?? together(() => latestSnapshot(newRead(pool)));
  byPool.set(pool, look);
  signal.throwIfAborted();
  return new Promise((resolve, reject) => {
    const leave = (): void => reject(signal.reason);
    signal.addEventListener('abort', leave, { once: true });
    look()
      .then(resolve, reject)
      .finally(() => signal.removeEventListener('abort', leave));
  });
}

/** At most one of `read` goes on, and one waits for those that came meanwhile. */
function together<T>(read: () => Promise<T>): () => Promise<T> {
  let going: Promise<unknown> | null = null;
  let waiting: Promise<T> | null = null;
  const begin = (): Promise<T> => {
    waiting = null;
    const reading = read();
    const done = (): void => {
      if (going === reading) going = null;
    };
    going = reading;
    reading.then(done, done);
    return reading;
  };
  return () => {
    if (!going) return begin();
    waiting ??= going.then(begin, begin);
    return waiting;
  };
}
