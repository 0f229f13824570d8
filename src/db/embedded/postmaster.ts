// One server process, which dies with this one however this one ends: a watchdog holds the other end of a pipe and
// stops Postgres when the pipe closes. Started means that it accepts connections. It does not look for a free port,
// nor for what an earlier server left behind.

import { type ChildProcess, spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import path from 'node:path';
import { setTimeout as delay } from 'node:timers/promises';
import { identity } from './account.ts';
import { signal } from './leftovers.ts';
import { dataArgument, type Installation, programEnvironment } from './program.ts';

export interface Postmaster {
  pid: number;
  /** Resolves when the server has ended, for whatever reason. */
  exited: Promise<void>;
  /** Ends sessions, writes everything out, and resolves when the server has ended. */
  stop(): Promise<void>;
}

/** The server ended before it accepted connections; the message carries its last output. */
export class StartFailure extends Error {
  /** It was told or forced to end, and may well start the next time. */
  readonly interrupted: boolean;

  constructor(message: string, interrupted: boolean) {
    super(message);
    this.interrupted = interrupted;
  }
}

// Recovery after a crash replays up to max_wal_size, and is not to be interrupted.
const START_MS = 600_000;
const FAST_STOP_MS = 60_000;
const OUTPUT_KEPT = 4_000;

// The signal is repeated because one that comes before Postgres has its handlers is lost.
const WATCHED = `
"$@" 3<&- & server=$!
trap '' INT TERM HUP
(read -r line <&3; while kill -INT $server; do sleep 0.1 || sleep 1; done) 2>/dev/null & watchdog=$!
exec 3<&-
wait $server; code=$?
{ kill -KILL $watchdog; wait $watchdog; } 2>/dev/null
exit $code
`;

/** @throws {StartFailure} when the server ends instead of accepting connections. */
export async function startPostmaster(
  dir: string,
  port: number,
  settings: string[],
  { binaries, account }: Installation,
  log: (text: string) => void,
): Promise<Postmaster> {
  const command = [binaries.postgres, '-D', dataArgument(dir, account), ...settings];
  const child = spawn('/bin/sh', ['-c', WATCHED, 'watched', ...command], {
    ...identity(account),
    cwd: dir,
    env: programEnvironment(),
    stdio: ['ignore', 'ignore', 'pipe', 'pipe'],
    detached: true,
  });
  const output = collectOutput(child, log);
  const exited = ending(child);
  const state = { ended: false };
  exited.then(() => {
    state.ended = true;
  });
  const pid = await becomesReady(dir, port, state);
  if (pid !== null) return { pid, exited, stop: () => stop(child, pid, exited) };
  cutLifeline(child);
  await exited;
  // The server's own failures have code 1; the shell reports a signal as 128 and more.
  const interrupted = child.signalCode !== null || child.exitCode === 0 || (child.exitCode ?? 0) > 128;
  throw new StartFailure(`Postgres did not start in ${dir}:\n${await output()}`, interrupted);
}

/** Not the server's output but its pid file says so, since a setting may silence the output. */
async function becomesReady(dir: string, port: number, state: { ended: boolean }): Promise<number | null> {
  const deadline = performance.now() + START_MS;
  while (!state.ended && performance.now() < deadline) {
    const lines = readPidFile(dir);
    if (lines[3] === String(port) && lines[7]?.trim() === 'ready') return Number(lines[0]);
    await delay(10);
  }
  return null;
}

function readPidFile(dir: string): string[] {
  try {
    return readFileSync(path.join(dir, 'postmaster.pid'), 'utf8').split('\n');
  } catch {
    return [];
  }
}

async function stop(child: ChildProcess, pid: number, exited: Promise<void>): Promise<void> {
  cutLifeline(child);
  // The watchdog may have been killed.
  signal(pid, 'SIGINT');
  const inTime = exited.then(() => true);
  if (await Promise.race([inTime, delay(FAST_STOP_MS, false, { ref: false })])) return;
  signal(pid, 'SIGQUIT');
  await exited;
}

/** Nothing is ever written to it: that it closes is the message. */
function cutLifeline(child: ChildProcess): void {
  child.stdio[3]?.destroy();
}

function ending(child: ChildProcess): Promise<void> {
  child.stdio[3]?.on('error', () => {});
  return new Promise((resolve) => {
    child.once('error', () => resolve());
    child.once('exit', () => {
      cutLifeline(child);
      resolve();
    });
  });
}

/** @returns a function that gives the end of the output, once the server has ended */
function collectOutput(child: ChildProcess, log: (text: string) => void): () => Promise<string> {
  let kept = '';
  const closed = new Promise<void>((resolve) => child.once('close', () => resolve()));
  child.once('error', (error) => {
    kept += error.message;
  });
  child.stderr?.setEncoding('utf8').on('data', (text: string) => {
    kept = (kept + text).slice(-OUTPUT_KEPT);
    log(text);
  });
  return async () => {
    await Promise.race([closed, delay(500)]);
    return kept.trim();
  };
}
