// Runs and imports do not wait for each other, but for a run's last step; and what an import brings during a run is in
// the snapshot that the run publishes. Runs wait for each other.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { databaseOfTest, preparedDatabases } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { importRows, recompute } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';
import { type Place, withGate } from './gate.ts';
import { AS_OF, importSpread, importVisit, importVisits, publishedEvents, USERS } from './spread-shop.ts';

const LATER = '2026-03-02T00:00:00Z';
const ONCE = Object.fromEntries(USERS.map((user) => [user, 1]));

const publishedShop = preparedDatabases(async (database) => {
  await importSpread(database);
  await recompute(database, AS_OF);
});

async function expectFullAgrees(database: Database, asOf = LATER): Promise<void> {
  const derived = await readDerived(database);
  await forgetDerived(database);
  await recompute(database, asOf, 'full');
  expect(derived).toEqual(await readDerived(database));
}

describe('an import during a run', () => {
  it.each(['full', 'incremental'] as const)(
    'that is %s does not wait for it, and is in its snapshot',
    async (kind) => {
      const database = await publishedShop();
      await importVisit(database, 'ana', '2026-02-03 10:00:00');
      const runId = await requestRun(database, { requestedBy: 'test', kind, asOf: LATER });
      await withGate(database, { table: 'run_ranges', on: 'update' }, async (gate) => {
        const running = executeRun(database, runId);
        await gate.reached(kind === 'full' ? 2 : 1);
        await importVisits(database, '2026-02-04 10:00:00');
        await importVisit(database, 'gus', '2026-02-04 10:00:00');
        expect(await publishedEvents(database)).toEqual(ONCE);
        await gate.open();
        expect(await running).toMatchObject({ status: 'succeeded' });
      });
      expect(await publishedEvents(database)).toEqual({
        ...Object.fromEntries(USERS.map((user) => [user, 2])),
        ana: 3,
        gus: 1,
      });
      const imports = await database.prisma.import.findMany({ orderBy: { importId: 'desc' } });
      expect(await database.prisma.snapshot.findUnique({ where: { snapshotId: runId } })).toMatchObject({
        lastImportId: imports[0]?.importId,
        users: 7n,
      });
      expect(await database.prisma.dirtyUser.count()).toBe(0);
      await expectFullAgrees(database);
    },
  );

  it('that changes whose an order is moves it in the snapshot of that run', async () => {
    const database = await publishedShop();
    await importRows(database, 'transactions', [
      { Transaction_ID: 'open', Item_revenue: '100', Date: '2026-02-02' },
    ]);
    const buys = (user: string, at: string) =>
      importRows(database, 'activity', [
        { user_pseudo_id: user, eventTimestamp: at, transaction_id: 'open' },
      ]);
    await buys('finn', '2026-02-03 12:00:00');
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'incremental', asOf: LATER });
    await withGate(database, { table: 'run_ranges', on: 'update' }, async (gate) => {
      const running = executeRun(database, runId);
      await gate.reached();
      await buys('eva', '2026-02-03 11:59:59');
      await gate.open();
      await running;
    });
    const { rows } = await database.pool.query(
      `select external_id, transactions, revenue::integer from user_states
        where valid_to = 2147483647 and external_id in ('eva', 'finn') order by 1`,
    );
    expect(rows).toEqual([
      { external_id: 'eva', transactions: 2, revenue: 150 },
      { external_id: 'finn', transactions: 1, revenue: 60 },
    ]);
    await expectFullAgrees(database);
  });

  it('of what is dated after the as-of waits for it, and counts when it has come', async () => {
    const database = await publishedShop();
    await importVisit(database, 'ana', '2026-02-03 10:00:00');
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'incremental', asOf: LATER });
    await withGate(database, { table: 'run_ranges', on: 'update' }, async (gate) => {
      const running = executeRun(database, runId);
      await gate.reached();
      await importVisit(database, 'ben', '2026-03-02 00:00:00.000001');
      await gate.open();
      await running;
    });
    expect(await publishedEvents(database)).toEqual({ ...ONCE, ana: 2 });
    await recompute(database, '2026-03-02T00:00:00.000001Z', 'incremental');
    expect(await publishedEvents(database)).toEqual({ ...ONCE, ana: 2, ben: 2 });
  });

  it('waits only while the run publishes', async () => {
    const database = await publishedShop();
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'incremental', asOf: LATER });
    await withGate(database, { table: 'snapshots', on: 'insert' }, async (gate) => {
      const running = executeRun(database, runId);
      await gate.reached();
      const importing = importVisits(database, '2026-02-04 10:00:00');
      await untilWaiting(database, 'locks.wait');
      await gate.open();
      expect(await running).toMatchObject({ status: 'succeeded' });
      await importing;
    });
    expect(await publishedEvents(database)).toEqual(ONCE);
    await recompute(database, LATER, 'incremental');
    expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
  });

  it('does not wait for a run that takes up another one after that is published', async () => {
    const database = await publishedShop();
    await importVisits(database, '2026-02-03 10:00:00');
    const dead = await requestRun(database, { requestedBy: 'test', kind: 'incremental', asOf: LATER });
    await database.prisma.run.update({
      where: { runId: dead },
      data: { status: 'running', startedAt: new Date() },
    });
    const next = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: LATER });
    const place: Place = { table: 'run_ranges', on: 'update', when: `new.run_id = ${next}` };
    await withGate(database, place, async (gate) => {
      const running = executeRun(database, next);
      await gate.reached(2);
      expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
      await importVisit(database, 'gus', '2026-02-04 10:00:00');
      await gate.open();
      expect(await running).toMatchObject({ status: 'succeeded' });
    });
    expect(await publishedEvents(database)).toMatchObject({ gus: 1 });
  });
});

describe('an import that goes on when the first run begins', () => {
  it('is in its snapshot, though it marked nothing', async () => {
    const database = await databaseOfTest();
    await importSpread(database);
    await withGate(database, { table: 'imports', on: 'insert' }, async (gate) => {
      const importing = importVisit(database, 'gus', '2026-02-04 10:00:00');
      await gate.reached();
      const running = recompute(database, AS_OF, 'incremental');
      await untilWaiting(database, 'locks.wait');
      await gate.open();
      await Promise.all([importing, running]);
    });
    expect(await publishedEvents(database)).toEqual({ ...ONCE, gus: 1 });
  });
});

describe('a second run', () => {
  it('waits for the first, and says so once', async () => {
    const database = await publishedShop();
    const first = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: LATER });
    let waits = 0;
    await withGate(database, { table: 'run_ranges', on: 'update' }, async (gate) => {
      const running = executeRun(database, first);
      await gate.reached(2);
      const second = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: LATER });
      const waiting = executeRun(database, second, { onWait: () => waits++ });
      await untilWaiting(database, 'locks.wait');
      expect(await database.prisma.run.findUnique({ where: { runId: second } })).toMatchObject({
        status: 'queued',
        attempts: 0,
      });
      await gate.open();
      expect((await running).finishedAt?.getTime()).toBeLessThanOrEqual(
        (await waiting).startedAt?.getTime() ?? 0,
      );
    });
    expect(waits).toBe(1);
  });
});
