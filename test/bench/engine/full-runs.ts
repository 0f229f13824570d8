// Full runs, each in a process of its own: with nothing published, which writes every state and builds the indexes; and
// again over the same inputs, which computes everything and finds nothing to write.
import { atMost, median, printValues } from '../figures.ts';
import { type MeasuredRun, runApart } from './run-apart.ts';
import type { Shop } from './shop.ts';
import { forgetPublished } from './states.ts';

const MOST_MEMORY_MB = 250;

export interface FullRuns {
  /** Medians. */
  readonly firstSeconds: number;
  readonly againSeconds: number;
}

export async function benchFullRuns(shop: Shop, rounds: number): Promise<FullRuns> {
  const first: MeasuredRun[] = [];
  const again: MeasuredRun[] = [];
  for (let at = 0; at < rounds; at++) {
    await forgetPublished(shop.database);
    first.push(await runApart(shop, { kind: 'full' }));
  }
  for (let at = 0; at < rounds; at++) again.push(await runApart(shop, { kind: 'full' }));
  const firstSeconds = print('full run, nothing published before', first);
  const againSeconds = print('full run again', again);
  return { firstSeconds, againSeconds };
}

function print(name: string, runs: readonly MeasuredRun[]): number {
  const seconds = runs.map((run) => run.seconds);
  const memory = runs.map((run) => run.maxRssMb);
  printValues(name, seconds, 's');
  printValues('  peak memory of Node', memory, 'MB', atMost(MOST_MEMORY_MB, Math.max(...memory), 'MB'));
  return median(seconds);
}
