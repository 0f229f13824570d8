// `node supervisor.ts FOLDER`: the process that owns the Postgres of one strata folder while commands need it. There is
// at most one per folder, however many are started; it ends with the last command, and Postgres ends with it in any case.
// connect.ts starts it; nobody else should have to.

import { setTimeout as delay } from 'node:timers/promises';
import { pathToFileURL } from 'node:url';
import { type Answer, openHolds } from './holds.ts';
import { type KeptPostgres, keepRunning } from './keep-running.ts';
import { takeLock } from './lock.ts';
import { openLogFile } from './log-file.ts';
import { prepareStrataDirectory } from './strata-directory.ts';
import { isAnswering } from './supervisor-socket.ts';

const LOCK_MS = 15_000;
const ANSWER_MS = 2_000;

/** Resolves with the exit code: 0 when there is nothing left to do, or another supervisor does it; 1 on failure. */
export async function supervise(folder: string): Promise<number> {
  const strata = prepareStrataDirectory(folder);
  const giveUp = (): Promise<boolean> => isAnswering(strata.socket);
  if (!(await takeLock(strata.lock, { withinMs: LOCK_MS, giveUp }))) return 0;
  const log = openLogFile(strata.log);
  const signal = firstSignal();
  // Listening comes first, so that rivals see at once that they are not needed.
  const { promise: kept, resolve: nowKept } = Promise.withResolvers<KeptPostgres>();
  const holds = await openHolds(strata.socket, () => answerFrom(kept));
  const { startPostgres } = await import('./postgres.ts');
  const start = (port?: number) =>
    startPostgres({ dir: strata.data, log: log.write, ...(port === undefined ? {} : { port }) });
  const postgres = keepRunning(start, log.note);
  nowKept(postgres);
  const end = await Promise.race([
    holds.idle.then(() => 'no command needs Postgres any more'),
    signal,
    postgres.failed,
  ]);
  log.note(`${end instanceof Error ? `giving up: ${end.message}` : end}, stopping`);
  // The command that started this process wants to know why, and may not have got here yet.
  if (end instanceof Error) await Promise.race([holds.answered, delay(ANSWER_MS)]);
  await holds.close();
  await postgres.stop();
  return end instanceof Error ? 1 : 0;
}

async function answerFrom(kept: Promise<KeptPostgres>): Promise<Answer> {
  try {
    const { url } = await (await kept).current();
    return { url };
  } catch (error) {
    return { error: (error as Error).message };
  }
}

function firstSignal(): Promise<string> {
  const { promise, resolve } = Promise.withResolvers<string>();
  for (const name of ['SIGTERM', 'SIGINT', 'SIGHUP'] as const) process.on(name, () => resolve(`got ${name}`));
  return promise;
}

if (import.meta.url === pathToFileURL(process.argv[1] ?? '').href) {
  process.umask(0o077);
  supervise(process.argv[2] ?? '.strata').then(
    (code) => process.exit(code),
    (error: Error) => {
      process.stderr.write(`${new Date().toISOString()} supervisor [${process.pid}] ${error.message}\n`);
      process.exit(1);
    },
  );
}
