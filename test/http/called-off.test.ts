// Operations that nobody waits for, or that take too long, are stopped in Postgres too. What they read is locked by the
// test, so that each of them is at its statement until it is stopped.
import { beforeAll, describe, expect, it } from 'vitest';
import { createPool, type Pool, withTransaction } from '../../src/db/pool.ts';
import { type Api, buildApi } from '../support/api.ts';
import { until } from '../support/cli.ts';
import { freshDatabase } from '../support/database.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';

const COUNT = '{ users(filter: { revenue: { gte: "0" } }) { totalCount } }';
const POOL_SIZE = 10;

let api: Api;
let hasty: Api;
let url: string;
let observer: Pool;

beforeAll(async () => {
  const database = await freshDatabase();
  await publishShop(database, sampleShop(5, 1));
  api = await buildApi({ database });
  hasty = await buildApi({ database, api: { longestOperationMs: 200 } });
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  api.logged.length = 0; // that it listens
  observer = createPool(database.url, 2);
  return () => observer.end();
});

/** Asks over a socket; the client hangs up when `signal` says so. */
function ask(signal: AbortSignal): Promise<Response> {
  return fetch(`${url}/graphql`, {
    method: 'POST',
    headers: { authorization: `Bearer ${api.keys.viewer}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query: COUNT }),
    signal,
  });
}

async function countingStatements(): Promise<number> {
  const { rows } = await observer.query<{ statements: number }>(
    `select count(*)::integer as statements from pg_stat_activity
      where datname = current_database() and state = 'active' and query like '/* users.count */%'`,
  );
  return rows[0]?.statements ?? 0;
}

/** Nobody can read users while `work` goes on. */
function whileUsersAreLocked<T>(work: () => Promise<T>): Promise<T> {
  return withTransaction(observer, async (connection) => {
    await connection.query('lock table user_states in access exclusive mode');
    return work();
  });
}

describe('an operation whose client goes away', () => {
  it('stops in Postgres within a second, and gives its connection to others', async () => {
    await whileUsersAreLocked(async () => {
      const client = new AbortController();
      const answer = ask(client.signal);
      await until('the statement runs', async () => (await countingStatements()) === 1);
      client.abort();
      const leftAt = performance.now();
      await expect(answer).rejects.toThrow('aborted');
      await until('the statement is stopped', async () => (await countingStatements()) === 0);
      expect(performance.now() - leftAt).toBeLessThan(1000);
    });
    expect(await api.data(COUNT)).toEqual({ users: { totalCount: 5 } });
    expect(api.logged).toEqual([]);
  });

  it('stops where all connections are busy, and so do those that wait for one', async () => {
    await whileUsersAreLocked(async () => {
      const client = new AbortController();
      const asked = Array.from({ length: 2 * POOL_SIZE }, () => ask(client.signal));
      const answers = Promise.allSettled(asked);
      await until('every connection is busy', async () => (await countingStatements()) === POOL_SIZE);
      client.abort();
      expect(new Set((await answers).map(({ status }) => status))).toEqual(new Set(['rejected']));
      await until('all statements are stopped', async () => (await countingStatements()) === 0);
      const { role } = (await api.data<{ me: { role: string } }>('{ me { role } }')).me;
      expect(role).toBe('ADMIN');
    });
    const again = await Promise.all(Array.from({ length: POOL_SIZE }, () => api.data(COUNT)));
    expect(again).toEqual(again.map(() => ({ users: { totalCount: 5 } })));
    expect(api.logged).toEqual([]);
  });
});

describe('an operation that takes too long', () => {
  it('is answered with TIMEOUT, and stopped in Postgres', async () => {
    await whileUsersAreLocked(async () => {
      const { errors } = await hasty.ask(COUNT);
      expect(errors?.map(({ message, extensions }) => [extensions.code, message])).toEqual([
        ['TIMEOUT', 'The operation took longer than 0.2 seconds and was stopped. Ask for less at once.'],
      ]);
      await until('the statement is stopped', async () => (await countingStatements()) === 0);
    });
    expect(await hasty.data(COUNT)).toEqual({ users: { totalCount: 5 } });
    expect(hasty.logged).toEqual([]);
  });
});
