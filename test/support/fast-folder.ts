// Where the files of a test run go: into memory, where a machine has enough of it. Each test has a database of its own,
// of several hundred files, and a disk's file system takes ten times as long to make and remove them.
import { existsSync, mkdtempSync, readdirSync, rmSync, statfsSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';

const MEMORY = '/dev/shm';
const ENOUGH_BYTES = 4 * 1024 ** 3;
const PREFIX = 'strata-test-';

export interface FastFolder {
  readonly inMemory: boolean;
  remove(): void;
}

/** Makes a folder that whatever is started from now on takes for its temporary files. */
export function useFastFolder(): FastFolder {
  const inMemory = hasRoom();
  const parent = inMemory ? MEMORY : tmpdir();
  removeLeftovers(parent);
  const folder = mkdtempSync(join(parent, `${PREFIX}${process.pid}-`));
  process.env.TMPDIR = folder;
  return { inMemory, remove: () => rmSync(folder, { recursive: true, force: true }) };
}

/** A container often has 64 MB there. */
function hasRoom(): boolean {
  if (!existsSync(MEMORY)) return false;
  const { bavail, bsize } = statfsSync(MEMORY);
  return Math.min(bavail * bsize, process.availableMemory()) > ENOUGH_BYTES;
}

/** What test runs that were killed have left. */
function removeLeftovers(parent: string): void {
  for (const name of readdirSync(parent).filter((one) => one.startsWith(PREFIX))) {
    const pid = Number.parseInt(name.slice(PREFIX.length), 10);
    if (!isAlive(pid)) rmSync(join(parent, name), { recursive: true, force: true });
  }
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch (error) {
    return (error as NodeJS.ErrnoException).code === 'EPERM';
  }
}
