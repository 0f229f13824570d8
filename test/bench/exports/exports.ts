// npm run bench:exports: exports of every user of a shop, beside a bare COPY TO of the same columns in the same run;
// each in a process of its own, and each file read back whole by DuckDB. Wrong files are a failure, missed goals are not.
import { randomUUID } from 'node:crypto';
import { rm } from 'node:fs/promises';
import { join } from 'node:path';
import { createAudience } from '../../../src/audiences/service.ts';
import type { Database } from '../../../src/db/database.ts';
import type { UserFilter } from '../../../src/filters/user-filter.ts';
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
  const everybody = await audienceOf(database, 'Everybody', {});
  const few = await audienceOf(database, 'Few', { externalId: { in: await firstIds(database) } });
  printHeading(`Exports of ${count(users)} users, ${COLUMNS.length} columns`);
  const bench = { workspace, database, rounds, few };
  for (const [name, request] of Object.entries(EXPORTS))
    await benchExport(bench, name, { audienceId: everybody, ...request });
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

interface Bench {
  readonly workspace: Workspace;
  readonly database: Database;
  readonly rounds: number;
  /** The id of an audience of few users. */
  readonly few: number;
}

async function audienceOf(database: Database, name: string, filter: UserFilter): Promise<number> {
  const content = { kind: 'filter', filter } as const;
  return (await createAudience(database, { name, content }, 'benchmark')).audience.id;
}

async function firstIds({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ external_id: string }>(
    '/* bench.ids */ select u.external_id from users u order by u.user_id limit 8',
  );
  return rows.map(({ external_id }) => external_id);
}

/** In each round the bare COPY first, and then the export: whatever else the machine does meets both. */
async function benchExport(bench: Bench, name: string, request: object): Promise<void> {
  const bare: MeasuredCopy[] = [];
  const done: MeasuredExport[] = [];
  for (let round = 0; round < bench.rounds; round++) {
    bare.push(await copyBare(bench));
    done.push(await exportOnce(bench, name, request));
  }
  const seconds = done.map((one) => one.seconds);
  const share = median(bare.map((copy, round) => copy.seconds / (seconds[round] as number)));
  const isCsv = name.startsWith('CSV, in');
  printValues(name, seconds, 's');
  printValues(
    '  bare COPY TO, CSV',
    bare.map((copy) => copy.seconds),
    's',
  );
  const goal = { is: `at least ${LEAST_SHARE} of the bare COPY`, met: share >= LEAST_SHARE };
  printValues('  speed, bare COPY TO = 1', [share], '', isCsv ? goal : undefined);
  const peak = Math.max(...done.map(({ maxRssMb }) => maxRssMb));
  printValues('  peak memory of Node', [peak], 'MB', atMost(MOST_MB, peak, 'MB'));
  const { rows, files, bytes, leftOut } = done[0] as MeasuredExport;
  console.log(
    `    ${count(rows)} rows in ${files} files of ${count(bytes)} bytes, read back whole; left out ${JSON.stringify(leftOut)}`,
  );
}

function copyBare({ workspace: { runScript, dir }, database: { url } }: Bench): Promise<MeasuredCopy> {
  return runScript<MeasuredCopy>(join(import.meta.dirname, 'copy-apart.ts'), url, join(dir, 'bare.csv'));
}

async function exportOnce(
  { workspace: { runScript, dir }, database: { url }, few }: Bench,
  name: string,
  request: object,
): Promise<MeasuredExport> {
  const exportsDir = join(dir, 'exports');
  const script = join(import.meta.dirname, 'export-apart.ts');
  // Of a campaign that nobody was exported to before, or all but the first would leave everybody out.
  const asked = JSON.stringify({ ...request, ...('campaign' in request && { campaign: randomUUID() }) });
  const measured = await runScript<MeasuredExport>(script, url, exportsDir, asked, String(few));
  const rows = await readBack(measured.paths, 'columns' in request);
  if (rows !== measured.rows) throw new Error(`${name}: DuckDB reads ${rows} rows of ${measured.rows}.`);
  await rm(exportsDir, { recursive: true });
  return measured;
}
