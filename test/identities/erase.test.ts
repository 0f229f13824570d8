// Erasing a person: gone from every snapshot with its counts, from every table, and from whatever is imported later.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { databaseOfTest, preparedDatabases } from '../support/database.ts';
import { listsAndCounts, newestUsers, tablesHolding } from '../support/published.ts';
import { importRows, recompute } from '../support/shop.ts';

const BY = { actor: 'test' };
const at = (day: number, time = '09:00:00') => `2024-01-${String(day).padStart(2, '0')} ${time}`;
const event = (user: string, day: number, more: Record<string, string> = {}) => ({
  user_pseudo_id: user,
  eventTimestamp: at(day),
  event_name: 'page_view',
  city: 'Lugo',
  region: 'Galicia',
  country: 'Spain',
  transaction_id: '',
  revenue: '',
  ...more,
});
const line = (order: string, revenue: string, user = '') => ({
  Transaction_ID: order,
  Date: at(2),
  Item_revenue: revenue,
  ItemName: 'Mug',
  user_pseudo_id: user,
});
const profile = (user: string, more: Record<string, string> = {}) => ({
  user_pseudo_id: user,
  email: `${user}@example.com`,
  phone: `+34 ${user}`,
  consent: 'yes',
  ...more,
});

const shop = preparedDatabases(async (database) => {
  await importRows(database, 'activity', [
    event('ann', 1, { transaction_id: 'T-ann' }),
    event('ann', 3),
    event('bob', 1, { transaction_id: 'T-bob' }),
    event('bob', 4, { city: 'Vigo' }),
    event('cid', 2),
  ]);
  await importRows(database, 'transactions', [line('T-ann', '600'), line('T-bob', '20', 'bob')]);
  await importRows(database, 'profiles', [profile('ann'), profile('bob', { gender: 'm' })]);
  await recompute(database, at(10));
});

async function everySnapshot(database: Database): Promise<object[]> {
  const { rows } = await database.pool.query(
    `select n.snapshot_id as id, n.users::integer, n.revision,
            (select array_agg(s.external_id order by s.external_id) from user_states s
              where s.valid_from <= n.snapshot_id and s.valid_to > n.snapshot_id) as who
       from snapshots n order by 1`,
  );
  return rows.map(({ id: _, ...row }) => row);
}

