// Full runs, each in a process of its own: with nothing published, which writes every state, and when it has published
// builds the indexes of its readers; and again over the same inputs, which computes everything and finds nothing to
// write. Between them DuckDB does the same whole work on two threads over the same stored inputs, so that what else the
// machine does meets all alike.
import { join } from 'node:path';
import { exportInputs } from '../duckdb/export-inputs.ts';
import type { DuckdbWork } from '../duckdb/work.ts';
import { atMost, median, printCount, printValues } from '../figures.ts';
import { type MeasuredRun, runApart } from './run-apart.ts';
import { requireSameWork } from './same-work.ts';
import type { Shop } from './shop.ts';
import { forgetPublished } from './states.ts';

const MOST_MEMORY_MB = 250;
const MOST_TIMES = 3;
const DUCKDB = join(import.meta.dirname, '../duckdb');

export interface FullRuns {
  /** Median of the full runs that had something to compare with: the cheaper kind, by which shares are measured. */
  readonly seconds: number;
}

export async function benchFullRuns(shop: Shop, rounds: number): Promise<FullRuns> {
  const { workspace, database, asOf } = shop;
  const dir = join(shop.dir, 'duckdb');
  await exportInputs(database, dir);
  const path = await workspace.runScript<string>(join(DUCKDB, 'load.ts'), dir);
  const [first, again, works]: [MeasuredRun[], MeasuredRun[], DuckdbWork[]] = [[], [], []];
  for (let at = 0; at < rounds; at++) {
    await forgetPublished(database);
    first.push(await runApart(shop, { kind: 'full' }));
    works.push(await workspace.runScript<DuckdbWork>(join(DUCKDB, 'work.ts'), path, asOf));
    again.push(await runApart(shop, { kind: 'full' }));
  }
  const segments = await requireSameWork(shop, works);
  const duckdb = works.map(({ seconds }) => seconds);
  printValues('the whole work by DuckDB on two threads', duckdb, 's');
  printCount('  segments with as many users as ours', segments, 'and all states the same');
  print('full run, nothing published before', first, duckdb);
  const ended = first.map(({ endedSeconds }) => endedSeconds);
  printValues('  until the indexes of its readers are there', ended, 's');
  return { seconds: print('full run again', again, duckdb) };
}

/** DuckDB has done when the states are in a table; a run has its sums to make then, and to publish. */
function print(name: string, runs: readonly MeasuredRun[], duckdb: readonly number[]): number {
  const seconds = runs.map((run) => run.seconds);
  const written = runs.map((run) => run.writtenSeconds);
  const memory = runs.map((run) => run.maxRssMb);
  const timesOf = (values: readonly number[]): number =>
    median(values.map((value, round) => value / (duckdb[round] as number)));
  const ofWritten = timesOf(written);
  printValues(name, seconds, 's');
  const ofAll = timesOf(seconds);
  printValues('  times what DuckDB takes', [ofAll], '', atMost(MOST_TIMES, ofAll, 'times'));
  printValues('  until all states are written, which is what DuckDB does', written, 's');
  printValues('    times what DuckDB takes', [ofWritten], '', atMost(MOST_TIMES, ofWritten, 'times'));
  printValues('  peak memory of Node', memory, 'MB', atMost(MOST_MEMORY_MB, Math.max(...memory), 'MB'));
  return median(seconds);
}
