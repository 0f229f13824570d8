// A run whose process is killed is taken up again by the next, from its checkpoints, and comes to what an undisturbed
// one comes to; one that dies again and again is given up.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { type Running, startCli, until } from '../support/cli.ts';
import { contentsOf } from '../support/contents.ts';
import { databaseOfTest, preparedDatabases } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows, recompute } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';
import { type Gate, type Place, withGate } from './gate.ts';
import {
  AS_OF,
  importSpread,
  importVisit,
  prepareChangedShop,
  publishedEvents,
  USERS,
} from './spread-shop.ts';

const folder = useFolder();
const LATER = '2026-03-02T00:00:00Z';
const AT_FINN: Place = { table: 'user_states', on: 'insert', when: "new.external_id = 'finn'" };

function start(database: Database, ...options: string[]): Running {
  return startCli(['recompute', ...options], { cwd: folder.path, databaseUrl: database.url });
}

async function kill({ process: child, finished }: Running): Promise<void> {
  child.kill('SIGKILL');
  expect((await finished).code).toBeNull();
}

/** Starts `strata recompute` and kills it at the gate; returns the run that it leaves. */
async function die(database: Database, gate: Gate, ...options: string[]): Promise<number> {
  const running = start(database, ...options);
  await gate.reached();
  await kill(running);
  return (await database.prisma.run.findFirstOrThrow({ where: { status: 'running' } })).runId;
}

function untilDone({ prisma }: Database, ranges: number): Promise<void> {
  return until(
    `${ranges} ranges are done`,
    async () => (await prisma.runRange.count({ where: { doneAt: { not: null } } })) === ranges,
  );
}

async function expectFullAgrees(database: Database): Promise<void> {
  const derived = await readDerived(database);
  await forgetDerived(database);
  await recompute(database, LATER, 'full');
  expect(derived).toEqual(await readDerived(database));
}

/** Which transaction wrote each state. */
async function writersOfStates(database: Database): Promise<Record<string, string>> {
  const { rows } = await database.pool.query<{ external_id: string; writer: string }>(
    'select external_id, xmin::text as writer from user_states order by 1',
  );
  return Object.fromEntries(rows.map(({ external_id, writer }) => [external_id, writer]));
}

describe('a first run that is killed in its last range', () => {
  it('shows nothing, and is finished by the next without computing the other ranges again', async () => {
    const database = await databaseOfTest();
    await importSpread(database);
    let died = 0;
    await withGate(database, AT_FINN, async (gate) => {
      const reached = () => gate.reached().then(() => untilDone(database, USERS.length - 1));
      died = await die(database, { ...gate, reached }, '--as-of', AS_OF);
    });
    expect(await database.prisma.run.findUnique({ where: { runId: died } })).toMatchObject({
      status: 'running',
      kind: 'full',
      attempts: 1,
      stage: 'users',
      usersTotal: 6n,
    });
    expect(await database.prisma.snapshot.count()).toBe(0);
    const done = await writersOfStates(database);
    expect(Object.keys(done)).toEqual(USERS.slice(0, 5));

    const next = await recompute(database, LATER, 'incremental');
    expect(next).toMatchObject({ attempts: 1, kind: 'incremental', usersTotal: 0n });
    const resumed = await database.prisma.run.findUniqueOrThrow({ where: { runId: died } });
    expect(resumed).toMatchObject({
      status: 'succeeded',
      attempts: 2,
      asOf: new Date(AS_OF),
      usersDone: 6n,
      error: null,
    });
    expect(await writersOfStates(database)).toEqual({ ...done, finn: expect.any(String) });
    expect((await database.prisma.snapshot.findMany()).map(({ snapshotId }) => snapshotId)).toEqual([
      died,
      next.runId,
    ]);
    const { run_ranges, dirty_users, dirty_orders } = await contentsOf(database);
    expect([run_ranges?.rows, dirty_users?.rows, dirty_orders?.rows]).toEqual([0, 0, 0]);
    await expectFullAgrees(database);
  });

  it('comes to what an undisturbed one does, though what it had begun is still going on in the database', async () => {
    const [database, undisturbed] = [await databaseOfTest(), await databaseOfTest()];
    await importSpread(undisturbed);
    await recompute(undisturbed, AS_OF);
    await importSpread(database);
    await withGate(database, AT_FINN, async (gate) => {
      const died = await die(database, gate, '--as-of', AS_OF);
      const running = executeRun(database, died);
      // What was killed waits at the gate still, for Postgres has not noticed; the next attempt waits for that.
      await untilWaiting(database, 'recompute.end_attempts');
      await gate.open();
      expect(await running).toMatchObject({ status: 'succeeded', attempts: 2 });
    });
    expect(await readDerived(database)).toEqual(await readDerived(undisturbed));
  });
});

