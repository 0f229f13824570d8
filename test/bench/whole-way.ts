// One round of the benchmark in a process of its own: schema, two files, a published snapshot. Prints JSON.

import { readConfig } from '../../src/config.ts';
import { openDatabase } from '../../src/db/database.ts';
import { importAll } from '../../src/imports/service.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';

export interface WholeWay {
  readonly readyMs: number;
  readonly importMs: number;
  readonly recomputeMs: number;
  /** From the start of the process until the snapshot is published. */
  readonly totalMs: number;
  /** Until the indexes of its readers are there as well. */
  readonly endedMs: number;
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
  let published = 0;
  const runId = await requestRun(database, { requestedBy: 'benchmark', kind: 'full' });
  const run = await executeRun(database, runId, {
    onProgress({ stage }) {
      if (stage === 'indexes') published = performance.now();
    },
  });
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  const result: WholeWay = {
    readyMs: ready,
    importMs: imported - ready,
    recomputeMs: published - imported,
    totalMs: published,
    endedMs: performance.now(),
    importRssMb: importRss / 1024,
    maxRssMb: process.resourceUsage().maxRSS / 1024,
  };
  console.log(JSON.stringify(result));
  await database.close();
}
