// The commands that need Postgres, as the supervisor sees them: each holds a connection for as long as it lives, gets one
// line of JSON once Postgres is ready ({url} or {error}), and an empty line every second until then.
// It says when the last has gone; it neither starts nor stops Postgres.

import { createServer, type Socket } from 'node:net';
import { setTimeout as delay } from 'node:timers/promises';
import { listenOn } from './supervisor-socket.ts';

/** What a command is told. */
export type Answer = { url: string } | { error: string };

export interface Holds {
  /** Resolves when the last hold has been released, or none was ever taken. */
  idle: Promise<void>;
  /** Resolves when the first answer has been given. */
  answered: Promise<void>;
  /** Takes no more holds and drops the present ones, answers first. */
  close(): Promise<void>;
}

const LINGER_MS = 300;
const FIRST_HOLD_MS = 15_000;
const STILL_STARTING_MS = 1_000;
const FAREWELL_MS = 500;

export async function openHolds(socket: string, answer: () => Promise<Answer>): Promise<Holds> {
  const holds = new Set<Socket>();
  const timer = idleTimer(() => holds.size === 0);
  const server = createServer((hold) => {
    holds.add(hold);
    hold.resume();
    hold.on('error', () => {});
    const told = greet(hold, answer);
    told.then((given) => given && timer.answered());
    hold.once('close', async () => {
      // Whoever gives up during a start does not undo it: the next one would have to wait all over again.
      await told;
      holds.delete(hold);
      timer.restart();
    });
  });
  const takeAway = await listenOn(server, socket);
  const close = async (): Promise<void> => {
    takeAway();
    server.close();
    const ends = [...holds].map((hold) => new Promise((resolve) => hold.once('close', resolve).end()));
    await Promise.race([Promise.all(ends), delay(FAREWELL_MS)]);
    for (const hold of holds) hold.destroy();
  };
  return { idle: timer.idle, answered: timer.first, close };
}

/** @returns whether the command was still there to be told */
async function greet(hold: Socket, answer: () => Promise<Answer>): Promise<boolean> {
  const beat = setInterval(() => hold.write('\n'), STILL_STARTING_MS);
  const line = await answer();
  clearInterval(beat);
  if (!hold.writable) return false;
  hold.write(`${JSON.stringify(line)}\n`);
  return true;
}

/** Patient until a first command was answered: its process may be slow to get here. */
function idleTimer(isIdle: () => boolean) {
  const idle = Promise.withResolvers<void>();
  const first = Promise.withResolvers<void>();
  let lingerMs = FIRST_HOLD_MS;
  let timeout: NodeJS.Timeout | undefined;
  const restart = (): void => {
    clearTimeout(timeout);
    timeout = setTimeout(() => isIdle() && idle.resolve(), lingerMs);
  };
  const answered = (): void => {
    lingerMs = LINGER_MS;
    first.resolve();
  };
  restart();
  return { idle: idle.promise, first: first.promise, restart, answered };
}
