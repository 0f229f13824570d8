// Cancelling: a run that waits never starts, one that goes on stops between two ranges, one that nobody carries out is
// undone at once. What stood before stands, letter for letter, and what was marked is taken up by the next run.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { cancelRun, executeRun, requestRun } from '../../src/runs/service.ts';
import { startCli, until } from '../support/cli.ts';
import { type Contents, contentsOf } from '../support/contents.ts';
import { databaseOfTest, preparedDatabases } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { useFolder } from '../support/import-text.ts';
import { recompute } from '../support/shop.ts';
import { withGate } from './gate.ts';
import {
  AS_OF,
  importSpread,
  importVisits,
  prepareChangedShop,
  publishedEvents,
  USERS,
} from './spread-shop.ts';

const folder = useFolder();
const LATER = '2026-03-02T00:00:00Z';

/** Everything but the runs themselves, and the log of who asked for them. */
async function contentsButRuns(database: Database): Promise<Contents> {
  const { runs: _runs, audit_log: _log, ...others } = await contentsOf(database);
  return others;
}

async function indexesOf(database: Database): Promise<string[]> {
  const { rows } = await database.pool.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where tablename = 'user_states' order by 1`,
  );
  return rows.map(({ indexdef }) => indexdef);
}

const changedShop = preparedDatabases(prepareChangedShop);

async function expectNextRunComplete(database: Database): Promise<void> {
  await recompute(database, LATER, 'incremental');
  expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
  const incremental = await readDerived(database);
  await forgetDerived(database);
  await recompute(database, LATER, 'full');
  expect(incremental).toEqual(await readDerived(database));
}

describe('a run that waits', () => {
  it('is cancelled at once, and is never carried out', async () => {
    const database = await changedShop();
    const before = await contentsButRuns(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full' });
    const cancelled = await cancelRun(database, runId);
    expect(cancelled).toMatchObject({ status: 'cancelled', attempts: 0, startedAt: null });
    expect(cancelled?.finishedAt).toBeInstanceOf(Date);
    expect(await executeRun(database, runId)).toEqual(cancelled);
    expect(await contentsButRuns(database)).toEqual(before);
    expect(await requestRun(database, { requestedBy: 'test', kind: 'full' })).not.toBe(runId);
  });
});

describe('a run that goes on', () => {
  it.each(['full', 'incremental'] as const)(
    'and is %s stops before its next range, and undoes what it wrote',
    async (kind) => {
      const database = await changedShop();
      const before = await contentsButRuns(database);
      const indexes = await indexesOf(database);
      const runId = await requestRun(database, { requestedBy: 'test', kind, asOf: LATER });
      await withGate(database, { table: 'run_ranges', on: 'update' }, async (gate) => {
        const running = executeRun(database, runId);
        await gate.reached(kind === 'full' ? 2 : 1);
        expect(await cancelRun(database, runId)).toMatchObject({ status: 'running', cancelRequested: true });
        await gate.open();
        expect(await running).toMatchObject({
          status: 'cancelled',
          error: 'The run was cancelled; what it had written is undone.',
          usersTotal: 6n,
        });
      });
      const { usersDone } = await database.prisma.run.findUniqueOrThrow({ where: { runId } });
      expect(usersDone).toBeLessThanOrEqual(kind === 'full' ? 2n : 6n); // two ranges of one user, or one of all
      expect(await contentsButRuns(database)).toEqual(before);
      expect(await indexesOf(database)).toEqual(indexes);
      await expectNextRunComplete(database);
    },
  );

  it('stops before it publishes, when everybody is computed', async () => {
    const database = await changedShop();
    const before = await contentsButRuns(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'incremental', asOf: LATER });
    await withGate(
      database,
      { table: 'segment_rollups', on: 'insert', when: "new.segment_ids = '{}'" },
      async (gate) => {
        const running = executeRun(database, runId);
        await gate.reached();
        await cancelRun(database, runId);
        await gate.open();
        expect(await running).toMatchObject({ status: 'cancelled', stage: 'publish', usersDone: 6n });
      },
    );
    expect(await contentsButRuns(database)).toEqual(before);
    await expectNextRunComplete(database);
  });

  it('and is the first leaves nothing, and the indexes that readers need', async () => {
    const database = await databaseOfTest();
    const indexes = await indexesOf(database);
    await importSpread(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: AS_OF });
    await withGate(database, { table: 'user_states', on: 'insert' }, async (gate) => {
      const running = executeRun(database, runId);
      await gate.reached(2);
      await cancelRun(database, runId);
      await gate.open();
      expect(await running).toMatchObject({ status: 'cancelled', kind: 'full' });
    });
    const { user_states, segment_rollups, snapshots, run_ranges } = await contentsOf(database);
    for (const table of [user_states, segment_rollups, snapshots, run_ranges]) expect(table?.rows).toBe(0);
    expect(await indexesOf(database)).toEqual(indexes);
    await recompute(database, AS_OF, 'incremental');
    expect(Object.keys(await publishedEvents(database))).toEqual([...USERS]);
  });

  it('has what an import marked meanwhile taken up by the next', async () => {
    const database = await changedShop();
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: LATER });
    await withGate(database, { table: 'user_states', on: 'insert' }, async (gate) => {
      const running = executeRun(database, runId);
      await gate.reached(2);
      await importVisits(database, '2026-02-04 10:00:00');
      await cancelRun(database, runId);
      await gate.open();
      expect(await running).toMatchObject({ status: 'cancelled' });
    });
    await recompute(database, LATER, 'incremental');
    expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 3])));
  });
});

describe('a run that nobody carries out any more', () => {
  it('is undone by who cancels it', async () => {
    const database = await changedShop();
    const before = await contentsButRuns(database);
    const options = { cwd: folder.path, databaseUrl: database.url };
    const runId = await withGate(
      database,
      { table: 'user_states', on: 'insert', when: "new.external_id = 'finn'" },
      async (gate) => {
        const { process: child, finished } = startCli(['recompute', '--full', '--as-of', LATER], options);
        await gate.reached();
        child.kill('SIGKILL');
        await finished;
        const died = await database.prisma.run.findFirstOrThrow({ where: { status: 'running' } });
        return died.runId;
      },
    );
    await until(
      'the run is cancelled',
      async () => (await cancelRun(database, runId))?.status === 'cancelled',
    );
    expect(await database.prisma.run.findUnique({ where: { runId } })).toMatchObject({
      attempts: 1,
      error: 'Cancelled; its process had died.',
    });
    expect(await contentsButRuns(database)).toEqual(before);
    await expectNextRunComplete(database);
  });
});

describe('a run that there is none of, or that has ended', () => {
  it('stays as it is', async () => {
    const database = await changedShop();
    expect(await cancelRun(database, 999)).toBeNull();
    const run = await recompute(database, LATER, 'incremental');
    const before = await contentsOf(database);
    expect(await cancelRun(database, run.runId)).toEqual(run);
    expect(await contentsOf(database)).toEqual(before);
  });
});
