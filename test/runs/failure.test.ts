// A run that fails says why, and leaves everything as it was: what is published, what was marked, and the way free for
// the next run, which does the work.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { executeRun, type Run, type RunRequest, requestRun } from '../../src/runs/service.ts';
import { runCli } from '../support/cli.ts';
import { type Contents, contentsOf } from '../support/contents.ts';
import { preparedDatabases } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { useFolder } from '../support/import-text.ts';
import { recompute } from '../support/shop.ts';
import { removeTrap, setTrap } from './gate.ts';
import { prepareChangedShop, publishedEvents, USERS } from './spread-shop.ts';

const LATER = '2026-03-02T00:00:00Z';

const folder = useFolder();
let database: Database;
let before: Contents;

const changedShop = preparedDatabases(prepareChangedShop);

beforeEach(async () => {
  database = await changedShop();
  before = await contentsButRuns();
});

async function contentsButRuns(): Promise<Contents> {
  const { runs: _runs, audit_log: _log, ...others } = await contentsOf(database);
  return others;
}

/** Runs to an end, whether it throws what went wrong or not. */
async function runToItsEnd(kind: RunRequest['kind']): Promise<Run> {
  const runId = await requestRun(database, { requestedBy: 'test', kind, asOf: LATER });
  await executeRun(database, runId).catch(() => {});
  return database.prisma.run.findUniqueOrThrow({ where: { runId } });
}

async function expectNextRunComplete(): Promise<void> {
  await recompute(database, LATER, 'incremental');
  expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
  const derived = await readDerived(database);
  await forgetDerived(database);
  await recompute(database, LATER, 'full');
  expect(derived).toEqual(await readDerived(database));
}

describe('a run that fails', () => {
  it.each([
    { kind: 'full', table: 'user_states', when: "new.external_id = 'finn'" },
    { kind: 'incremental', table: 'user_states', when: "new.external_id = 'finn'" },
    { kind: 'incremental', table: 'run_ranges' },
    { kind: 'full', table: 'place_rollups' },
    { kind: 'incremental', table: 'segment_rollups' },
    { kind: 'full', table: 'snapshots' },
  ] as const)('and is $kind keeps the reason and changes nothing, with a trap at $table', async (at) => {
    const { kind } = at;
    const place = { on: 'insert', ...at } as const;
    await setTrap(database, place);
    const failed = await runToItsEnd(kind);
    expect(failed).toMatchObject({ status: 'failed', kind, attempts: 1, error: 'the trap has snapped' });
    expect(failed.finishedAt).toBeInstanceOf(Date);
    await removeTrap(database, place);
    expect(await contentsButRuns()).toEqual(before);
    await expectNextRunComplete();
  });

  it('for a table that is missing names it, and changes nothing', async () => {
    await database.pool.query('alter table traits rename to lost_traits');
    expect(await runToItsEnd('full')).toMatchObject({
      status: 'failed',
      error: 'relation "traits" does not exist',
    });
    await database.pool.query('alter table lost_traits rename to traits');
    expect(await contentsButRuns()).toEqual(before);
    await expectNextRunComplete();
  });

  it('for a rule set that is none says what is wrong with it, and changes nothing', async () => {
    const { version, document } = await database.prisma.ruleSet.findFirstOrThrow();
    const corrupt = { ...(document as object), session: { timeoutMinutes: 'long' } };
    await database.prisma.ruleSet.update({ where: { version }, data: { document: corrupt } });
    // In a process of its own: this one knows the rule set, which never changes.
    const { code, stdout, stderr } = await runCli(['recompute', '--as-of', LATER], {
      cwd: folder.path,
      databaseUrl: database.url,
    });
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(/^strata: The recompute failed: .*session\.timeoutMinutes.*\n$/);
    expect(await database.prisma.run.findFirst({ orderBy: { runId: 'desc' } })).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('session.timeoutMinutes'),
    });
    await database.prisma.ruleSet.update({ where: { version }, data: { document: document as object } });
    expect(await contentsButRuns()).toEqual(before);
    await expectNextRunComplete();
  });
});

describe('a run that was left unfinished', () => {
  it('and fails when it is taken up again does not keep the next from its work', async () => {
    const place = { table: 'user_states', on: 'insert' } as const;
    const dead = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: LATER });
    await database.prisma.run.update({ where: { runId: dead }, data: { status: 'running', attempts: 1 } });
    await database.prisma.run.update({ where: { runId: dead }, data: { startedAt: new Date() } });
    await setTrap(database, { ...place, when: `new.valid_from = ${dead}` });
    expect(await recompute(database, LATER, 'incremental')).toMatchObject({ status: 'succeeded' });
    expect(await database.prisma.run.findUnique({ where: { runId: dead } })).toMatchObject({
      status: 'failed',
      attempts: 2,
    });
    expect(await publishedEvents(database)).toEqual(Object.fromEntries(USERS.map((user) => [user, 2])));
  });
});

describe('a first run that fails', () => {
  it('leaves no snapshot, and the indexes that readers need', async () => {
    await forgetDerived(database);
    const indexes = async () =>
      (await database.pool.query(`select indexdef from pg_indexes where tablename = 'user_states'`)).rowCount;
    const whole = await indexes();
    const place = { table: 'place_rollups', on: 'insert' } as const;
    await setTrap(database, place);
    expect(await runToItsEnd('incremental')).toMatchObject({ status: 'failed', kind: 'full' });
    expect(await indexes()).toBe(whole);
    const { snapshots, user_states, segment_rollups } = await contentsOf(database);
    expect([snapshots?.rows, user_states?.rows, segment_rollups?.rows]).toEqual([0, 0, 0]);
    await removeTrap(database, place);
    await expectNextRunComplete();
  });
});
