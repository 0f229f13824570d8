// npm run bench: the whole way from two CSV files to a published snapshot, on this machine, with peak memory.
// Each round is a fresh database and a fresh process; the median of the rounds is what to quote.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { cpus, tmpdir, totalmem } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { startPostgres } from '../../src/db/embedded/postgres.ts';
import { createPool } from '../../src/db/pool.ts';
import { writeDemoShop } from '../../src/demo/write-demo-shop.ts';
import type { WholeWay } from './whole-way.ts';

const USERS = Number(process.env.STRATA_BENCH_USERS ?? 100_000);
const ROUNDS = Number(process.env.STRATA_BENCH_ROUNDS ?? 3);
const END = new Date('2026-07-01T00:00:00Z');
const FIRST_IMPLEMENTATION_SECONDS = 124;

async function round(databaseUrl: string, files: readonly string[]): Promise<WholeWay> {
  const admin = createPool(databaseUrl, 1);
  await admin.query('create database bench');
  const url = new URL(databaseUrl);
  url.pathname = '/bench';
  const script = join(import.meta.dirname, 'whole-way.ts');
  const { stdout } = await promisify(execFile)(process.execPath, [script, url.href, ...files]);
  await admin.query('drop database bench');
  await admin.end();
  return JSON.parse(stdout);
}

function middle(values: readonly number[]): number {
  return values.toSorted((a, b) => a - b)[Math.floor(values.length / 2)] as number;
}

function printRounds(rounds: readonly WholeWay[]): void {
  const row = (name: string, of: (round: WholeWay) => number, unit: string): void => {
    const values = rounds.map(of);
    const all = values.map((value) => value.toFixed(2)).join('  ');
    console.log(`  ${name.padEnd(28)}${middle(values).toFixed(2).padStart(8)} ${unit.padEnd(4)} (${all})`);
  };
  row('process start and schema', ({ readyMs }) => readyMs / 1000, 's');
  row('import', ({ importMs }) => importMs / 1000, 's');
  row('recompute and publish', ({ recomputeMs }) => recomputeMs / 1000, 's');
  row('whole way', ({ totalMs }) => totalMs / 1000, 's');
  row('peak memory of the import', ({ importRssMb }) => importRssMb, 'MB');
  row('peak memory of Node', ({ maxRssMb }) => maxRssMb, 'MB');
  console.log(`  the first implementation took ${FIRST_IMPLEMENTATION_SECONDS} s for 100,000 users`);
}

const dir = await mkdtemp(join(tmpdir(), 'strata-bench-'));
try {
  const [cpu] = cpus();
  console.log(
    `${cpus().length} cores of ${cpu?.model ?? 'unknown'}, ${Math.round(totalmem() / 2 ** 30)} GiB, Node ${process.version}`,
  );
  const shop = await writeDemoShop({ dir, users: USERS, seed: 1, end: END });
  const { users, events, orderLines } = shop.counts;
  const [u, e, l] = [users, events, orderLines].map((value) => value.toLocaleString('en-US'));
  console.log(`${u} users, ${e} events, ${l} order lines in two CSV files; ${ROUNDS} rounds, median (all)`);
  const postgres = await startPostgres({ dir: join(dir, 'postgres') });
  try {
    const rounds: WholeWay[] = [];
    for (let at = 0; at < ROUNDS; at++)
      rounds.push(await round(postgres.url, [shop.activity, shop.transactions]));
    printRounds(rounds);
  } finally {
    await postgres.stop();
  }
} finally {
  await rm(dir, { recursive: true, force: true });
}
