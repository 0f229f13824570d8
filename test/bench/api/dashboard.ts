// The reads that dashboards make.
import { count, printHeading } from '../figures.ts';
import { type Bench, printServed, type Served, serve } from './measure.ts';
import { DASHBOARD } from './operations.ts';

export async function benchDashboard(bench: Bench, users: number): Promise<void> {
  printHeading(`Reads of a dashboard, of ${count(users)} users, ${bench.connections} connections`);
  for (const { name, body } of DASHBOARD) {
    const served: Served[] = [];
    for (let round = 0; round < bench.rounds; round++) served.push(await serve(bench, bench.strata, body));
    printServed(`  ${name}`, served);
  }
}
