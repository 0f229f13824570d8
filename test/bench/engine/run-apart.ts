// A run in a process of its own, as the command line has it, with its wall time and the peak memory of its Node.
// Called as a script with the database's URL and the request as JSON; prints JSON.
import { readConfig } from '../../../src/config.ts';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import type { RunProgress } from '../../../src/recompute/run-version.ts';
import { executeRun, newestRuns, type RunRequest, requestRun } from '../../../src/runs/service.ts';
import type { Shop } from './shop.ts';

export interface MeasuredRun {
  readonly runId: number;
  /** What it turned out to be. */
  readonly kind: string;
  /** Until it had published. */
  readonly seconds: number;
  /** Until the indexes were there that a first run builds for its readers, when it has published. */
  readonly endedSeconds: number;
  /** Until all states were written, before rollups and publication. */
  readonly writtenSeconds: number;
  readonly maxRssMb: number;
}

export function runApart(
  { workspace, database, asOf }: Shop,
  request: Pick<RunRequest, 'kind' | 'publishes'>,
): Promise<MeasuredRun> {
  const given: RunRequest = { requestedBy: 'benchmark', asOf, ...request };
  return workspace.runScript<MeasuredRun>(import.meta.filename, database.url, JSON.stringify(given));
}

/** The same in this process, which is to have carried out runs before, as a worker has. */
export function runHere(
  { database, asOf }: Shop,
  request: Pick<RunRequest, 'kind' | 'publishes'>,
): Promise<MeasuredRun> {
  return measure(database, { requestedBy: 'benchmark', asOf, ...request });
}

async function measure(database: Database, request: RunRequest): Promise<MeasuredRun> {
  const started = performance.now();
  const since = (): number => (performance.now() - started) / 1000;
  const at: Partial<Record<RunProgress['stage'], number>> = {};
  const onProgress = ({ stage }: RunProgress): void => {
    at[stage] ??= since();
  };
  const run = await executeRun(database, await requestRun(database, request), { onProgress });
  const endedSeconds = since();
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  const { rollups: writtenSeconds = endedSeconds, indexes: seconds = endedSeconds } = at;
  const maxRssMb = process.resourceUsage().maxRSS / 1024;
  return { runId: run.runId, kind: run.kind, seconds, endedSeconds, writtenSeconds, maxRssMb };
}

if (import.meta.main) {
  const [databaseUrl = '', request = ''] = process.argv.slice(2);
  const database = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }));
  // Whoever carries out a run has connected long before.
  await newestRuns(database, 1);
  console.log(JSON.stringify(await measure(database, JSON.parse(request))));
  await database.close();
}
