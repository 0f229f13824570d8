// A shop of any number of users for benchmarks of reading: the demo's, imported and computed by the product, and its
// states copied until they are as many as asked for, with indexes and rollups built by the product over all of them.
// Inputs are those of the first copy alone: nothing here can be computed again.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { readConfig } from '../../../src/config.ts';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { type RunningPostgres, startPostgres } from '../../../src/db/embedded/postgres.ts';
import { writeDemoShop } from '../../../src/demo/write-demo-shop.ts';
import { importAll } from '../../../src/imports/service.ts';
import { ROLLUP_TABLES, rollupStatements } from '../../../src/recompute/stages/rollups.ts';
import { completeStateIndexes, dropStateIndexes } from '../../../src/recompute/stages/state-indexes.ts';
import { COLUMNS } from '../../../src/recompute/stages/states.ts';
import { publishedRuleSet } from '../../../src/rulesets/service.ts';
import { executeRun, requestRun } from '../../../src/runs/service.ts';
import { databaseUrl } from '../../support/database-url.ts';
import type { Workspace } from '../workspace.ts';

const END = new Date('2026-07-01T00:00:00Z');
const MOST_COMPUTED = 20_000;
/** Of each copy, the ids begin so much higher. */
const ID_STEP = 10_000_000;

/** A Postgres of the benchmark's own, to be had until its end. */
export async function benchPostgres(workspace: Workspace): Promise<RunningPostgres> {
  const settings = { shared_preload_libraries: 'pg_stat_statements' };
  const postgres = await startPostgres({ dir: join(workspace.dir, 'api-postgres'), settings });
  workspace.atEnd(() => postgres.stop());
  return postgres;
}

/** A database of `users` users, rounded to whole copies, with one published snapshot. The caller closes it. */
export async function openStatesShop(
  workspace: Workspace,
  { url }: Pick<RunningPostgres, 'url'>,
  users: number,
): Promise<Database> {
  const database = await createDatabase(url, `states_${users}`);
  const computed = Math.min(users, MOST_COMPUTED);
  const snapshotId = await publishDemo(database, join(workspace.dir, `states-${users}`), computed);
  await copyStates(database, snapshotId, Math.max(1, Math.round(users / computed)));
  return database;
}

async function createDatabase(serverUrl: string, name: string): Promise<Database> {
  const server = await openDatabase(readConfig({ DATABASE_URL: serverUrl }));
  await server.pool.query(`create database ${name}`);
  await server.close();
  return openDatabase(readConfig({ DATABASE_URL: databaseUrl(serverUrl, name) }));
}

async function publishDemo(database: Database, dir: string, users: number): Promise<number> {
  const files = await writeDemoShop({ dir, users, seed: 1, end: END });
  const sources = (['activity', 'transactions', 'profiles'] as const).map((kind) => ({
    kind,
    path: files[kind],
  }));
  await importAll(database, sources, { actor: 'bench', mapping: new Map(), rejectsDir: dir });
  await rm(dir, { recursive: true });
  const request = { requestedBy: 'benchmark', kind: 'full', asOf: END.toISOString() } as const;
  const run = await executeRun(database, await requestRun(database, request));
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  return run.runId;
}

async function copyStates({ pool, prisma }: Database, snapshotId: number, copies: number): Promise<void> {
  const rest = COLUMNS.filter((name) => name !== 'external_id').join(', ');
  await dropStateIndexes(prisma);
  await pool.query(
    `/* bench.copy_states */
insert into user_states (user_id, valid_from, valid_to, external_id, ${rest})
select s.user_id + c.copy * $2::bigint, s.valid_from, s.valid_to, s.external_id || '-' || c.copy, ${rest}
  from generate_series(1, $1::bigint - 1) as c (copy)
 cross join user_states s`,
    [copies, ID_STEP],
  );
  await completeStateIndexes(prisma);
  await pool.query(`/* bench.empty_rollups */ truncate ${ROLLUP_TABLES.join(', ')}`);
  const { rules } = await publishedRuleSet(prisma);
  for (const statement of rollupStatements({ version: snapshotId, rules, scope: 'all' }))
    await prisma.$executeRaw(statement);
  await pool.query(
    `/* bench.count_states */ update snapshots set users = (select count(*) from user_states), revision = revision + 1`,
  );
  await pool.query('vacuum (analyze)');
}
