// The whole way from two CSV files to a published snapshot, with peak memory. Each round is a fresh database and a
// fresh process; the median of the rounds is what to quote.
import { join } from 'node:path';
import { startPostgres } from '../../src/db/embedded/postgres.ts';
import { createPool } from '../../src/db/pool.ts';
import { writeDemoShop } from '../../src/demo/write-demo-shop.ts';
import { count, printHeading, printValues } from './figures.ts';
import type { WholeWay } from './whole-way.ts';
import type { Workspace } from './workspace.ts';

const END = new Date('2026-07-01T00:00:00Z');
const FIRST_IMPLEMENTATION_SECONDS = 124;

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
  const all: WholeWay[] = [];
  for (let at = 0; at < rounds; at++)
    all.push(await round(workspace, postgres.url, [shop.activity, shop.transactions]));
  await postgres.stop();
  print(all);
}

async function round(workspace: Workspace, databaseUrl: string, files: readonly string[]): Promise<WholeWay> {
  const admin = createPool(databaseUrl, 1);
  await admin.query('create database bench');
  const url = new URL(databaseUrl);
  url.pathname = '/bench';
  const script = join(import.meta.dirname, 'whole-way.ts');
  const result = await workspace.runScript<WholeWay>(script, url.href, ...files);
  await admin.query('drop database bench');
  await admin.end();
  return result;
}

function print(rounds: readonly WholeWay[]): void {
  const row = (name: string, of: (round: WholeWay) => number, unit: string): void =>
    printValues(name, rounds.map(of), unit);
  row('process start and schema', ({ readyMs }) => readyMs / 1000, 's');
  row('import', ({ importMs }) => importMs / 1000, 's');
  row('recompute and publish', ({ recomputeMs }) => recomputeMs / 1000, 's');
  row('whole way', ({ totalMs }) => totalMs / 1000, 's');
  row('peak memory of the import', ({ importRssMb }) => importRssMb, 'MB');
  row('peak memory of Node', ({ maxRssMb }) => maxRssMb, 'MB');
  console.log(`  the first implementation took ${FIRST_IMPLEMENTATION_SECONDS} s for 100,000 users`);
}
