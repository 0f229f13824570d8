// Incremental runs after an import that brings a few events of 1,000 users, other users each time. All are carried out by
// one process that has carried out a run before, as a worker has.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { importAll } from '../../../src/imports/service.ts';
import { atMost, median, printCount, printValues } from '../figures.ts';
import type { FullRuns } from './full-runs.ts';
import { type MeasuredRun, runHere } from './run-apart.ts';
import type { Shop } from './shop.ts';
import { rowsWritten } from './states.ts';

const TOUCHED = 1_000;
const MOST_SHARE = 2;
const HEADER = 'user_pseudo_id,event_name,eventTimestamp,page_type,category,source,medium';
/** Within the last day of the shop's time. */
const EVENTS = [
  'page_view,2026-06-30 20:00:00,home,,google,organic',
  'view_item,2026-06-30 20:01:30,product_detail,Shoes,google,organic',
  'add_to_cart,2026-06-30 20:04:10,cart,Shoes,google,organic',
];

export async function benchIncremental(shop: Shop, full: FullRuns, rounds: number): Promise<void> {
  const runs: MeasuredRun[] = [];
  await runHere(shop, { kind: 'incremental' });
  for (let round = 0; round < rounds; round++) {
    await importTouches(shop, round);
    runs.push(await runHere(shop, { kind: 'incremental' }));
  }
  const seconds = runs.map((run) => run.seconds);
  const share = (100 * median(seconds)) / full.seconds;
  printValues(`incremental run, ${TOUCHED.toLocaleString('en-US')} users touched`, seconds, 's');
  printValues('  of a full run', [share], '%', atMost(MOST_SHARE, share, '%'));
  const last = runs.at(-1) as MeasuredRun;
  printCount('  states that it wrote', await rowsWritten(shop.database, last.runId));
}

/** Imports the events of users that are scattered over all of them, the same ones whenever this is run. */
async function importTouches({ database, dir }: Shop, round: number): Promise<void> {
  const { rows } = await database.pool.query<{ external_id: string }>(
    '/* bench.touched */ select u.external_id from users u order by md5(u.external_id), u.user_id limit $1 offset $2',
    [TOUCHED, TOUCHED * round],
  );
  const path = join(dir, `touched-${round}.csv`);
  const lines = rows.flatMap(({ external_id }) => EVENTS.map((event) => `${external_id},${event}`));
  await writeFile(path, `${[HEADER, ...lines].join('\n')}\n`);
  const [file] = await importAll(database, [{ kind: 'activity', path }], {
    actor: 'bench',
    mapping: new Map(),
    rejectsDir: dir,
  });
  if (file?.loaded !== lines.length)
    throw new Error(`Of ${lines.length} events ${file?.loaded} were loaded.`);
}
