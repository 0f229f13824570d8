// npm run bench: what the README says of speed and memory, measured on this machine. First the whole way from files to
// a published snapshot, then what runs of the recompute engine cost at a size of their own. A goal that is missed is
// printed as such and is no failure: machines differ, and others may be at work on them. Wrong results are.
import { cpus, loadavg, totalmem } from 'node:os';
import { benchEngine } from './engine/engine.ts';
import { benchWholeWay } from './whole-way-rounds.ts';
import { withWorkspace } from './workspace.ts';

const { STRATA_BENCH_USERS, STRATA_BENCH_ENGINE_USERS, STRATA_BENCH_ROUNDS } = process.env;
const rounds = Number(STRATA_BENCH_ROUNDS ?? 3);

await withWorkspace(async (workspace) => {
  const [cpu] = cpus();
  const memory = `${Math.round(totalmem() / 2 ** 30)} GiB`;
  const load = loadavg()[0]?.toFixed(1);
  console.log(
    `${cpus().length} cores of ${cpu?.model ?? 'unknown'}, ${memory}, Node ${process.version}, load ${load}`,
  );
  await benchWholeWay(workspace, { users: Number(STRATA_BENCH_USERS ?? 100_000), rounds });
  await benchEngine(workspace, { users: Number(STRATA_BENCH_ENGINE_USERS ?? 1_000_000), rounds });
});
