// Verification finds what was made wrong behind its back, and nothing where all is well; a repair puts it right.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { connectDatabase, type Database } from '../../src/db/database.ts';
import { takeLock, unlockConnection } from '../../src/db/locks.ts';
import { withConnection } from '../../src/db/pool.ts';
import { clearDemo } from '../../src/demo/shop-record.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import {
  type Choice,
  hasDrift,
  prepareRepair,
  type Verification,
  verify,
} from '../../src/verification/service.ts';
import { contentsOf } from '../support/contents.ts';
import { databaseOfTest, freshDatabase, preparedDatabases } from '../support/database.ts';
import { COSTLY, shopArbitrary, splitAndShuffle } from '../support/histories.ts';
import { importShop, publishShop, sampleShop } from '../support/sample-shop.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';
import { untilWaiting } from '../support/waiting.ts';

const RUNS = Number(process.env.STRATA_VERIFY_RUNS ?? 2);
const FILES_A_RUN = 8;

const SHOP = sampleShop(40, 8);

const publishedShop = preparedDatabases((database) => publishShop(database, SHOP));

async function look(database: Database, choice: Choice = 'all'): Promise<Verification> {
  return (await verify(database, choice)).verification;
}

/** As `strata verify --all --repair` does; returns the kind of the run. */
async function repair(database: Database): Promise<string> {
  const { verification, drift } = await verify(database, 'all');
  const request = await prepareRepair(database, verification, drift);
  const run = await executeRun(database, await requestRun(database, { ...request, requestedBy: 'test' }));
  expect(run).toMatchObject({ status: 'succeeded', error: null });
  return request.kind;
}

const drifts = ({ users, orders, rollups, consents }: Verification) => [
  users.drifted,
  orders.drifted,
  rollups.drifted,
  consents.drifted,
];

