// A lock that one process at a time has, until it ends: the kernel releases it even on kill -9, so there is no stale
// lock to recover from. It is SQLite's lock on a file, because Node offers no lock of the kernel's itself.

import { closeSync, openSync } from 'node:fs';
import { DatabaseSync } from 'node:sqlite';
import { setTimeout as delay } from 'node:timers/promises';

const RETRY_MS = 25;
const SQLITE_BUSY = 5;

/** Referenced for good: were a database collected, its lock would be gone. */
const held: DatabaseSync[] = [];

export interface LockOptions {
  withinMs: number;
  /** Asked before each further attempt; true ends the waiting. */
  giveUp(): Promise<boolean>;
}

/**
 * @returns whether this process now has the lock. It keeps it to its end.
 * @throws when the file cannot be locked at all.
 */
export async function takeLock(file: string, options: LockOptions): Promise<boolean> {
  // Whoever can read the file can lock it as well.
  closeSync(openSync(file, 'a', 0o600));
  const database = new DatabaseSync(file);
  const deadline = performance.now() + options.withinMs;
  while (!lockNow(database, file)) {
    if (performance.now() > deadline || (await options.giveUp())) return false;
    await delay(RETRY_MS);
  }
  held.push(database);
  return true;
}

function lockNow(database: DatabaseSync, file: string): boolean {
  try {
    database.exec('begin exclusive');
    return true;
  } catch (error) {
    if ((error as { errcode?: number }).errcode === SQLITE_BUSY) return false;
    throw new Error(
      `cannot lock ${file} (${(error as Error).message}): remove the file, or use a folder on a local disk`,
      { cause: error },
    );
  }
}
