// The folder that an embedded database lives in, and the names of what is in it. It belongs to one user, and only that
// user can list it; Postgres data in it may belong to another account.

import * as fs from 'node:fs';
import path from 'node:path';

export interface StrataDirectory {
  path: string;
  /** The Postgres data directory. */
  data: string;
  log: string;
  /** Locked by the one supervisor for as long as it lives. */
  lock: string;
  /** The supervisor's socket, or a link to it where this path is too long for one. */
  socket: string;
}

/**
 * Makes the folder if need be; two spellings of one folder give the same names.
 * @throws when it cannot be made or belongs to another user.
 */
export function prepareStrataDirectory(directory: string): StrataDirectory {
  const real = makeDirectory(path.resolve(directory));
  const { uid } = fs.statSync(real);
  const caller = process.geteuid?.();
  if (uid !== caller) {
    throw new Error(
      `${real} belongs to the user with uid ${uid}, and this command runs as uid ${caller}: ` +
        'run it as the owner, run it in another folder, or set DATABASE_URL',
    );
  }
  // Below root's folder the account that runs Postgres has to get to the data, and needs no more than to pass.
  fs.chmodSync(real, caller === 0 ? 0o711 : 0o700);
  return {
    path: real,
    data: path.join(real, 'postgres'),
    log: path.join(real, 'postgres.log'),
    lock: path.join(real, 'supervisor.lock'),
    socket: path.join(real, 'supervisor.sock'),
  };
}

function makeDirectory(directory: string): string {
  try {
    fs.mkdirSync(directory, { recursive: true });
    return fs.realpathSync(directory);
  } catch (cause) {
    throw new Error(
      `cannot make the folder ${directory} for the embedded Postgres (${(cause as Error).message}): ` +
        'run the command in a folder that you may write, or set DATABASE_URL',
      { cause },
    );
  }
}
