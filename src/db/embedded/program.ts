// How a Postgres program is run on a data directory: as which account, inside which directory, in which environment.
// Long-running servers are postmaster.ts's.

import { spawn } from 'node:child_process';
import path from 'node:path';
import { type Account, canReach, identity } from './account.ts';
import type { Binaries } from './binaries.ts';

/** What it takes to run a Postgres program on a data directory. */
export interface Installation {
  binaries: Binaries;
  account: Account;
}

/**
 * How to name the directory to a program that is started inside it. An account that cannot walk there, such as
 * postgres below /root, still stands in the directory that it was started in, and Linux has a name for that.
 */
export function dataArgument(dir: string, account: Account): string {
  if (canReach(account, dir)) return dir;
  if (process.platform === 'linux') return '/proc/self/cwd';
  throw new Error(
    `${account?.name} cannot reach ${dir}: use a folder below one that it may enter, or set DATABASE_URL`,
  );
}

/** No variable of the caller's may steer Postgres (PGDATA, LC_ALL, LD_LIBRARY_PATH). */
export function programEnvironment(): Record<string, string> {
  return { PATH: '/usr/local/bin:/usr/bin:/bin', LC_ALL: 'C', TZ: 'UTC' };
}

/** Runs to the end inside the directory. @throws with everything the program said when its exit code is not 0. */
export function runProgram(
  program: string,
  args: string[],
  cwd: string,
  account: Account,
  input = '',
): Promise<void> {
  return new Promise((resolve, reject) => {
    const child = spawn(program, args, { cwd, env: programEnvironment(), ...identity(account) });
    let output = '';
    child.stdout.on('data', (chunk) => {
      output += chunk;
    });
    child.stderr.on('data', (chunk) => {
      output += chunk;
    });
    child.stdin.on('error', () => {});
    child.stdin.end(input);
    child.once('error', reject);
    child.once('close', (code) => {
      if (code === 0) resolve();
      else
        reject(new Error(`${path.basename(program)} failed with code ${code} in ${cwd}:\n${output.trim()}`));
    });
  });
}
