// Publishing a rule set in which one threshold is another: what it costs, and that it writes only what differs.
import type { Condition } from '../../../src/rules/rule-set.ts';
import { requireSnapshot } from '../../../src/snapshots/service.ts';
import { atMost, printCount, printValues } from '../figures.ts';
import type { FullRuns } from './full-runs.ts';
import { saveDraft } from './rule-drafts.ts';
import { runApart } from './run-apart.ts';
import type { Shop } from './shop.ts';
import { rowsWritten, usersThatDiffer } from './states.ts';

const MOST_SHARE = 25;
const HIGH_VALUE: Condition = {
  all: [
    { feature: 'revenue', gte: 450 },
    { feature: 'transactions', gte: 2 },
  ],
};

export async function benchThreshold(shop: Shop, full: FullRuns): Promise<void> {
  const { database } = shop;
  const before = await requireSnapshot(database);
  const version = await saveDraft(shop, ({ dimensions }) => {
    const customer = dimensions.find(({ key }) => key === 'customer');
    const highValue = customer?.segments.find(({ key }) => key === 'High-Value Customer');
    if (!highValue) throw new Error('The default rule set has no High-Value Customer.');
    highValue.when = HIGH_VALUE;
  });
  const run = await runApart(shop, { kind: 'rules', publishes: version });
  if (run.kind !== 'rules') throw new Error(`The run by other rules became a run of kind ${run.kind}.`);
  const share = (100 * run.seconds) / full.seconds;
  printValues('publishing High-Value from 450 instead of 500', [run.seconds], 's');
  printValues('  of a full run', [share], '%', atMost(MOST_SHARE, share, '%'));
  const written = await rowsWritten(database, run.runId);
  const differ = await usersThatDiffer(database, before.id, run.runId);
  printCount('  users whose state differs', differ);
  printCount('  states that it wrote', written, '', { is: 'as many', met: written === differ });
}
