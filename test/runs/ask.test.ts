// Asking for a run: joined where one waits, raised to a full one, carried out once by whoever comes first; and its
// as-of time, which never goes back.
import { describe, expect, it } from 'vitest';
import { executeRun, newestRuns, type RunRequest, requestRun } from '../../src/runs/service.ts';
import { contentsOf } from '../support/contents.ts';
import { databaseOfTest } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const ASK = { requestedBy: 'test', kind: 'incremental' } as const satisfies RunRequest;
const ana = { user_pseudo_id: 'ana', country: 'Peru' };

describe('asking for a run', () => {
  it('while one waits joins it, however many ask at once', async () => {
    const database = await databaseOfTest();
    const asked = await Promise.all(Array.from({ length: 20 }, () => requestRun(database, ASK)));
    expect(new Set(asked).size).toBe(1);
    expect(await newestRuns(database, 100)).toMatchObject([
      { runId: asked[0], status: 'queued', kind: 'incremental', attempts: 0 },
    ]);
  });

  it('with a full one makes the waiting run a full one, and an incremental one leaves it so', async () => {
    const database = await databaseOfTest();
    const runId = await requestRun(database, ASK);
    expect(await requestRun(database, { ...ASK, kind: 'full' })).toBe(runId);
    expect(await requestRun(database, ASK)).toBe(runId);
    expect(await newestRuns(database, 100)).toMatchObject([{ runId, kind: 'full' }]);
  });

  it('with another as-of time is refused, and leaves the waiting run as it is', async () => {
    const database = await databaseOfTest();
    const asOf = '2026-03-01T00:00:00.000000Z';
    const runId = await requestRun(database, { ...ASK, asOf });
    expect(await requestRun(database, { ...ASK, asOf: '2026-03-01T01:00:00+01:00' })).toBe(runId);
    for (const other of ['2026-03-01T00:00:00.000001Z', '2026-02-28T23:59:59.999999Z'])
      await expect(requestRun(database, { ...ASK, kind: 'full', asOf: other })).rejects.toMatchObject({
        code: 'BAD_USER_INPUT',
        message: `as-of: run ${runId} is queued already, with another as-of time. Ask again when it has started.`,
      });
    expect(await newestRuns(database, 100)).toMatchObject([{ runId, kind: 'incremental' }]);
    expect(await requestRun(database, { ...ASK, kind: 'full' })).toBe(runId);
    expect(await newestRuns(database, 100)).toMatchObject([{ runId, kind: 'full' }]);
  });

  it('for the publication of a rule set joins no other run', async () => {
    const database = await databaseOfTest();
    const [recomputing, second, third] = [
      await requestRun(database, ASK),
      await requestRun(database, { ...ASK, kind: 'rules', publishes: 2 }),
      await requestRun(database, { ...ASK, kind: 'rules', publishes: 3 }),
    ];
    expect(new Set([recomputing, second, third]).size).toBe(3);
    expect(await requestRun(database, { ...ASK, kind: 'rules', publishes: 2 })).toBe(second);
  });

  it('after it has started asks for the next', async () => {
    const database = await databaseOfTest();
    const first = await requestRun(database, ASK);
    await executeRun(database, first);
    expect(await requestRun(database, ASK)).toBeGreaterThan(first);
  });
});

describe('a run', () => {
  it('is carried out once, whoever tries to at the same time', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'profiles', [ana]);
    const runId = await requestRun(database, ASK);
    let waited = 0;
    const runs = await Promise.all(
      Array.from({ length: 3 }, () => executeRun(database, runId, { onWait: () => waited++ })),
    );
    expect(runs.map(({ status, attempts }) => [status, attempts])).toEqual(
      Array.from({ length: 3 }, () => ['succeeded', 1]),
    );
    expect(waited).toBe(2);
    expect(await database.prisma.snapshot.count()).toBe(1);
  });

  it('that has ended is not carried out again', async () => {
    const database = await databaseOfTest();
    const { runId } = await recompute(database, '2026-03-01');
    const before = await contentsOf(database);
    expect(await executeRun(database, runId)).toMatchObject({ status: 'succeeded', attempts: 1 });
    expect(await contentsOf(database)).toEqual(before);
  });

  it('is the snapshot of its id, and of its as-of time', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'profiles', [ana]);
    const { runId, asOf, kind, stage } = await recompute(database, '2026-03-01', 'incremental');
    expect({ kind, stage }).toEqual({ kind: 'full', stage: 'publish' }); // nothing was published
    expect(await database.prisma.snapshot.findMany()).toMatchObject([
      { snapshotId: runId, asOf, users: 1n, lastImportId: 1 },
    ]);
    expect(await recompute(database, '2026-03-01', 'incremental')).toMatchObject({ kind: 'incremental' });
  });
});

describe('the as-of time', () => {
  const AT = '2026-03-01T00:00:00.000000Z';
  const status = (asOf: string | null) => async () => {
    const database = await databaseOfTest();
    await importRows(database, 'profiles', [ana]);
    const { runId } = await recompute(database, AT);
    const run = await executeRun(database, await requestRun(database, { ...ASK, asOf }));
    return { database, published: runId, run };
  };

  it('may stay, and may go on by a microsecond', async () => {
    for (const asOf of [AT, '2026-03-01T00:00:00.000001Z'])
      expect((await status(asOf)()).run).toMatchObject({ status: 'succeeded', error: null });
  });

  it('is refused where it goes back by a microsecond, and the published snapshot stands', async () => {
    const { database, published, run } = await status('2026-02-28T23:59:59.999999Z')();
    expect(run).toMatchObject({
      status: 'failed',
      error: `The as-of time 2026-02-28T23:59:59.999999Z is before that of the published snapshot, ${AT}; it never goes back.`,
    });
    expect(await database.prisma.snapshot.findMany()).toMatchObject([{ snapshotId: published }]);
    expect(await recompute(database, AT, 'incremental')).toMatchObject({ status: 'succeeded' });
  });

  it('of a run that names none is now, or that of the published snapshot where that is later', async () => {
    const { run } = await status(null)();
    expect(Math.abs(Date.now() - (run.asOf?.getTime() ?? 0))).toBeLessThan(60_000);
    const database = await databaseOfTest();
    await recompute(database, '2999-01-01');
    expect(await recompute(database, undefined, 'incremental')).toMatchObject({
      asOf: new Date('2999-01-01T00:00:00Z'),
    });
  });
});
