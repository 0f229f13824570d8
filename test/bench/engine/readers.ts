// Readers while a full run of all users goes on and publishes what changes many of them: each asks for count, list and
// summary of some segment in one operation, again and again, and looks whether the answers agree.
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createKey } from '../../../src/auth/keys.ts';
import { readConfig } from '../../../src/config.ts';
import { buildApp } from '../../../src/http/app.ts';
import { requireSnapshot } from '../../../src/snapshots/service.ts';
import { printCount, printValues } from '../figures.ts';
import { type Answer, disagreements, OPERATION } from './reader-operation.ts';
import { saveDraft } from './rule-drafts.ts';
import { runApart } from './run-apart.ts';
import type { Shop } from './shop.ts';
import { type SmallSegment, smallSegments } from './small-segments.ts';
import { rowsWritten, usersThatDiffer } from './states.ts';

const READERS = 20;
const TIMEOUT_MINUTES = 5;

interface Seen {
  readonly latenciesMs: number[];
  readonly disagreements: string[];
  readonly snapshots: Set<string>;
}

export async function benchReaders(shop: Shop): Promise<void> {
  const { database } = shop;
  const before = await requireSnapshot(database);
  const segments = await smallSegments(database, before, READERS);
  const publishes = await saveDraft(shop, (rules) => {
    rules.session.timeoutMinutes = TIMEOUT_MINUTES;
  });
  const app = await buildApp({
    database,
    startRun: () => Promise.reject(new Error('nobody asks for runs here')),
    startExport: () => Promise.reject(new Error('nor for exports')),
    exportsDir: '/nowhere',
    log: pino({ level: 'silent' }),
    api: { ...readConfig({ NODE_ENV: 'production' }).api, requestsPerMinute: null },
  });
  const { key } = await createKey(database.prisma, 'viewer', 'benchmark');
  const seen: Seen = { latenciesMs: [], disagreements: [], snapshots: new Set() };
  const stop = new AbortController();
  const readers = segments.map((segment) => read(app, key, segment, seen, stop.signal));
  const run = await runApart(shop, { kind: 'full', publishes }).finally(() => stop.abort());
  await Promise.all(readers);
  await app.close();
  printValues(
    `full run with ${segments.length} readers, sessions of ${TIMEOUT_MINUTES} minutes`,
    [run.seconds],
    's',
  );
  printCount('  users whose state differs', await usersThatDiffer(database, before.id, run.runId));
  printCount('  states that it wrote', await rowsWritten(database, run.runId));
  print(seen);
}

async function read(
  app: FastifyInstance,
  key: string,
  { filter }: SmallSegment,
  seen: Seen,
  signal: AbortSignal,
): Promise<void> {
  // Once more after the run has ended: at least one answer is of what it published.
  for (let last = false; !last; ) {
    last = signal.aborted;
    const started = performance.now();
    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${key}` },
      payload: { query: OPERATION, variables: { filter } },
    });
    seen.latenciesMs.push(performance.now() - started);
    const answer = response.json<Answer>();
    seen.disagreements.push(...disagreements(answer));
    if (answer.data) seen.snapshots.add(answer.data.snapshot.id);
  }
}

function print({ latenciesMs, disagreements: found, snapshots }: Seen): void {
  const sorted = latenciesMs.toSorted((a, b) => a - b);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] as number;
  printCount('  operations', sorted.length, `of ${snapshots.size} snapshots`);
  printValues('  half of them within', [at(0.5)], 'ms');
  printValues('  99 of 100 within', [at(0.99)], 'ms');
  printCount('  operations that disagreed', found.length, '', { is: 'none', met: found.length === 0 });
  for (const text of found.slice(0, 3)) console.log(`    ${text}`);
}
