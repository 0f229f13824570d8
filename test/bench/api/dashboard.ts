// The reads that dashboards make, where no answer is kept and where they are.
import { count, printHeading, printValues } from '../figures.ts';
import { type Bench, printServed, ratio, type Served, serve } from './measure.ts';
import { DASHBOARD } from './operations.ts';

const LEAST_TIMES = 5;

export async function benchDashboard(bench: Bench, users: number): Promise<void> {
  printHeading(`Reads of a dashboard, of ${count(users)} users, ${bench.connections} connections`);
  for (const { name, body } of DASHBOARD) {
    console.log(`  ${name}`);
    const read: Served[] = [];
    const kept: Served[] = [];
    for (let round = 0; round < bench.rounds; round++) {
      read.push(await serve(bench, bench.strata, body));
      kept.push(await serve(bench, bench.strataWithCache, body));
    }
    printServed('  read', read);
    printServed('  from the cache', kept);
    const times = ratio(kept, read, 'perSecond');
    printValues('  requests a second, of those read', [times], 'times', {
      is: `at least ${LEAST_TIMES}`,
      met: times >= LEAST_TIMES,
    });
  }
}
