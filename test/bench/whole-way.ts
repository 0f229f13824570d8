// One round of the benchmark in a process of its own: schema, two files, a published snapshot. Prints JSON.

import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/database.ts';
import { importAll } from '../../src/imports/service.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';

export interface WholeWay {
  readonly readyMs: number;
  readonly importMs: number;
  readonly recomputeMs: number;
  /** From the start of the process. */
  readonly totalMs: number;
  readonly importRssMb: number;
  readonly maxRssMb: number;
}

if (import.meta.main) {
  const [databaseUrl = '', activity = '', transactions = ''] = process.argv.slice(2);
  const database = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }));
  const ready = performance.now();
  const sources = [
    { kind: 'activity', path: activity },
    { kind: 'transactions', path: transactions },
  ] as const;
  await importAll(database, sources, {
    actor: 'bench',
    mapping: new Map(),
    rejectsDir: `${activity}.rejects`,
  });
  const imported = performance.now();
  const importRss = process.resourceUsage().maxRSS;
  const run = await executeRun(
    database,
    await requestRun(database, { requestedBy: 'benchmark', kind: 'full' }),
  );
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  const published = performance.now();
  const result: WholeWay = {
    readyMs: ready,
    importMs: imported - ready,
    recomputeMs: published - imported,
    totalMs: published,
    importRssMb: importRss / 1024,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(result));
  await database.close();
}
