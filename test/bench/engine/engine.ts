// What runs cost, in the order in which each needs what came before: full runs beside DuckDB, incremental runs,
// a changed threshold, and readers during a full run.
import type { Workspace } from '../workspace.ts';
import { benchFullRuns } from './full-runs.ts';
import { benchIncremental } from './incremental.ts';
import { benchReaders } from './readers.ts';
import { openShop } from './shop.ts';
import { benchThreshold } from './threshold.ts';

export async function benchEngine(
  workspace: Workspace,
  { users, rounds }: { users: number; rounds: number },
): Promise<void> {
  const shop = await openShop(workspace, users);
  const full = await benchFullRuns(shop, rounds);
  await benchIncremental(shop, full, rounds);
  await benchThreshold(shop, full);
  await benchReaders(shop);
}
