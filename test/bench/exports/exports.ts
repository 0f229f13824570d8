// npm run bench:exports: exports of every user of a shop, beside a bare COPY TO of the same columns in the same run;
// each in a process of its own, and each file read back whole by DuckDB. Wrong files are a failure, missed goals are not.
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudience } from '../../../src/audiences/service.ts';
import type { Database } from '../../../src/db/database.ts';
import { benchPostgres, openStatesShop } from '../api/states-shop.ts';
import { atMost, count, median, printHeading, printValues } from '../figures.ts';
import { type Workspace, withWorkspace } from '../workspace.ts';
import type { MeasuredCopy } from './copy-apart.ts';
import type { MeasuredExport } from './export-apart.ts';
import { readBack } from './read-back.ts';

const LEAST_SHARE = 0.6;
const MOST_MB = 250;

/** Columns as files usually have them: texts, numbers, a time, a segment. */
export const COLUMNS = [
  'external_id',
  'email',
  'phone',
  'city',
  'country',
  'engagement_score',
  'transactions',
  'revenue',
  'segment.customer',
] as const;

const columns = COLUMNS.map((from) => ({ from }));
const EXPORTS = {
  'CSV, in parts': { columns },
  'CSV, one file': { columns, oneFile: true },
  'CSV, zstd': { columns, compression: 'zstd' },
  'CSV, to a campaign with holdout and cap': {
    columns,
    campaign: 'bench',
    holdoutShare: '0.1',
    frequencyDays: 7,
  },
  NDJSON: { columns, format: 'ndjson' },
  Parquet: { columns, format: 'parquet' },
  'Google Customer Match': { platform: 'google_customer_match' },
} as const;

await withWorkspace(async (workspace) => {
  const users = Number(process.env.STRATA_BENCH_USERS ?? 1_000_000);
  const rounds = Number(process.env.STRATA_BENCH_ROUNDS ?? 3);
  const postgres = await benchPostgres(workspace);
  const database = await openStatesShop(workspace, postgres, users);
  await haveEverybodyConsent(database);
  const content = { kind: 'filter', filter: {} } as const;
  const { audience } = await createAudience(database, { name: 'Everybody', content }, 'benchmark');
  printHeading(`Exports of ${count(users)} users, ${COLUMNS.length} columns`);
  const bare = await bareCopies(workspace, database, rounds);
  for (const [name, request] of Object.entries(EXPORTS))
    await benchExport(workspace, database, name, { audienceId: audience.id, ...request }, { rounds, bare });
  await database.close();
});

/** What was copied has states alone: an export asks for users, and for their consent. */
async function haveEverybodyConsent({ pool }: Database): Promise<void> {
  await pool.query(`/* bench.users */
insert into users (user_id, external_id) select s.user_id, s.external_id from user_states s on conflict do nothing`);
  await pool.query(`/* bench.consents */
insert into consents (user_id) select s.user_id from user_states s order by s.user_id on conflict do nothing`);
  // A shop's states are written in the order of their users; those that were copied are not.
  await pool.query('/* bench.cluster */ cluster user_states using user_states_pkey');
  await pool.query('vacuum (analyze)');
}

async function bareCopies({ runScript, dir }: Workspace, { url }: Database, rounds: number): Promise<number> {
  const seconds: number[] = [];
  const memory: number[] = [];
  for (let round = 0; round < rounds; round++) {
    const copied = await runScript<MeasuredCopy>(
      join(import.meta.dirname, 'copy-apart.ts'),
      url,
      join(dir, 'bare.csv'),
    );
    seconds.push(copied.seconds);
    memory.push(copied.maxRssMb);
  }
  printValues('bare COPY TO, CSV', seconds, 's');
  printValues('  peak memory of Node', memory, 'MB');
  return median(seconds);
}

async function benchExport(
  { runScript, dir }: Workspace,
  { url }: Database,
  name: string,
  request: object,
  { rounds, bare }: { rounds: number; bare: number },
): Promise<void> {
  const done: MeasuredExport[] = [];
  const exportsDir = join(dir, 'exports');
  for (let round = 0; round < rounds; round++) {
    const parameters = [url, exportsDir, JSON.stringify(request)];
    const measured = await runScript<MeasuredExport>(
      join(import.meta.dirname, 'export-apart.ts'),
      ...parameters,
    );
    const rows = await readBack(measured.paths, 'columns' in request);
    if (rows !== measured.rows) throw new Error(`${name}: DuckDB reads ${rows} rows of ${measured.rows}.`);
    done.push(measured);
    await rm(exportsDir, { recursive: true });
  }
  const seconds = done.map((one) => one.seconds);
  const share = bare / median(seconds);
  const isCsv = name.startsWith('CSV, in');
  printValues(name, seconds, 's');
  const goal = { is: `at least ${LEAST_SHARE} of the bare COPY`, met: share >= LEAST_SHARE };
  printValues('  speed, bare COPY TO = 1', [share], '', isCsv ? goal : undefined);
  const peak = Math.max(...done.map(({ maxRssMb }) => maxRssMb));
  printValues('  peak memory of Node', [peak], 'MB', atMost(MOST_MB, peak, 'MB'));
  const { rows, files, bytes, leftOut } = done[0] as MeasuredExport;
  console.log(
    `    ${count(rows)} rows in ${files} files of ${count(bytes)} bytes, read back whole; left out ${JSON.stringify(leftOut)}`,
  );
}