describe('erasing a user', () => {
  it('takes them out of every snapshot at once, with its counts, and raises its revision', async () => {
    const database = await shop();
    await importRows(database, 'activity', [event('ann', 11, { city: 'Vigo' }), event('dan', 11)]);
    await recompute(database, at(12), 'incremental');
    await importRows(database, 'activity', [event('bob', 13, { city: 'Lugo' })]);
    await recompute(database, at(14), 'incremental');
    expect(await everySnapshot(database)).toEqual([
      { users: 3, revision: 0, who: ['ann', 'bob', 'cid'] },
      { users: 4, revision: 0, who: ['ann', 'bob', 'cid', 'dan'] },
      { users: 4, revision: 0, who: ['ann', 'bob', 'cid', 'dan'] },
    ]);
    const erasure = await eraseUser(database, { externalId: 'ann' }, BY);
    expect(erasure).toMatchObject({ wasErased: false, events: 3, orders: 1, snapshots: 3 });
    expect(await everySnapshot(database)).toEqual([
      { users: 2, revision: 1, who: ['bob', 'cid'] },
      { users: 3, revision: 1, who: ['bob', 'cid', 'dan'] },
      { users: 3, revision: 1, who: ['bob', 'cid', 'dan'] },
    ]);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
    expect(counted).toContainEqual(expect.stringMatching(/^1 state Galicia: 2 users, 20,/));
  });

  it('leaves a snapshot as it is in which they were not', async () => {
    const database = await shop();
    await importRows(database, 'activity', [event('dan', 11)]);
    await recompute(database, at(12), 'incremental');
    await eraseUser(database, { externalId: 'dan' }, BY);
    expect(await everySnapshot(database)).toEqual([
      { users: 3, revision: 0, who: ['ann', 'bob', 'cid'] },
      { users: 3, revision: 1, who: ['ann', 'bob', 'cid'] },
    ]);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
  });

  it('cuts a count that did not change because another took their place in the same run', async () => {
    const database = await databaseOfTest();
    const lives = (ann: string, bob: string) => [
      { user_pseudo_id: 'ann', city: ann },
      { user_pseudo_id: 'bob', city: bob },
    ];
    await importRows(database, 'profiles', lives('Lugo', 'Vigo'));
    await recompute(database, at(10));
    await importRows(database, 'profiles', lives('Vigo', 'Lugo'));
    await recompute(database, at(11), 'incremental');
    expect(await database.prisma.placeRollup.count({ where: { level: 'city' } })).toBe(2);
    await eraseUser(database, { externalId: 'ann' }, BY);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
    expect(counted.filter((text) => text.includes(' city '))).toEqual([
      '1 city Vigo: 1 users, 0, 0, 0',
      '2 city Lugo: 1 users, 0, 0, 0',
    ]);
  });

  it('can be done to everybody: the total stays, and counts nobody', async () => {
    const database = await shop();
    for (const externalId of ['ann', 'bob', 'cid']) await eraseUser(database, { externalId }, BY);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
    expect(counted.map((text) => text.replace(/^\d+ /, ''))).toEqual([
      'everybody: 0 users, 0, 0, 0',
      'the snapshot itself: 0 users, 0, 0, 0',
    ]);
    await recompute(database, at(11), 'incremental');
    expect(await newestUsers(database)).toEqual([]);
  });

  it('leaves their ids, e-mail and phone in no row of any table', async () => {
    const database = await shop();
    const traces = ['ann', 'ann@example.com', '+34 ann', 'T-ann'];
    expect(await tablesHolding(database, traces)).toEqual([
      'order_lines',
      'order_mentions',
      'orders',
      'profiles',
      'user_identities',
      'user_states',
      'users',
    ]);
    await eraseUser(database, { externalId: 'ann' }, BY);
    expect(await tablesHolding(database, traces)).toEqual([]);
    await recompute(database, at(11), 'incremental');
    expect(await tablesHolding(database, traces)).toEqual([]);
    expect(await tablesHolding(database, ['bob@example.com'])).toEqual(['profiles', 'user_states']);
  });

  it('is in the audit log by internal id alone', async () => {
    const database = await shop();
    const { userId } = await database.prisma.user.findFirstOrThrow({ where: { externalId: 'ann' } });
    await eraseUser(database, { externalId: 'ann' }, BY);
    const entries = await database.prisma.auditEntry.findMany({
      where: { action: { not: 'import' } },
      select: { actor: true, action: true, details: true },
    });
    expect(entries).toEqual([{ actor: 'test', action: 'erase_user', details: { users: [String(userId)] } }]);
  });

  it('a second time does nothing and tells when it was, by either id', async () => {
    const database = await shop();
    const { userId } = await database.prisma.user.findFirstOrThrow({ where: { externalId: 'ann' } });
    const first = await eraseUser(database, { externalId: 'ann' }, BY);
    const nothing = { wasErased: true, events: 0, orders: 0, snapshots: 0 };
    expect(await eraseUser(database, { externalId: 'ann' }, BY)).toEqual({
      ...nothing,
      erasedAt: first.erasedAt,
    });
    expect(await eraseUser(database, { id: String(userId) }, BY)).toMatchObject(nothing);
    expect(await database.prisma.auditEntry.count({ where: { action: { not: 'import' } } })).toBe(1);
    expect((await everySnapshot(database))[0]).toMatchObject({ revision: 1 });
  });

  it('whom nobody knows says so, and changes nothing', async () => {
    const database = await shop();
    for (const reference of [
      { externalId: 'Ann' },
      { externalId: 'ann ' },
      { externalId: 'a\0' },
      { externalId: '' },
    ])
      await expect(eraseUser(database, reference, BY)).rejects.toThrow(
        /^user: there is no user of the external id "/,
      );
    for (const id of ['0', '999', '99999999999999999999', 'x', '', '\0', '-1'])
      await expect(eraseUser(database, { id }, BY)).rejects.toThrow(/^user: there is no user of the id "/);
    for (const reference of [{}, { id: '1', externalId: 'ann' }])
      await expect(eraseUser(database, reference, BY)).rejects.toThrow(
        'give exactly one of "id" and "externalId"',
      );
    expect(await database.prisma.tombstone.count()).toBe(0);
    expect(await database.prisma.user.count()).toBe(3);
  });

  it('before anything was published works as well', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('ann', 1, { transaction_id: 'T' }), event('bob', 1)]);
    await importRows(database, 'transactions', [line('T', '5')]);
    expect(await eraseUser(database, { externalId: 'ann' }, BY)).toMatchObject({
      events: 1,
      orders: 1,
      snapshots: 0,
    });
    expect(await tablesHolding(database, ['ann', 'T'])).toEqual([]);
    await recompute(database, at(10));
    expect(await newestUsers(database)).toEqual([{ user: 'bob', revenue: 0, events: 1 }]);
  });
});

