// A run whose process lost a connection, and lives on: it leaves the run to be taken up, and where somebody else has
// done so it writes nothing any more.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { describeError } from '../../src/errors.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { recompute } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';
import { type Place, withGate } from './gate.ts';
import { AS_OF, importSpread, importVisits, publishedEvents, USERS } from './spread-shop.ts';

const LATER = '2026-03-02T00:00:00Z';
const AT_FINN: Place = { table: 'user_states', on: 'insert', when: "new.external_id = 'finn'" };

async function expectFullAgrees(database: Database): Promise<void> {
  const derived = await readDerived(database);
  await forgetDerived(database);
  await recompute(database, LATER, 'full');
  expect(derived).toEqual(await readDerived(database));
}

describe('a run whose process lives on', () => {
  const LOCK_CLASS = 0x5374_7261;

  /** Ends the connection of the process that carries out a run, which holds the lock of runs. */
  async function breakLock(database: Database): Promise<void> {
    const { rowCount } = await database.pool.query(
      `select pg_terminate_backend(l.pid) from pg_locks l
        where l.locktype = 'advisory' and l.granted and l.classid = $1 and l.objid = 2
          and l.database = (select oid from pg_database where datname = current_database())`,
      [LOCK_CLASS],
    );
    expect(rowCount).toBe(1);
  }

  it.each(['full', 'incremental'] as const)(
    'but has lost its lock is overtaken by the next that takes up its %s run, and does not disturb it',
    async (kind) => {
      const database = await databaseOfTest();
      await importSpread(database);
      await recompute(database, AS_OF);
      await importVisits(database, '2026-02-03 10:00:00');
      const runId = await requestRun(database, { requestedBy: 'test', kind, asOf: LATER });
      await withGate(database, { table: 'user_states', on: 'insert' }, async (gate) => {
        const overtaken = executeRun(database, runId).catch((error) => error);
        await gate.reached(kind === 'full' ? 2 : 1);
        await breakLock(database);
        const running = executeRun(database, runId);
        await untilWaiting(database, 'recompute.end_attempts');
        await gate.open();
        // Whichever it finds out first.
        expect(describeError(await overtaken)).toMatch(
          /^(This process lost its connection|The database went away)/,
        );
        expect(await running).toMatchObject({ status: 'succeeded', attempts: 2, usersDone: 6n });
      });
      expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
      await expectFullAgrees(database);
    },
  );

  it('but has lost the connection of a range leaves the run to be taken up', async () => {
    const database = await databaseOfTest();
    await importSpread(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: AS_OF });
    await withGate(database, AT_FINN, async (gate) => {
      const running = executeRun(database, runId).catch((error) => error);
      await gate.reached();
      await gate.breakConnections();
      expect(describeError(await running)).toBe(
        'The database went away (terminating connection due to administrator command). What was not finished is undone; run the command again.',
      );
    });
    expect(await database.prisma.run.findUnique({ where: { runId } })).toMatchObject({ status: 'running' });
    expect(await executeRun(database, runId)).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(Object.keys(await publishedEvents(database))).toEqual([...USERS]);
  });

  it('but has lost its lock leaves the run to be taken up, where it finds out itself', async () => {
    const database = await databaseOfTest();
    await importSpread(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: AS_OF });
    await withGate(database, { table: 'user_states', on: 'insert' }, async (gate) => {
      const running = executeRun(database, runId).catch((error) => error);
      await gate.reached(2);
      await breakLock(database);
      await gate.open();
      expect(describeError(await running)).toMatch(/^The database went away/);
    });
    expect(await database.prisma.run.findUnique({ where: { runId } })).toMatchObject({ status: 'running' });
    expect(await executeRun(database, runId)).toMatchObject({ status: 'succeeded', attempts: 2 });
    expect(Object.keys(await publishedEvents(database))).toEqual([...USERS]);
  });
});