describe('verification', () => {
  it(`finds no drift in ${RUNS} shops that were imported file by file, before and after each run`, async () => {
    const database = await freshDatabase();
    const shops = shopArbitrary({ users: 12 }).chain((shop) =>
      splitAndShuffle(shop).map((files) => ({ shop, files })),
    );
    const none = {
      users: { drifted: 0, columns: {}, examples: [] },
      orders: { drifted: 0, examples: [] },
      rollups: { drifted: 0, examples: [] },
    };
    let waited = 0;
    await fc.assert(
      fc.asyncProperty(shops, async ({ shop, files }) => {
        await clearDemo(database);
        await recompute(database, shop.asOf);
        for (let at = 0; at < files.length; at += FILES_A_RUN) {
          for (const { kind, rows } of files.slice(at, at + FILES_A_RUN))
            await importRows(database, kind, rows);
          const before = await look(database);
          expect(before).toMatchObject(none);
          waited += before.users.waiting;
          await recompute(database, shop.asOf, 'incremental');
          const after = await look(database);
          expect(after).toMatchObject(none);
          expect([after.users.waiting, after.orders.waiting]).toEqual([0, 0]);
          expect(after.users.checked).toBe((await exportedUsers(database)).length);
        }
      }),
      { numRuns: RUNS, ...COSTLY },
    );
    expect(waited).toBeGreaterThan(RUNS);
  });

  it('needs a snapshot', async () => {
    const database = await databaseOfTest();
    await expect(verify(database, 'all')).rejects.toMatchObject({ code: 'NO_SNAPSHOT' });
  });

  it('writes nothing: a database that only reads will do, and holds the same afterwards', async () => {
    const database = await publishedShop();
    const before = await contentsOf(database);
    const readOnly = connectDatabase(`${database.url}?options=-c%20default_transaction_read_only%3Don`);
    try {
      await expect(readOnly.pool.query('delete from users')).rejects.toThrow(/read-only/);
      expect(hasDrift(await look(readOnly))).toBe(false);
    } finally {
      await readOnly.close();
    }
    expect(hasDrift(await look(database))).toBe(false);
    expect(await contentsOf(database)).toEqual(before);
  });

  it('finds a state that is wrong in two columns, says which, and repairs it with the sums', async () => {
    const database = await publishedShop();
    const before = await exportedUsers(database);
    const [user] = before;
    await database.pool.query(
      `update user_states set revenue = revenue + 0.001, gender = 'X' where external_id = $1`,
      [user?.user_pseudo_id],
    );
    const found = await look(database);
    expect(found.users).toMatchObject({ drifted: 1, columns: { revenue: 1, gender: 1 } });
    const [gender, revenue] = found.users.examples;
    expect(gender).toMatchObject({ name: user?.user_pseudo_id, column: 'gender', published: 'X' });
    expect(Number(revenue?.published) - Number(revenue?.recomputed)).toBeCloseTo(0.001, 6);
    // The sums are as they were computed; now their states say something else.
    expect(found.rollups.drifted).toBeGreaterThan(5);
    expect(await repair(database)).toBe('full');
    expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
    expect(await exportedUsers(database)).toEqual(before);
  });

  it('finds what no sum shows, and repairs it by computing those users alone', async () => {
    const database = await publishedShop();
    await database.pool.query(
      `update user_states set next_change_at = '2000-01-01', email = 'eve@example.com' where user_id in (3, 5)`,
    );
    const found = await look(database);
    expect(found).toMatchObject({
      users: { drifted: 2, columns: { next_change_at: 2, email: 2 } },
      rollups: { drifted: 0 },
    });
    expect(JSON.stringify(found)).not.toContain('eve@example.com');
    expect(found.users.examples).toContainEqual({
      name: expect.anything(),
      column: 'email',
      published: '(personal)',
      recomputed: '(personal)',
    });
    expect(await repair(database)).toBe('incremental');
    expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
    expect((await database.prisma.run.findFirst({ orderBy: { runId: 'desc' } }))?.usersDone).toBe(2n);
  });

  it('finds users who are published without being there, and the other way round', async () => {
    const database = await publishedShop();
    await database.pool.query('delete from user_states where user_id = 2');
    await database.pool.query(
      `create temp table copied as select * from user_states where user_id = 3;
       update copied set user_id = 9999, external_id = 'ghost';
       insert into user_states select * from copied`,
    );
    const { users, rollups } = await look(database);
    expect(users).toMatchObject({ drifted: 2, columns: { user_id: 2 } });
    expect(users.examples).toEqual([
      { name: expect.anything(), column: 'user_id', published: null, recomputed: '2' },
      { name: 'ghost', column: 'user_id', published: '9999', recomputed: null },
    ]);
    expect(rollups.drifted).toBeGreaterThan(0);
    await repair(database);
    expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
  });

  it('finds orders that are wrong, missing or made up, and repairs them', async () => {
    const database = await publishedShop();
    const before = await exportedUsers(database);
    const { rows } = await database.pool.query<{ id: string }>(
      'select transaction_id as id from orders where revenue > 0 order by 1 limit 3',
    );
    const [wrong, missing, moved] = rows.map(({ id }) => id);
    await database.pool.query(
      `update orders set revenue = 0.5, ordered_at = null where transaction_id = $1`,
      [wrong],
    );
    await database.pool.query('delete from orders where transaction_id = $1', [missing]);
    await database.pool.query(
      `update orders set user_id = (select max(u.user_id) from users u where u.user_id <> orders.user_id) where transaction_id = $1`,
      [moved],
    );
    await database.pool.query(
      `insert into orders (user_id, transaction_id, revenue) values (1, 'made up', 1000)`,
    );
    const { orders, users } = await look(database);
    expect(orders.drifted).toBe(4);
    expect(users.drifted).toBeGreaterThan(1);
    const columns = (name: string | undefined) =>
      orders.examples.filter((example) => example.name === name).map(({ column }) => column);
    expect(columns(wrong)).toEqual(['ordered_at', 'revenue']);
    expect(columns(moved)).toEqual(['user_id']);
    expect(orders.examples).toContainEqual({
      name: missing,
      column: 'transaction_id',
      published: null,
      recomputed: missing,
    });
    expect(orders.examples).toContainEqual({
      name: 'made up',
      column: 'transaction_id',
      published: 'made up',
      recomputed: null,
    });
    await repair(database);
    expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
    expect(await exportedUsers(database)).toEqual(before);
  });

  it.each([
    [
      'the sums of a segment',
      `update segment_rollups set revenue = revenue + 1 where segment_ids = '{1}' or segment_ids = '{2}'`,
    ],
    ['the number of everybody', `update segment_rollups set users = users + 1 where segment_ids = '{}'`],
    ['a segment that is missing', `delete from segment_rollups where segment_ids <> '{}'`],
    [
      'a city that is made up',
      `insert into place_rollups values ('city', 'Atlantis', 1, 2147483647, 1, 0, 0, 0)`,
    ],
    ['the number of users of the snapshot', 'update snapshots set users = users - 1'],
  ])('finds %s and repairs it by a full run', async (_what, damage) => {
    const database = await publishedShop();
    await database.pool.query(damage);
    const { users, rollups } = await look(database);
    expect(users.drifted).toBe(0);
    expect(rollups.drifted).toBeGreaterThan(0);
    expect(rollups.examples.length).toBeGreaterThan(0);
    expect(await repair(database)).toBe('full');
    expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
  });

  it('finds consent that profiles do not give, or no longer give, and makes it anew', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'profiles', [
      { user_pseudo_id: 'ann', consent: 'yes' },
      { user_pseudo_id: 'bob', consent: 'no' },
      { user_pseudo_id: 'cid', consent: 'yes' },
    ]);
    await recompute(database, '2024-01-10');
    await database.pool.query(`delete from consents where user_id = 1`);
    await database.pool.query(`insert into consents values (2)`);
    const { consents } = await look(database);
    expect(consents).toEqual({
      checked: 3,
      waiting: 0,
      drifted: 2,
      examples: [
        { name: 'ann', column: 'consent', published: null, recomputed: 'true' },
        { name: 'bob', column: 'consent', published: 'true', recomputed: null },
      ],
    });
    await repair(database);
    expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
  });

  it('leaves out who changed since the snapshot, and counts them', async () => {
    const database = await databaseOfTest();
    const shop = sampleShop(40, 3);
    await importShop(database, shop);
    await recompute(database, shop.asOf);
    const total = (await look(database)).users.checked;
    const at = shop.asOf;
    await importRows(database, 'activity', [
      { user_pseudo_id: 'newcomer', eventTimestamp: '2020-01-01 00:00:00' },
    ]);
    const { rows } = await database.pool.query<{ id: string }>(
      'select transaction_id as id from orders order by 1 limit 1',
    );
    // A line without a user: it changes an order, and by it the order's owner.
    await importRows(database, 'transactions', [
      { Transaction_ID: rows[0]?.id as string, Date: '2020-01-01', Item_revenue: '7' },
    ]);
    const found = await look(database);
    expect(drifts(found)).toEqual([0, 0, 0, 0]);
    expect(found.orders.waiting).toBe(1);
    expect(found.users).toMatchObject({ waiting: 2, checked: total - 1 });
    await recompute(database, at, 'incremental');
    expect((await look(database)).users).toMatchObject({ waiting: 0, checked: total + 1, drifted: 0 });
  });

  it('checks orders and users that have inputs of the future: those are not of the snapshot', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'transactions', [
      { Transaction_ID: 't1', Date: '2024-01-01', Item_revenue: '7', user_pseudo_id: 'ana' },
      { Transaction_ID: 't1', Date: '2024-02-01', Item_revenue: '9', user_pseudo_id: 'ana' },
    ]);
    await importRows(database, 'activity', [
      { user_pseudo_id: 'ana', eventTimestamp: '2024-01-01 00:00:00' },
      { user_pseudo_id: 'ana', eventTimestamp: '2024-02-01 00:00:00' },
    ]);
    await recompute(database, '2024-01-15');
    expect(await look(database)).toMatchObject({
      users: { checked: 1, waiting: 0, drifted: 0 },
      orders: { checked: 1, waiting: 0, drifted: 0 },
    });
  });

  it.each(['full', 'incremental'] as const)('finds no drift while a %s run goes on', async (kind) => {
    const database = await databaseOfTest();
    const line = (date: string, user: string) => ({
      Transaction_ID: `of ${user}`,
      Date: date,
      Item_revenue: '7',
      user_pseudo_id: user,
    });
    const dates = ['2024-01-01', '2024-02-01', '2024-03-01'];
    await importRows(database, 'transactions', [
      ...dates.map((date) => line(date, 'ana')),
      line('', 'bob'), // an order without a date never comes due
    ]);
    await recompute(database, '2024-01-15');
    await importRows(database, 'activity', [
      { user_pseudo_id: 'cleo', eventTimestamp: '2024-01-01 00:00:00' },
    ]);
    await withConnection(database.pool, async (connection) => {
      // The run has computed everything, and waits for an import to end.
      await takeLock(connection, 'inputs', 'connection');
      const running = recompute(database, '2024-02-15', kind);
      await untilWaiting(database, 'locks.wait');
      try {
        expect((await database.pool.query('select 1 from orders where revenue = 14')).rowCount).toBe(1);
        expect(await look(database)).toMatchObject({
          users: { waiting: 2, checked: 1, drifted: 0 },
          orders: { waiting: 1, checked: 1, drifted: 0 },
          rollups: { drifted: 0 },
        });
      } finally {
        await unlockConnection(connection);
        await running;
      }
    });
    expect(await look(database)).toMatchObject({
      users: { waiting: 0, checked: 3, drifted: 0 },
      orders: { waiting: 0, checked: 2, drifted: 0 },
      rollups: { drifted: 0 },
    });
  });

  it('finds no drift behind merges, erasures and undone imports, before and after their runs', async () => {
    const database = await databaseOfTest();
    const by = { actor: 'test' };
    await importShop(database, SHOP);
    const lines = ['u1', 'u2', 'u3', 'u4'].map((user, at) => ({
      Transaction_ID: `more of ${user}`,
      Date: '2020-01-01',
      Item_revenue: String(100 + at),
      user_pseudo_id: user,
    }));
    const [more] = await importRows(database, 'transactions', lines);
    await recompute(database, SHOP.asOf);
    const works: (() => Promise<unknown>)[] = [
      () => mergeUsers(database, { loser: { externalId: 'u1' }, survivor: { externalId: 'u2' } }, by),
      () => eraseUser(database, { externalId: 'u3' }, by),
      () => undoImport(database, more?.importId as number, by),
    ];
    for (const work of works) {
      await work();
      expect(drifts(await look(database))).toEqual([0, 0, 0, 0]);
      await recompute(database, SHOP.asOf, 'incremental');
      const { users, orders } = await look(database);
      expect([users.drifted, orders.drifted, users.waiting, orders.waiting]).toEqual([0, 0, 0, 0]);
    }
  });

  it('of a sample is of the same users each time, and of others in the next snapshot', async () => {
    const database = await publishedShop();
    await database.pool.query(`update user_states set phone = 'x' || user_id`);
    const sample = async () => (await verify(database, { sample: 10 })).drift.userIds;
    const first = await sample();
    expect(first).toHaveLength(10);
    expect(await sample()).toEqual(first);
    await recompute(database, SHOP.asOf, 'incremental');
    expect(new Set(await sample())).not.toEqual(new Set(first));
    expect(await look(database, { sample: 1_000_000 })).toEqual(await look(database));
    expect((await look(database, { userIds: first })).users).toMatchObject({ checked: 10, drifted: 10 });
  });

  it('shows ten examples at most, and counts all', async () => {
    const database = await publishedShop();
    await database.pool.query(`update user_states set phone = 'nobody''s', country = 'X'`);
    const { users } = await look(database);
    expect(users.drifted).toBe(users.checked);
    expect(users.columns).toEqual({ phone: users.checked, country: users.checked });
    expect(users.examples).toHaveLength(10);
  });
});
