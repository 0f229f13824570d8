// strata demo: a made-up shop from nothing to a served API. Run again, it finds everything done and serves.
import { join, resolve } from 'node:path';
import { Command, InvalidArgumentError } from 'commander';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { demoKeys } from '../demo/keys.ts';
import { prepareDemo } from '../demo/prepare.ts';
import { writeOutputFiles } from '../exports/service.ts';
import { startServer } from '../server.ts';
import { newestSnapshot } from '../snapshots/service.ts';
import { importWithProgress, printReport } from './import.ts';
import { printNewestInsights } from './insights.ts';
import { count, print } from './output.ts';
import { startProgress } from './progress.ts';
import { recomputeWithProgress } from './recompute.ts';
import { readPort } from './serve.ts';
import { serveUntilSignal, withDatabase } from './session.ts';

interface DemoOptions {
  readonly users: number;
  readonly seed: number;
  readonly out: string;
  readonly port?: number;
  readonly exit?: boolean;
}

function readUsers(text: string): number {
  const users = Number(text);
  if (Number.isInteger(users) && users >= 1 && users <= 10_000_000) return users;
  throw new InvalidArgumentError('expected a number from 1 to 10000000.');
}

function readSeed(text: string): number {
  const seed = Number(text);
  if (Number.isSafeInteger(seed)) return seed;
  throw new InvalidArgumentError('expected a whole number.');
}

export const demoCommand = new Command('demo')
  .description('Make a shop, import it, recompute, report, write the output files and serve GraphQL.')
  .option('--users <n>', 'number of users', readUsers, 20_000)
  .option('--seed <n>', 'another seed, another shop', readSeed, 1)
  .option('--out <dir>', 'folder for the output files', 'out')
  .option('--port <port>', 'port of the server (default: STRATA_PORT or 4000)', readPort)
  .option('--exit', 'stop after the files')
  .action((options: DemoOptions) =>
    withDatabase(async (database, config) => {
      await loadShop(database, config, options);
      print();
      await printNewestInsights(database);
      const { paths } = await writeOutputFiles(database, resolve(options.out));
      print(`\nFiles:\n${paths.map((path) => `  ${path}`).join('\n')}`);
      if (!options.exit) await serveShop(database, config, options);
    }),
  );

/** Makes and imports the shop; recomputes unless the snapshot of these files is there already. */
async function loadShop(database: Database, config: Config, options: DemoOptions): Promise<void> {
  const making = startProgress('making shop ', false);
  const shop = await prepareDemo(database, config.strataDir, options, (users) =>
    making.update(users, options.users, `${count(users)} of ${count(options.users)} users`),
  );
  making.stop();
  const rejectsDir = join(config.strataDir, 'demo', 'rejects');
  const files = await importWithProgress(database, shop.sources, {
    mapping: new Map(),
    rejectsDir,
    quiet: false,
  });
  for (const file of files) printReport(file);
  const unchanged = files.every(({ importId }) => importId === null);
  if (!unchanged || !(await newestSnapshot(database)))
    await recomputeWithProgress(database, { kind: 'full', asOf: shop.asOf }, false);
}

async function serveShop(
  database: Database,
  config: Config,
  { port = config.port }: DemoOptions,
): Promise<void> {
  const keys = await demoKeys(database, config.strataDir);
  // Requests are not what one wants to read here; problems are.
  const quiet: Config = { ...config, logLevel: config.logLevel === 'info' ? 'warn' : config.logLevel };
  const server = await startServer(quiet, database, { host: config.host, port, worker: true });
  print(`\nGraphQL is at ${server.url}/graphql, with a key for each role:`);
  for (const { role, key } of keys) print(`  ${role.padEnd(10)}${key}`);
  const query = '{ summaries(dimension: \\"customer\\") { segment { key } users totalRevenue } }';
  print(
    `\nTry it:\n  curl -s ${server.url}/graphql -H 'content-type: application/json' -H 'authorization: Bearer ${keys[0]?.key}' -d '{"query":"${query}"}'`,
  );
  print('\nCtrl-C ends it.');
  await serveUntilSignal(server.stop, config);
}
