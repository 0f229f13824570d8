// How far a run is: its share, its end at the present pace, and signs of life.
import { afterEach, describe, expect, it, vi } from 'vitest';
import type { RunProgress } from '../../src/recompute/run-version.ts';
import { estimatedEnd, shareOf } from '../../src/runs/progress.ts';
import { executeRun, type Run, requestRun } from '../../src/runs/service.ts';
import { buildApi } from '../support/api.ts';
import { until } from '../support/cli.ts';
import { databaseOfTest } from '../support/database.ts';
import { withGate } from './gate.ts';
import { AS_OF, importSpread } from './spread-shop.ts';

afterEach(() => {
  vi.useRealTimers();
});

const START = new Date('2026-03-01T10:00:00Z');
const run = { status: 'running', startedAt: START, usersDone: 250n, usersTotal: 1000n } as Run;
const after = (seconds: number) => new Date(START.getTime() + seconds * 1000);

describe('the share of a run', () => {
  it.each([
    [0n, 1000n, 0],
    [250n, 1000n, 0.25],
    [1000n, 1000n, 1],
    [0n, 0n, null],
  ])('with %i of %i users done is %s', (usersDone, usersTotal, share) => {
    expect(shareOf({ ...run, usersDone, usersTotal })).toBe(share);
  });
});

describe('the estimated end of a run', () => {
  it('is when all is done at the pace so far', () => {
    expect(estimatedEnd(run, after(10))).toEqual(after(40));
    expect(estimatedEnd({ ...run, usersDone: 1000n }, after(10))).toEqual(after(10));
  });

  it('is unknown before the first users are done, and of a run that does not go on', () => {
    expect(estimatedEnd({ ...run, usersDone: 0n }, after(10))).toBeNull();
    expect(estimatedEnd({ ...run, usersTotal: 0n, usersDone: 0n }, after(10))).toBeNull();
    for (const status of ['queued', 'succeeded', 'failed', 'cancelled'])
      expect(estimatedEnd({ ...run, status }, after(10))).toBeNull();
  });
});

describe('a run that goes on', () => {
  it('is seen through the API as far as it is, and shows that it is alive', async () => {
    const database = await databaseOfTest();
    const api = await buildApi({ database });
    const seen = async (runId: number) =>
      (
        await api.data<{ run: Record<string, string | number | null> }>(
          `{ run(id: ${runId}) { status stage share usersDone usersTotal startedAt estimatedEnd heartbeatAt } }`,
        )
      ).run;
    await importSpread(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: AS_OF });
    vi.useFakeTimers({ toFake: ['setInterval', 'clearInterval'] });
    await withGate(
      database,
      { table: 'user_states', on: 'insert', when: "new.external_id = 'finn'" },
      async (gate) => {
        const running = executeRun(database, runId);
        await gate.reached();
        await until('others are done', async () => Number((await seen(runId)).usersDone) >= 4);
        const before = await seen(runId);
        expect(before).toMatchObject({ status: 'RUNNING', stage: 'users', usersTotal: 6 });
        expect(before.share).toBe(Number(before.usersDone) / 6);
        expect(time(before.estimatedEnd)).toBeGreaterThan(Date.now());
        expect(time(before.heartbeatAt)).toBeGreaterThanOrEqual(time(before.startedAt));
        vi.advanceTimersByTime(5_000);
        await until('its heart beats', async () => (await seen(runId)).heartbeatAt !== before.heartbeatAt);
        expect(time((await seen(runId)).heartbeatAt)).toBeGreaterThan(time(before.heartbeatAt));
        await gate.open();
        expect(await running).toMatchObject({ status: 'succeeded' });
      },
    );
    expect(vi.getTimerCount()).toBe(0);
    expect(await seen(runId)).toMatchObject({
      status: 'SUCCEEDED',
      share: 1,
      usersDone: 6,
      estimatedEnd: null,
    });
  });

  it('tells whoever watches it of every range, of more users each time, and of its stages in their order', async () => {
    const database = await databaseOfTest();
    await importSpread(database);
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: AS_OF });
    const told: RunProgress[] = [];
    await executeRun(database, runId, { onProgress: (progress) => told.push(progress) });
    const stages = told.map(({ stage }) => stage);
    expect(stages.filter((stage, at) => stage !== stages[at - 1])).toEqual([
      'orders',
      'users',
      'rollups',
      'publish',
      'indexes',
    ]);
    const done = told.filter(({ stage }) => stage === 'users').map(({ usersDone }) => usersDone);
    expect(done).toEqual(done.toSorted((a, b) => a - b));
    expect(new Set(done)).toEqual(new Set([0, 1, 2, 3, 4, 5, 6]));
    expect(told.at(-1)).toEqual({ stage: 'indexes', usersDone: 6, usersTotal: 6 });
  });
});

function time(text: string | number | null | undefined): number {
  return Date.parse(String(text));
}
