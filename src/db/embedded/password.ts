// The superuser's password of one embedded Postgres, in a file beside its data directory that only the calling user can
// read: a loopback port is open to everybody on the machine, so the port alone must admit nobody.

import { randomBytes } from 'node:crypto';
import { readFileSync, renameSync, writeFileSync } from 'node:fs';

export function passwordFile(dataDirectory: string): string {
  return `${dataDirectory}.password`;
}

/** Safe inside a URL and inside a SQL literal. */
export function newPassword(): string {
  return randomBytes(24).toString('base64url');
}

export function readPassword(dataDirectory: string): string | null {
  try {
    return readFileSync(passwordFile(dataDirectory), 'utf8').trim() || null;
  } catch (error) {
    if ((error as NodeJS.ErrnoException).code === 'ENOENT') return null;
    throw error;
  }
}

/** Whole or not at all, whenever the process is killed. */
export function writePassword(dataDirectory: string, password: string): void {
  const file = passwordFile(dataDirectory);
  const unfinished = `${file}.new`;
  writeFileSync(unfinished, `${password}\n`, { mode: 0o600 });
  renameSync(unfinished, file);
}
