// Starts a Postgres of our own on a data directory, for as long as this process lives and no longer. It listens on
// a free loopback port, asks for a password that only the caller can read, and has a database named strata.
// It ends whatever still runs on the directory: that two live processes do not share one is up to the caller.

import { mkdirSync, realpathSync } from 'node:fs';
import { createServer } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { accountFor } from './account.ts';
import { ensureDatabase } from './application-database.ts';
import { findBinaries } from './binaries.ts';
import { ensureDataDirectory } from './data-directory.ts';
import { clearLeftovers } from './leftovers.ts';
import { type Postmaster, StartFailure, startPostmaster } from './postmaster.ts';
import type { Installation } from './program.ts';
import { settingArguments } from './settings.ts';

export interface PostgresOptions {
  /** The data directory; its password is kept beside it, in `<dir>.password`. */
  dir: string;
  /** Server settings by name, over the defaults in settings.ts. */
  settings?: Record<string, string>;
  /** Takes the server's log as it is written, line ends included. */
  log?: (text: string) => void;
  /** The port to use if it is free. */
  port?: number;
}

export interface RunningPostgres {
  url: string;
  dir: string;
  port: number;
  /** Of the postmaster. */
  pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  stop(): Promise<void>;
}

const ATTEMPTS = 5;
const DEATH_NOTICE_MS = 500;
/** Somebody took the port since it was found free. */
const PORT_TAKEN = /could not create any TCP\/IP sockets/;
/** A server that was just being started by a process that was killed got there first. */
const LEFTOVER = /"postmaster\.pid" already exists|shared memory block .* still in use/s;

/** @throws with the end of the server's log when it does not start. */
export async function startPostgres(options: PostgresOptions): Promise<RunningPostgres> {
  const { settings = {}, log = () => {} } = options;
  const dir = prepareParent(options.dir);
  const account = accountFor(dir);
  const installation: Installation = { account, binaries: findBinaries(account, path.dirname(dir), log) };
  await clearLeftovers(dir, log);
  const password = await ensureDataDirectory(dir, installation);
  let port = options.port ?? (await freePort());
  for (let attempt = 1; ; attempt += 1) {
    try {
      const server = await startPostmaster(dir, port, settingArguments(settings, port), installation, log);
      const url = await ensureDatabase(dir, port, password).catch((error) => unusable(server, error));
      return { url, dir, port, ...server };
    } catch (error) {
      if (!(error instanceof StartFailure) || attempt === ATTEMPTS) throw error;
      if (PORT_TAKEN.test(error.message)) port = await freePort();
      else if (error.interrupted || LEFTOVER.test(error.message)) await clearLeftovers(dir, log);
      else throw error;
    }
  }
}

/** The kernel names a process's directory by its real path, and leftovers are found by that name. */
function prepareParent(dir: string): string {
  const parent = path.dirname(path.resolve(dir));
  mkdirSync(parent, { recursive: true });
  const real = path.join(realpathSync(parent), path.basename(dir));
  try {
    return realpathSync(real);
  } catch {
    return real;
  }
}

/** A server that is killed in this very moment shows first as a lost connection. */
async function unusable(server: Postmaster, error: Error): Promise<never> {
  const died = server.exited.then(() => true);
  if (await Promise.race([died, delay(DEATH_NOTICE_MS, false)])) {
    throw new StartFailure(`Postgres ended just after its start: ${error.message}`, true);
  }
  await server.stop();
  throw error;
}

function freePort(): Promise<number> {
  return new Promise((resolve, reject) => {
    const probe = createServer().once('error', reject);
    probe.listen(0, '127.0.0.1', () => {
      const address = probe.address();
      probe.close(() => resolve(typeof address === 'object' && address !== null ? address.port : 0));
    });
  });
}
