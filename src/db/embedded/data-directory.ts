// A data directory is whole or absent: it is initialised beside its place and renamed when done, so a start that was
// killed half-way leaves only rubbish, which the next start removes. A directory with anything else in it is never touched.
// Expects that nobody else starts or initialises the same directory meanwhile.

import * as fs from 'node:fs';
import path from 'node:path';
import { allGone } from './leftovers.ts';
import { newPassword, readPassword, writePassword } from './password.ts';
import { dataArgument, type Installation, runProgram } from './program.ts';

/** The locale's own name for character classes, which trigram search needs; macOS has no C.UTF-8. */
const CHARACTER_CLASSES = process.platform === 'darwin' ? 'en_US.UTF-8' : 'C.UTF-8';

const ABANDONED_INITDB_MS = 10_000;

/** @returns the superuser's password */
export async function ensureDataDirectory(dir: string, installation: Installation): Promise<string> {
  await removeUnfinished(dir);
  const known = readPassword(dir);
  if (!fs.existsSync(path.join(dir, 'PG_VERSION'))) {
    refuseForeignContent(dir);
    const password = known ?? newPassword();
    if (known === null) writePassword(dir, password);
    await initialise(dir, password, installation);
    return password;
  }
  if (known !== null) return known;
  const password = newPassword();
  await resetPassword(dir, password, installation);
  writePassword(dir, password);
  return password;
}

async function initialise(dir: string, password: string, { binaries, account }: Installation): Promise<void> {
  const unfinished = fs.mkdtempSync(`${dir}.new-`);
  const data = path.join(unfinished, 'data');
  fs.mkdirSync(data, { mode: 0o700 });
  fs.writeFileSync(path.join(unfinished, 'password'), password, { mode: 0o600 });
  if (account !== null) {
    const { uid, gid } = account;
    for (const name of ['', 'data', 'password']) fs.chownSync(path.join(unfinished, name), uid, gid);
  }
  const locale = ['--locale=C', `--lc-ctype=${CHARACTER_CLASSES}`, '--builtin-locale=C.UTF-8'];
  const access = ['--username=postgres', '--auth=scram-sha-256', '--pwfile=../password'];
  const target = ['-D', dataArgument(data, account), '--no-sync', '--no-instructions'];
  const encoding = ['--encoding=UTF8', '--locale-provider=builtin'];
  await runProgram(binaries.initdb, [...target, ...encoding, ...locale, ...access], data, account);
  fs.renameSync(data, dir);
  fs.rmSync(unfinished, { recursive: true });
}

/** Single-user mode asks for no password; the server must be stopped. */
async function resetPassword(dir: string, password: string, installation: Installation): Promise<void> {
  const { binaries, account } = installation;
  const statement = `alter role postgres with password '${password}'\n`;
  const where = ['--single', '-D', dataArgument(dir, account), 'postgres'];
  await runProgram(binaries.postgres, where, dir, account, statement);
}

async function removeUnfinished(dir: string): Promise<void> {
  const prefix = `${path.basename(dir)}.new-`;
  for (const name of fs.readdirSync(path.dirname(dir))) {
    if (!name.startsWith(prefix)) continue;
    const unfinished = path.join(path.dirname(dir), name);
    // An initdb whose parent was killed is still at work for a moment; without its files it would leak shared memory.
    await allGone(path.join(unfinished, 'data'), ABANDONED_INITDB_MS);
    fs.rmSync(unfinished, { recursive: true, force: true, maxRetries: 5 });
  }
}

function refuseForeignContent(dir: string): void {
  if (!fs.existsSync(dir) || fs.readdirSync(dir).length === 0) return;
  throw new Error(
    `${dir} is not empty, and not a Postgres data directory either (no PG_VERSION in it): ` +
      'name a directory that is new, empty or written by Postgres',
  );
}