describe('an order of an erased user', () => {
  it('goes whole, and does not become that of another who mentioned it', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [
      event('ann', 1, { transaction_id: 'T' }),
      event('bob', 2, { transaction_id: 'T', revenue: '70' }),
    ]);
    await importRows(database, 'transactions', [line('T', '5')]);
    await recompute(database, at(10));
    await eraseUser(database, { externalId: 'ann' }, BY);
    expect(await tablesHolding(database, ['T'])).toEqual([]);
    await recompute(database, at(11), 'incremental');
    expect(await newestUsers(database)).toEqual([{ user: 'bob', revenue: 0, events: 1 }]);
  });

  it('that no run has seen yet goes with the first by name on its lines, or else with the first who mentioned it', async () => {
    const lines = [line('T', '5', 'ann'), line('T', '6', 'bob'), line('U', '7')];
    const mentions = [event('bob', 1, { transaction_id: 'U' }), event('ann', 2, { transaction_id: 'U' })];
    for (const [gone, orders, left] of [
      ['ann', 1, [{ user: 'bob', revenue: 7, events: 1 }]],
      ['bob', 1, [{ user: 'ann', revenue: 5, events: 1 }]],
    ] as const) {
      const database = await databaseOfTest();
      await importRows(database, 'transactions', lines);
      await importRows(database, 'activity', mentions);
      expect(await eraseUser(database, { externalId: gone }, BY)).toMatchObject({ orders });
      await recompute(database, at(10));
      expect(await newestUsers(database)).toEqual(left);
    }
  });

  it('takes along a user whom nothing but its lines named', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'transactions', [
      line('T', '5', 'ann'),
      line('T', '6', 'bob'),
      line('U', '7', 'cid'),
    ]);
    await recompute(database, at(10));
    await eraseUser(database, { externalId: 'ann' }, BY);
    await recompute(database, at(11), 'incremental');
    expect(await newestUsers(database)).toEqual([{ user: 'cid', revenue: 7, events: 0 }]);
    expect((await eraseUser(database, { externalId: 'bob' }, BY)).snapshots).toBe(1);
    expect(await tablesHolding(database, ['ann', 'bob'])).toEqual([]);
  });

  it("that is another's loses what the erased user said of it, and follows with the next run", async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('ann', 1), event('bob', 1)]);
    await importRows(database, 'transactions', [line('T', '5', 'ann'), line('T', '6', 'bob')]);
    await recompute(database, at(10));
    expect(await eraseUser(database, { externalId: 'bob' }, BY)).toMatchObject({ orders: 0 });
    await recompute(database, at(11), 'incremental');
    expect(await newestUsers(database)).toEqual([{ user: 'ann', revenue: 5, events: 1 }]);
  });
});

describe('an erased user', () => {
  it('goes with everybody who was merged into them, by any of their ids, in every snapshot', async () => {
    for (const named of ['ann', 'bob', 'cid']) {
      const database = await shop();
      await mergeUsers(database, { loser: { externalId: 'bob' }, survivor: { externalId: 'ann' } }, BY);
      await recompute(database, at(11), 'incremental');
      await mergeUsers(database, { loser: { externalId: 'ann' }, survivor: { externalId: 'cid' } }, BY);
      if (named !== 'cid') await recompute(database, at(12), 'incremental');
      expect(await eraseUser(database, { externalId: named }, BY)).toMatchObject({ wasErased: false });
      const traces = ['ann', 'bob', 'cid', 'ann@example.com', 'bob@example.com', '+34 bob', 'T-bob', 'T-ann'];
      expect(await tablesHolding(database, traces)).toEqual([]);
      const { listed, counted } = await listsAndCounts(database);
      expect(counted).toEqual(listed);
      for (const externalId of ['ann', 'bob', 'cid'])
        expect(await eraseUser(database, { externalId }, BY)).toMatchObject({ wasErased: true });
    }
  });

  it('is found in old snapshots when their import was undone, and when they came back under another number', async () => {
    for (const comesBack of [false, true]) {
      const database = await shop();
      const files = await database.prisma.import.findMany();
      for (const { importId } of files) await undoImport(database, importId, BY);
      await recompute(database, at(11), 'incremental');
      expect(await newestUsers(database)).toEqual([]);
      if (comesBack) {
        await importRows(database, 'activity', [event('ann', 1)]);
        await recompute(database, at(12), 'incremental');
      }
      const erasure = await eraseUser(database, { externalId: 'ann' }, BY);
      expect(erasure).toMatchObject({
        wasErased: false,
        events: comesBack ? 1 : 0,
        snapshots: comesBack ? 2 : 1,
      });
      expect(await tablesHolding(database, ['ann', 'ann@example.com'])).toEqual([]);
      const { listed, counted } = await listsAndCounts(database);
      expect(counted).toEqual(listed);
    }
  });
});
