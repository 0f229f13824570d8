// The watch: whatever makes the published snapshot untrue is found without anybody asking, and nothing else is.
import pino from 'pino';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openQueue } from '../../src/jobs/enqueue.ts';
import { startWorker } from '../../src/jobs/runner.ts';
import { LOOK_EVERY_MS, startWatch } from '../../src/jobs/watch.ts';
import { cancelRun, requestRun } from '../../src/runs/service.ts';
import { until } from '../support/cli.ts';
import { databaseOfTest } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const log = pino({ level: 'silent' });
const LOOKS = 3;
const RETENTION = { wholeHours: 24, historyDays: 400 };
const EXPORTS = { dir: '/nowhere', keepDays: 7 };

const event = (user: string, at: string) => ({
  user_pseudo_id: user,
  eventTimestamp: at,
  event_name: 'page_view',
});
const line = (id: string, at: string) => ({ Transaction_ID: id, Date: at, Item_revenue: '10' });

/** What the watch asks for while it looks a few times; runs are not carried out. */
async function asked(database: Database): Promise<string[]> {
  const told: string[] = [];
  let looks = 0;
  const seen = new Proxy(database, {
    get: (target, name) => {
      if (name === 'prisma') looks++;
      return Reflect.get(target, name);
    },
  });
  const watch = startWatch(
    seen,
    {
      enqueue: async (runId) => void told.push(`enqueue ${runId}`),
      startRun: async ({ kind }) => told.push(kind),
      enqueueExport: async (exportId) => void told.push(`export ${exportId}`),
    },
    log,
    { retention: RETENTION, exports: EXPORTS, intervalMs: 5 },
  );
  await until('it has looked', () => looks > 2 * LOOKS);
  await watch.stop();
  return [...new Set(told)];
}

describe('the watch', () => {
  it('asks for nothing while nothing is stored', async () => {
    expect(await asked(await databaseOfTest())).toEqual([]);
  });

  it('asks for a first run once something is imported, for none when it is published, and for one after an import', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('a', '2026-01-01 10:00:00')]);
    expect(await asked(database)).toEqual(['incremental']);
    await recompute(database);
    expect(await asked(database)).toEqual([]);
    await importRows(database, 'activity', [event('b', '2026-01-02 10:00:00')]);
    expect(await asked(database)).toEqual(['incremental']);
  });

  it('builds indexes that a run has left, without asking for one', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('a', '2026-01-01 10:00:00')]);
    await recompute(database);
    await database.pool.query('drop index user_states_revenue_idx');
    expect(await asked(database)).toEqual([]);
    const { rows } = await database.pool.query(`select to_regclass('user_states_revenue_idx') as name`);
    expect(rows).toEqual([{ name: 'user_states_revenue_idx' }]);
  });

  it('asks for a run when the time of a user or of an order has come since the snapshot', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [
      { ...event('a', '2020-01-01 10:00:00'), transaction_id: 'T1' },
      event('b', '2020-01-01 10:00:00'),
    ]);
    await importRows(database, 'transactions', [line('T1', '2020-01-01')]);
    await recompute(database, '2020-01-02');
    expect(await asked(database)).toEqual(['incremental']); // recency changes after 7 days, long ago
    await recompute(database);
    expect(await asked(database)).toEqual([]);
  });

  it('wakes for inputs that were dated after the as-of', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [
      event('a', '2020-01-01 10:00:00'),
      event('b', '2020-02-01 10:00:00'),
    ]);
    await recompute(database, '2020-01-15');
    expect(await asked(database)).toEqual(['incremental']);
    await recompute(database, undefined, 'incremental');
    expect(await asked(database)).toEqual([]);
  });

  it('takes up a run that waits although nobody runs, or whose process has died', async () => {
    const database = await databaseOfTest();
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full' });
    expect(await asked(database)).toEqual([]); // just asked for
    await database.prisma.run.update({ where: { runId }, data: { queuedAt: new Date(0) } });
    expect(await asked(database)).toEqual([`enqueue ${runId}`]);
    const alive = { status: 'running', heartbeatAt: new Date() };
    await database.prisma.run.update({ where: { runId }, data: alive });
    expect(await asked(database)).toEqual([]);
    await database.prisma.run.update({
      where: { runId },
      data: { heartbeatAt: new Date(Date.now() - 60_000) },
    });
    expect(await asked(database)).toEqual([`enqueue ${runId}`]);
  });

  it('gives a run that failed or was cancelled some minutes before it asks again', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('a', '2026-01-01 10:00:00')]);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full' });
    await cancelRun(database, runId);
    expect(await asked(database)).toEqual([]);
    const longAgo = new Date(Date.now() - 301_000);
    await database.prisma.run.update({ where: { runId }, data: { finishedAt: longAgo } });
    expect(await asked(database)).toEqual(['incremental']);
  });

  it('with a worker, brings an import into a snapshot within 30 seconds', async () => {
    const database = await databaseOfTest();
    const queue = await openQueue(database, log);
    const options = { retention: RETENTION, exports: EXPORTS, intervalMs: 50 };
    const worker = await startWorker(database, queue, log, options);
    const begun = performance.now();
    await importRows(database, 'activity', [event('a', '2026-01-01 10:00:00')]);
    await until('a snapshot is there', async () => (await database.prisma.snapshot.count()) > 0);
    expect(performance.now() - begun + LOOK_EVERY_MS).toBeLessThan(30_000);
    await worker.stop();
    await queue.close();
  });
});
