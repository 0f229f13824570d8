// Clears the way for a new server: no process of an earlier one is left on the data directory, and no pid file either.
// A process counts only when it runs postgres or initdb inside that very directory, so a pid that was given to somebody
// else since is never signalled. Off Linux only the process in the pid file is found.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';

const FAST_STOP_MS = 60_000;
const IMMEDIATE_STOP_MS = 10_000;

/** @throws when a process of the earlier server survives every signal. */
export async function clearLeftovers(dir: string, log: (text: string) => void): Promise<void> {
  const pidFile = path.join(dir, 'postmaster.pid');
  const postmaster = pidIn(pidFile);
  if (postmaster !== null && serversIn(dir).includes(postmaster)) {
    log(`stopping the Postgres with pid ${postmaster}, which was left running in ${dir}\n`);
    signal(postmaster, 'SIGINT');
    if (!(await allGone(dir, FAST_STOP_MS))) signal(postmaster, 'SIGQUIT');
    await allGone(dir, IMMEDIATE_STOP_MS);
  }
  // Backends whose postmaster was killed hold its shared memory, and a busy one does not notice for minutes.
  for (const orphan of serversIn(dir)) signal(orphan, 'SIGKILL');
  if (!(await allGone(dir, IMMEDIATE_STOP_MS))) {
    throw new Error(
      `cannot stop the Postgres processes ${serversIn(dir).join(', ')} in ${dir}: end them first`,
    );
  }
  fs.rmSync(pidFile, { force: true });
}

function pidIn(pidFile: string): number | null {
  try {
    const pid = Number.parseInt(fs.readFileSync(pidFile, 'utf8'), 10);
    return pid > 1 ? pid : null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

function serversIn(dir: string): number[] {
  if (process.platform !== 'linux') return serverInPidFile(dir);
  const pids = fs.readdirSync('/proc').map(Number).filter(Number.isInteger);
  return pids.filter((pid) => target(pid, 'cwd') === dir && isOurs(target(pid, 'exe')));
}

/** Null for a process that is gone, a zombie, or somebody else's. */
function target(pid: number, link: 'cwd' | 'exe'): string | null {
  try {
    return fs.readlinkSync(`/proc/${pid}/${link}`);
  } catch {
    return null;
  }
}

/** The kernel says "postgres (deleted)" once the package was installed anew. */
function isOurs(program: string | null): boolean {
  return program !== null && /^(postgres|initdb)( \(deleted\))?$/.test(path.basename(program));
}

function serverInPidFile(dir: string): number[] {
  const pid = pidIn(path.join(dir, 'postmaster.pid'));
  if (pid === null) return [];
  const { stdout } = spawnSync('ps', ['-o', 'command=', '-p', String(pid)], { encoding: 'utf8' });
  return stdout.includes('postgres') && stdout.includes(dir) ? [pid] : [];
}

/** Nothing happens when the process is gone. */
export function signal(pid: number, name: NodeJS.Signals): void {
  try {
    process.kill(pid, name);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'ESRCH') throw error;
  }
}

/** @returns whether no process is left within the time */
export async function allGone(dir: string, withinMs: number): Promise<boolean> {
  const deadline = performance.now() + withinMs;
  while (serversIn(dir).length > 0) {
    if (performance.now() > deadline) return false;
    await delay(20);
  }
  return true;
}
