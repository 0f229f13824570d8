// Connects a command to the embedded Postgres of a strata folder, starting it when it is not running. Postgres runs until
// the last command has closed its hold or ended, in whatever way. The hold keeps no command alive.

import { type ChildProcess, spawn } from 'node:child_process';
import { closeSync, openSync } from 'node:fs';
import { createConnection, type Socket } from 'node:net';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { tailOf } from './log-file.ts';
import { prepareStrataDirectory, type StrataDirectory } from './strata-directory.ts';
import { whereToConnect } from './supervisor-socket.ts';

export interface EmbeddedConnection {
  /** Of the database; good until close, unless the supervisor is killed. */
  url: string;
  /** Releases the hold; Postgres may stop. */
  close(): Promise<void>;
}

type Reply = { url: string; hold: Socket } | { error: string } | 'nobody';

const DEADLINE_MS = 30_000;
const RETRY_MS = 20;

/** @throws with the end of the log when Postgres cannot be had. */
export async function connectEmbedded(strataDir: string): Promise<EmbeddedConnection> {
  const strata = prepareStrataDirectory(strataDir);
  const deadline = performance.now() + DEADLINE_MS;
  let supervisor: ChildProcess | null = null;
  while (performance.now() < deadline) {
    const reply = await askSupervisor(strata.socket);
    if (reply !== 'nobody') {
      if ('error' in reply) throw failure(strata, reply.error);
      return { url: reply.url, close: () => release(reply.hold) };
    }
    if (supervisor?.exitCode) throw failure(strata, `its supervisor ended with code ${supervisor.exitCode}`);
    if (supervisor === null || hasEnded(supervisor)) supervisor = spawnSupervisor(strata);
    await delay(RETRY_MS);
  }
  throw failure(strata, `no answer within ${DEADLINE_MS / 1000} s`);
}

/** 'nobody' also when the supervisor goes away before it has answered. */
function askSupervisor(socket: string): Promise<Reply> {
  const place = whereToConnect(socket);
  if (place === null) return Promise.resolve('nobody');
  return new Promise((resolve) => {
    let received = '';
    const hold = createConnection(place).setEncoding('utf8').setTimeout(DEADLINE_MS);
    hold.on('error', () => {});
    hold.once('close', () => resolve('nobody'));
    hold.once('timeout', () => {
      resolve({ error: `its supervisor has been silent for ${DEADLINE_MS / 1000} s` });
      hold.destroy();
    });
    hold.on('data', (text) => {
      received = (received + text).trimStart();
      if (!received.includes('\n')) return;
      const answer = JSON.parse(received) as { url: string } | { error: string };
      hold.setTimeout(0).unref();
      resolve('url' in answer ? { url: answer.url, hold } : answer);
    });
  });
}

/** In a session of its own, so that Ctrl-C in this command's terminal does not reach it. */
function spawnSupervisor(strata: StrataDirectory): ChildProcess {
  const log = openSync(strata.log, 'a', 0o600);
  const program = path.join(import.meta.dirname, 'supervisor.ts');
  const child = spawn(process.execPath, [program, strata.path], {
    cwd: '/',
    // Options for this command's Node (--inspect-brk, say) are not for the supervisor's.
    env: { ...process.env, NODE_OPTIONS: '' },
    stdio: ['ignore', 'ignore', log],
    detached: true,
  });
  closeSync(log);
  child.on('error', () => {});
  child.unref();
  return child;
}

function hasEnded(child: ChildProcess): boolean {
  return child.exitCode !== null || child.signalCode !== null || child.pid === undefined;
}

function release(hold: Socket): Promise<void> {
  if (hold.closed) return Promise.resolve();
  return new Promise((resolve) => {
    hold.ref().once('close', () => resolve());
    hold.end();
  });
}

function failure(strata: StrataDirectory, reason: string): Error {
  const tail = tailOf(strata.log);
  const log = tail === '' ? `Its log is ${strata.log}.` : `The end of its log, ${strata.log}:\n${tail}`;
  return new Error(`the embedded Postgres in ${strata.path} is not to be had: ${reason}. ${log}`);
}
