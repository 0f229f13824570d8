// The indexes that readers want: a first run does without them and builds them when it has published, and where its
// process dies in between somebody else does.
import { beforeEach, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { takeLock, unlockConnection } from '../../src/db/locks.ts';
import { withConnection } from '../../src/db/pool.ts';
import { completeIndexes, executeRun, findRun, requestRun } from '../../src/runs/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { recompute } from '../support/shop.ts';
import { untilWaiting, waitingBackend } from '../support/waiting.ts';
import { withGate } from './gate.ts';
import { AS_OF, importSpread, publishedEvents, USERS } from './spread-shop.ts';

const BUILD = 'recompute.build_index';

let database: Database;
let whole: string[];

beforeEach(async () => {
  database = await databaseOfTest();
  whole = await indexes();
  await importSpread(database);
});

async function indexes(): Promise<string[]> {
  const { rows } = await database.pool.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where tablename = 'user_states' order by 1`,
  );
  return rows.map(({ indexdef }) => indexdef);
}

/** Has a first run publish, and holds it where it builds indexes; `work` gets its id, and it itself. */
async function withRunThatBuilds(
  work: (runId: number, running: Promise<unknown>) => Promise<void>,
): Promise<void> {
  const runId = await requestRun(database, { requestedBy: 'test', kind: 'full', asOf: AS_OF });
  await withConnection(database.pool, async (holder) => {
    const running = withGate(database, { table: 'user_states', on: 'insert' }, async (gate) => {
      const run = executeRun(database, runId);
      run.catch(() => {});
      await gate.reached(2);
      await holder.query('begin');
      await holder.query('lock table user_states in row exclusive mode'); // writes go on, but no index is built
      await gate.open();
      return { run };
    });
    try {
      const { run } = await running;
      await untilWaiting(database, BUILD);
      await work(runId, run);
    } finally {
      await holder.query('rollback');
    }
  });
}

/** Ends the connections that build indexes. */
async function breakConnections(): Promise<void> {
  for (let pid = await waitingBackend(database, BUILD); pid; pid = await waitingBackend(database, BUILD))
    await database.pool.query('select pg_terminate_backend($1, 5000)', [pid]);
}

describe('a first run', () => {
  it('has published, and lets imports in, before it builds the indexes of its readers', async () => {
    await withRunThatBuilds(async (runId) => {
      expect(await findRun(database, runId)).toMatchObject({ status: 'succeeded', stage: 'publish' });
      expect(Object.keys(await publishedEvents(database))).toEqual([...USERS]);
      expect((await indexes()).length).toBeLessThan(whole.length);
      await withConnection(database.pool, async (other) => {
        await takeLock(other, 'inputs', 'connection', () => expect.unreachable('an import has to wait'));
        await unlockConnection(other);
      });
    });
  });

  it('that dies then leaves them to the next run', async () => {
    await withRunThatBuilds(async (runId, running) => {
      await breakConnections();
      await expect(running).rejects.toThrow();
      expect(await findRun(database, runId)).toMatchObject({ status: 'succeeded' });
    });
    expect((await indexes()).length).toBeLessThan(whole.length);
    expect(await recompute(database, AS_OF, 'incremental')).toMatchObject({ status: 'succeeded' });
    expect(await indexes()).toEqual(whole);
  });

  it('that dies then leaves them to whoever looks', async () => {
    await recompute(database, AS_OF);
    await database.pool.query('drop index user_states_revenue_idx, user_states_segment_ids_idx');
    await completeIndexes(database);
    expect(await indexes()).toEqual(whole);
  });
});

it('indexes that are missing are left to a run that goes on', async () => {
  await recompute(database, AS_OF);
  await database.pool.query('drop index user_states_revenue_idx');
  await withConnection(database.pool, async (other) => {
    await takeLock(other, 'run', 'connection');
    await completeIndexes(database);
    expect((await indexes()).length).toBe(whole.length - 1);
    await unlockConnection(other);
  });
  await completeIndexes(database);
  expect(await indexes()).toEqual(whole);
});
