// Where the supervisor's socket is. A socket's path has a limit of about 100 bytes; where the folder's own path is longer,
// the socket is in a private folder for temporary files, and a link in the strata folder names it.
// A path from which somebody else could be listening is refused.

import { createHash } from 'node:crypto';
import * as fs from 'node:fs';
import { createConnection, type Server } from 'node:net';
import { tmpdir } from 'node:os';
import path from 'node:path';

/** macOS allows 103 bytes, Linux 107; a suffix is needed while binding. */
const LONGEST_BYTES = 100;

/** @returns where to connect, or null when no supervisor can be listening */
export function whereToConnect(socket: string): string | null {
  const place = realPath(socket);
  if (place === null) return null;
  const owner = fs.statSync(place, { throwIfNoEntry: false })?.uid;
  return owner === process.geteuid?.() ? place : null;
}

/** Whether a supervisor accepts connections there. */
export function isAnswering(socket: string): Promise<boolean> {
  const place = whereToConnect(socket);
  if (place === null) return Promise.resolve(false);
  return new Promise((resolve) => {
    const probe = createConnection(place);
    probe.once('error', () => resolve(false));
    probe.once('connect', () => {
      probe.destroy();
      resolve(true);
    });
  });
}

/** Takes the place of a dead supervisor's socket. The caller is the only supervisor. @returns how to take it away again */
export async function listenOn(server: Server, socket: string): Promise<() => void> {
  const place = fits(socket) ? socket : path.join(temporaryFolder(socket), 's');
  const unfinished = `${place}~`;
  fs.rmSync(unfinished, { force: true });
  await new Promise<void>((resolve, reject) => {
    server.once('error', reject);
    server.listen(unfinished, resolve);
  });
  fs.chmodSync(unfinished, 0o600);
  const { ino } = fs.statSync(unfinished);
  // Bound under another name, because Node removes that name when the server closes, whoever has it by then.
  fs.renameSync(unfinished, place);
  if (place !== socket) link(place, socket);
  return () => {
    if (fs.statSync(place, { throwIfNoEntry: false })?.ino !== ino) return;
    fs.rmSync(place);
    if (place === socket) return;
    fs.rmSync(socket, { force: true });
    fs.rmSync(path.dirname(place), { recursive: true, force: true });
  };
}

function fits(socket: string): boolean {
  return Buffer.byteLength(socket) <= LONGEST_BYTES;
}

function link(place: string, socket: string): void {
  fs.rmSync(`${socket}~`, { force: true });
  fs.symlinkSync(place, `${socket}~`);
  fs.renameSync(`${socket}~`, socket);
}

function temporaryFolder(socket: string): string {
  const name = `strata-${createHash('sha256').update(socket).digest('hex').slice(0, 16)}`;
  const parent = fits(path.join(tmpdir(), name, 's')) ? tmpdir() : '/tmp';
  const folder = path.join(parent, name);
  fs.mkdirSync(folder, { recursive: true, mode: 0o700 });
  const { uid, mode } = fs.lstatSync(folder);
  if (uid === process.geteuid?.() && (mode & 0o077) === 0) return folder;
  throw new Error(
    `${folder}, needed because the path ${socket} is too long for a socket, is open to other users: ` +
      'remove it, or use a folder with a shorter path',
  );
}

function realPath(socket: string): string | null {
  try {
    return fs.realpathSync(socket);
  } catch {
    return null;
  }
}
