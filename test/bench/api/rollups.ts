// What sums over up to three dimensions cost: the same for any number of users, and for any number of versions that
// are kept. The same operations are asked of a shop of few users and of one of many in turns, so that what else the
// machine does meets both alike, and each time under another name, so that no cache of answers has it.
import type { FastifyInstance } from 'fastify';
import { pino } from 'pino';
import { createKey } from '../../../src/auth/keys.ts';
import { readConfig } from '../../../src/config.ts';
import type { Database } from '../../../src/db/database.ts';
import { buildApp } from '../../../src/http/app.ts';
import { atMost, count, median, printHeading, printValues } from '../figures.ts';

const ROUNDS = 60;
const MOST_TIMES = 1.5;
const VERSIONS = 50;

const SEGMENTS =
  '{ segments: [{ dimension: "customer", notIn: ["Casual Browser"] }, { dimension: "gender", in: ["Female"] }] }';
const QUERIES: Readonly<Record<string, string>> = {
  summaries: 'summaries(dimension: "customer") { users share totalRevenue segment { key } }',
  insights:
    'insights { users topCountry dimensions { top { key } distribution { users share totalRevenue } } }',
  'breakdown of three dimensions':
    'breakdown(by: ["customer", "age", "traffic_source"]) { users share totalRevenue segments { key } }',
  'count and summary of two dimensions': `users(filter: ${SEGMENTS}) { totalCount summary { users totalRevenue } }`,
  'filtered summaries of three dimensions': `summaries(dimension: "us_region", filter: ${SEGMENTS}) { users share }`,
};

export interface SizedShop {
  readonly users: number;
  readonly database: Database;
}

interface OpenShop {
  readonly app: FastifyInstance;
  readonly key: string;
}

export async function benchRollups(few: SizedShop, many: SizedShop): Promise<void> {
  printHeading(`Sums of ${count(few.users)} and of ${count(many.users)} users, one request after another`);
  const shops = [await open(few.database), await open(many.database)] as const;
  for (const [name, query] of Object.entries(QUERIES)) await compare(name, query, ...shops);
  await keepVersions(many.database);
  printHeading(`The same, with ${VERSIONS} earlier versions of every sum of the ${count(many.users)} users`);
  for (const [name, query] of Object.entries(QUERIES)) await compare(name, query, ...shops);
  for (const { app } of shops) await app.close();
}

async function open(database: Database): Promise<OpenShop> {
  const app = await buildApp({
    database,
    startRun: () => Promise.reject(new Error('nobody asks for runs here')),
    startExport: () => Promise.reject(new Error('nor for exports')),
    exportsDir: '/nowhere',
    log: pino({ level: 'silent' }),
    api: { ...readConfig({ NODE_ENV: 'production' }).api, requestsPerMinute: null },
  });
  const { key } = await createKey(database.prisma, 'viewer', 'benchmark');
  return { app, key };
}

async function compare(name: string, query: string, few: OpenShop, many: OpenShop): Promise<void> {
  const [ofFew, ofMany]: [number[], number[]] = [[], []];
  for (let round = -5; round < ROUNDS; round++) {
    const operation = `{ round${round + 5}: ${query} }`;
    const [one, other] = [await ask(few, operation), await ask(many, operation)];
    if (round < 0) continue;
    ofFew.push(one);
    ofMany.push(other);
  }
  const times = median(ofMany) / median(ofFew);
  printValues(`${name}, few`, [median(ofFew)], 'ms');
  printValues(`${name}, many`, [median(ofMany)], 'ms');
  printValues('  times as long', [times], '', atMost(MOST_TIMES, times, 'times'));
}

/** How long it takes, in milliseconds. */
async function ask({ app, key }: OpenShop, query: string): Promise<number> {
  const started = performance.now();
  const response = await app.inject({
    method: 'POST',
    url: '/graphql',
    headers: { authorization: `Bearer ${key}` },
    payload: { query },
  });
  const ms = performance.now() - started;
  const { errors } = response.json<{ errors?: object[] }>();
  if (errors) throw new Error(JSON.stringify(errors));
  return ms;
}

/** As after many runs in each of which every sum changed. */
async function keepVersions({ pool }: Database): Promise<void> {
  for (const [table, keys] of [
    ['segment_rollups', 'segment_ids'],
    ['place_rollups', 'level, place'],
  ])
    await pool.query(
      `/* bench.keep_versions */
insert into ${table} (${keys}, valid_from, valid_to, users, revenue, score_sum, transactions)
select ${keys}, 1 - v.version, 2 - v.version, r.users, r.revenue, r.score_sum, r.transactions
  from ${table} r
 cross join generate_series(1, $1::integer) as v (version)
 where r.valid_to = 2147483647`,
      [VERSIONS],
    );
  await pool.query('vacuum (analyze) segment_rollups, place_rollups');
}
