// Who runs Postgres: the caller, or, because Postgres refuses to run as root, an account without privileges in
// root's place. Existing data decides first: only its owner can serve it.
// It creates no account and changes the owner of nothing.

import { execFileSync, spawnSync } from 'node:child_process';
import { statSync } from 'node:fs';

/** The account to switch to when starting Postgres; null stands for the caller's own. */
export type Account = { uid: number; gid: number; name: string } | null;

const CANDIDATES = ['postgres', 'nobody'];

/** @throws when the data belongs to somebody for whom the caller cannot start Postgres. */
export function accountFor(dataDirectory: string): Account {
  const owner = statSync(dataDirectory, { throwIfNoEntry: false });
  const caller = process.geteuid?.();
  if (caller !== 0) {
    if (owner === undefined || owner.uid === caller) return null;
    throw new Error(
      `${dataDirectory} belongs to the user with uid ${owner.uid}, and this process runs as uid ${caller}: ` +
        'run as its owner, use another folder, or set DATABASE_URL',
    );
  }
  if (owner !== undefined && owner.uid !== 0) {
    return { uid: owner.uid, gid: owner.gid, name: `uid ${owner.uid}` };
  }
  return unprivilegedAccount();
}

/** The part of spawn's options that switches to the account. */
export function identity(account: Account): { uid?: number; gid?: number } {
  return account === null ? {} : { uid: account.uid, gid: account.gid };
}

/** Whether the account can walk to the directory: it cannot when a parent, such as /root, is closed to it. */
export function canReach(account: Account, directory: string): boolean {
  if (account === null) return true;
  const walk = spawnSync('/bin/sh', ['-c', 'cd "$0"', directory], { ...identity(account), cwd: '/' });
  return walk.status === 0;
}

function unprivilegedAccount(): Account {
  for (const name of CANDIDATES) {
    const uid = idOf('-u', name);
    const gid = idOf('-g', name);
    if (uid !== null && gid !== null) return { uid, gid, name };
  }
  throw new Error(
    `Postgres does not run as root, and there is no account named ${CANDIDATES.join(' or ')} to run it: ` +
      'create one, run as another user, or set DATABASE_URL',
  );
}

function idOf(which: '-u' | '-g', name: string): number | null {
  try {
    return Number(
      execFileSync('id', [which, name], { encoding: 'utf8', stdio: ['ignore', 'pipe', 'ignore'] }),
    );
  } catch {
    return null;
  }
}
