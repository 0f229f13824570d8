// The whole way from two CSV files to a published snapshot, with peak memory. Each round is a fresh database and a
// fresh process, and has the reference query beside it; the median of the rounds is what to quote.
import { join } from 'node:path';
import { startPostgres } from '../../src/db/embedded/postgres.ts';
import { createPool } from '../../src/db/pool.ts';
import { writeDemoShop } from '../../src/demo/write-demo-shop.ts';
import { databaseUrl } from '../support/database-url.ts';
import { atMost, count, median, printHeading, printValues } from './figures.ts';
import { measureReference, prepareReference, SECONDS_WHERE_GOALS_WERE_SET } from './reference.ts';
import type { WholeWay } from './whole-way.ts';
import type { Workspace } from './workspace.ts';

const END = new Date('2026-07-01T00:00:00Z');
const FIRST_IMPLEMENTATION_SECONDS = 124;
const MOST_SECONDS = 6;
const MOST_MEMORY_MB = 300;

interface Round extends WholeWay {
  readonly referenceSeconds: number;
}

export async function benchWholeWay(
  workspace: Workspace,
  { users, rounds }: { users: number; rounds: number },
): Promise<void> {
  const dir = join(workspace.dir, 'whole-way');
  const shop = await writeDemoShop({ dir, users, seed: 1, end: END });
  const { events, orderLines } = shop.counts;
  printHeading(
    `The whole way: ${count(users)} users, ${count(events)} events, ${count(orderLines)} order lines in two CSV files; ${rounds} rounds, median (all)`,
  );
  const postgres = await startPostgres({ dir: join(dir, 'postgres') });
  workspace.atEnd(() => postgres.stop());
  const all: Round[] = [];
  for (let at = 0; at < rounds; at++)
    all.push(await round(workspace, postgres.url, [shop.activity, shop.transactions], at === 0));
  await postgres.stop();
  print(all);
}

async function round(
  workspace: Workspace,
  serverUrl: string,
  files: readonly string[],
  isFirst: boolean,
): Promise<Round> {
  const admin = createPool(serverUrl, 1);
  await admin.query('create database bench');
  const script = join(import.meta.dirname, 'whole-way.ts');
  const result = await workspace.runScript<WholeWay>(script, databaseUrl(serverUrl, 'bench'), ...files);
  if (isFirst) await admin.query('create database reference template bench');
  await admin.query('drop database bench');
  await admin.end();
  const reference = createPool(databaseUrl(serverUrl, 'reference'), 2);
  if (isFirst) await prepareReference(reference);
  const referenceSeconds = await measureReference(reference);
  await reference.end();
  return { ...result, referenceSeconds };
}

function print(rounds: readonly Round[]): void {
  const row = (name: string, of: (round: Round) => number, unit: string, most?: number): void => {
    const values = rounds.map(of);
    printValues(name, values, unit, most === undefined ? undefined : atMost(most, median(values), unit));
  };
  const slower = (round: Round): number => round.referenceSeconds / SECONDS_WHERE_GOALS_WERE_SET;
  row('process start and schema', ({ readyMs }) => readyMs / 1000, 's');
  row('import', ({ importMs }) => importMs / 1000, 's');
  row('recompute and publish', ({ recomputeMs }) => recomputeMs / 1000, 's');
  row('whole way', ({ totalMs }) => totalMs / 1000, 's', MOST_SECONDS);
  row('  until the indexes of its readers are there', ({ endedMs }) => endedMs / 1000, 's');
  row('reference query', ({ referenceSeconds }) => referenceSeconds, 's');
  row('  to what it takes where the goals were set', slower, '');
  row('whole way, divided by that', (round) => round.totalMs / 1000 / slower(round), 's', MOST_SECONDS);
  row('peak memory of the import', ({ importRssMb }) => importRssMb, 'MB', MOST_MEMORY_MB);
  row('peak memory of Node', ({ maxRssMb }) => maxRssMb, 'MB');
  console.log(`  the first implementation took ${FIRST_IMPLEMENTATION_SECONDS} s for 100,000 users`);
}