describe('a run that is killed when something changed', () => {
  const publishedShop = preparedDatabases(prepareChangedShop);

  it.each([
    ['incremental', 'while it computes users', AT_FINN, []],
    ['full', 'while it computes users', AT_FINN, ['--full']],
    [
      'incremental',
      'at its rollups',
      { table: 'segment_rollups', on: 'insert', when: "new.segment_ids = '{}'" },
      [],
    ],
    ['full', 'as it publishes', { table: 'snapshots', on: 'insert' }, ['--full']],
  ] as const)(
    'and is %s, %s, leaves the snapshot as it was until it is finished',
    async (kind, _when, place, options) => {
      const database = await publishedShop();
      const before = await publishedEvents(database);
      expect(before).toEqual(Object.fromEntries(USERS.map((user) => [user, 1])));
      let died = 0;
      await withGate(database, place, async (gate) => {
        died = await die(database, gate, '--as-of', LATER, ...options);
        expect(await publishedEvents(database)).toEqual(before);
      });
      await importVisit(database, 'ana', '2026-02-04 10:00:00');
      await importRows(database, 'profiles', [{ user_pseudo_id: 'gus', country: 'Chile' }]);
      expect(await publishedEvents(database)).toEqual(before);

      expect(await recompute(database, LATER, 'incremental')).toMatchObject({ attempts: 1, usersTotal: 0n });
      expect(await database.prisma.run.findUnique({ where: { runId: died } })).toMatchObject({
        status: 'succeeded',
        kind,
        attempts: 2,
      });
      // The resumed run has caught up what came while it was dead.
      expect(await publishedEvents(database)).toEqual({
        ...Object.fromEntries(USERS.map((user) => [user, 2])),
        ana: 3,
        gus: 0,
      });
      await expectFullAgrees(database);
    },
  );

  it('and is cancelled before somebody takes it up ends cancelled, and the next does its work', async () => {
    const database = await publishedShop();
    let died = 0;
    await withGate(database, AT_FINN, async (gate) => {
      died = await die(database, gate, '--as-of', LATER);
      await database.prisma.run.update({ where: { runId: died }, data: { cancelRequested: true } });
    });
    await recompute(database, LATER, 'incremental');
    expect(await database.prisma.run.findUnique({ where: { runId: died } })).toMatchObject({
      status: 'cancelled',
      attempts: 2,
    });
    expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
    await expectFullAgrees(database);
  });

  it('again and again is given up after four attempts, and the next does its work', async () => {
    const database = await publishedShop();
    const before = await publishedEvents(database);
    const deaths: number[] = [];
    for (let attempt = 1; attempt <= 4; attempt++)
      await withGate(database, AT_FINN, async (gate) => {
        deaths.push(await die(database, gate, '--as-of', LATER));
      });
    const died = deaths[0] as number;
    expect(deaths).toEqual([died, died, died, died]);
    expect(await database.prisma.run.findUnique({ where: { runId: died } })).toMatchObject({ attempts: 4 });
    expect(await publishedEvents(database)).toEqual(before);

    const next = await requestRun(database, { requestedBy: 'test', kind: 'incremental' });
    expect(await executeRun(database, next)).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(await database.prisma.run.findUnique({ where: { runId: died } })).toMatchObject({
      status: 'failed',
      error: 'Given up after 4 attempts, in each of which the process or the database died.',
    });
    expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
    await expectFullAgrees(database);
  });
});
