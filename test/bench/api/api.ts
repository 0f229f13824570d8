// npm run bench:api: how fast the API reads, measured on this machine, over loopback and from a process of its own: a
// filtered, sorted page with its exact count beside PostGraphile 5 over the same tables, and the reads of dashboards.
// A goal that is missed is printed as such and is no failure. Wrong results are.
import { cpus, loadavg, totalmem } from 'node:os';
import { join } from 'node:path';
import { withWorkspace } from '../workspace.ts';
import { benchDashboard } from './dashboard.ts';
import type { Bench } from './measure.ts';
import { benchPages } from './pages.ts';
import { POSTGRAPHILE_VERSION, startPostGraphile } from './postgraphile.ts';
import { benchRollups } from './rollups.ts';
import { startServerProcess } from './server-process.ts';
import { countStatements } from './statements.ts';
import { benchPostgres, openStatesShop } from './states-shop.ts';
import type { StrataReady } from './strata-server.ts';

const { STRATA_BENCH_API_USERS, STRATA_BENCH_API_ROUNDS, STRATA_BENCH_API_SECONDS } = process.env;
const users = Number(STRATA_BENCH_API_USERS ?? 1_000_000);
const FEW_USERS = 10_000;
const CONNECTIONS = 16;
const STRATA_SERVER = join(import.meta.dirname, 'strata-server.ts');

await withWorkspace(async (workspace) => {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  console.log(
    `${cpus().length} cores of ${cpu?.model ?? 'unknown'}, ${memory}, Node ${process.version}, PostGraphile ${POSTGRAPHILE_VERSION}, load ${loadavg()[0]?.toFixed(1)}`,
  );
  const postgres = await benchPostgres(workspace);
  const database = await openStatesShop(workspace, postgres, users);
  workspace.atEnd(() => database.close());
  await countStatements(database);
  const startStrata = async (cache: 'on' | 'off'): Promise<StrataReady> => {
    const parameters = [database.url, cache];
    return (await startServerProcess<StrataReady>(workspace, STRATA_SERVER, parameters)).ready;
  };
  const [strata, strataWithCache] = [await startStrata('off'), await startStrata('on')];
  const postGraphile = await startPostGraphile(workspace, database.url);
  const bench: Bench = {
    workspace,
    database,
    strata,
    strataWithCache,
    connections: CONNECTIONS,
    seconds: Number(STRATA_BENCH_API_SECONDS ?? 5),
    rounds: Number(STRATA_BENCH_API_ROUNDS ?? 3),
  };
  await benchPages(bench, postGraphile.ready);
  await postGraphile.stop();
  await benchDashboard(bench, users);
  // The last one, for it leaves versions behind.
  const few = { users: FEW_USERS, database: await openStatesShop(workspace, postgres, FEW_USERS) };
  workspace.atEnd(() => few.database.close());
  await benchRollups(few, { users, database });
});
