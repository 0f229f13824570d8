// Imports after an erasure: what they say of erased users is dropped and counted, whatever the kind of the file, and
// everything else is imported as ever.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { listsAndCounts, newestUsers, tablesHolding } from '../support/published.ts';
import { importRows, recompute } from '../support/shop.ts';

const BY = { actor: 'test' };
const at = (day: number) => `2024-01-${String(day).padStart(2, '0')} 09:00:00`;
const event = (user: string, day: number, more: Record<string, string> = {}) => ({
  user_pseudo_id: user,
  eventTimestamp: at(day),
  event_id: '',
  transaction_id: '',
  ...more,
});
const line = (order: string, user: string) => ({
  Transaction_ID: order,
  Item_revenue: '5',
  user_pseudo_id: user,
});

async function erased(...users: string[]): Promise<Database> {
  const database = await databaseOfTest();
  await importRows(
    database,
    'activity',
    [...users, 'bob'].map((user) => event(user, 1)),
  );
  await recompute(database, at(2));
  for (const externalId of users) await eraseUser(database, { externalId }, BY);
  return database;
}

describe('an import after an erasure', () => {
  it('drops and counts the events of the erased user, with what they say of orders', async () => {
    const database = await erased('ann');
    const rows = [
      event('ann', 3, { event_id: 'e1', transaction_id: 'T' }),
      event('bob', 3, { event_id: 'e1' }),
      event('ann', 4),
      event('cid', 4),
      event('ann', 5, { event_id: 'e1' }),
    ];
    const [report] = await importRows(database, 'activity', rows);
    expect(report).toMatchObject({ rowsRead: 5, loaded: 2, duplicates: 1, dropped: 2, rejected: 0 });
    expect(await tablesHolding(database, ['ann'])).toEqual([]);
    const [recorded] = await database.prisma.import.findMany({ orderBy: { importId: 'desc' }, take: 1 });
    expect([recorded?.loaded, recorded?.dropped].map(Number)).toEqual([2, 2]);
    await recompute(database, at(10), 'incremental');
    expect(await tablesHolding(database, ['ann', 'T'])).toEqual([]);
    const users = await newestUsers(database);
    expect(users.map(({ user, events }) => [user, events])).toEqual([
      ['bob', 2],
      ['cid', 1],
    ]);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
  });

  it('drops lines and profiles as well', async () => {
    const database = await erased('ann', 'dan');
    const [lines] = await importRows(database, 'transactions', [
      line('T', 'ann'),
      line('T', ''),
      line('U', 'bob'),
    ]);
    expect(lines).toMatchObject({ rowsRead: 3, loaded: 2, dropped: 1 });
    const [profiles] = await importRows(
      database,
      'profiles',
      ['ann', 'dan', 'bob', 'eve'].map((user) => ({ user_pseudo_id: user, email: `${user}@example.com` })),
    );
    expect(profiles).toMatchObject({ rowsRead: 4, loaded: 2, dropped: 2 });
    const traces = ['ann', 'dan', 'ann@example.com', 'dan@example.com'];
    expect(await tablesHolding(database, traces)).toEqual([]);
    await recompute(database, at(10), 'incremental');
    const users = await newestUsers(database);
    expect(users.map(({ user, revenue }) => [user, revenue])).toEqual([
      ['bob', 5],
      ['eve', 0],
    ]);
  });

  it('keeps every id out that led to the user', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('ann', 1), event('anna', 1), event('Ann', 1)]);
    await mergeUsers(database, { loser: { externalId: 'anna' }, survivor: { externalId: 'ann' } }, BY);
    await eraseUser(database, { externalId: 'ann' }, BY);
    const [report] = await importRows(database, 'activity', [
      event('ann', 2),
      event('anna', 2),
      event('Ann', 2),
    ]);
    expect(report).toMatchObject({ loaded: 1, dropped: 2 });
  });

  it('drops nothing where nobody new was erased', async () => {
    const database = await erased('ann');
    const [report] = await importRows(database, 'activity', [event('bob', 3), event('cid', 3)]);
    expect(report).toMatchObject({ loaded: 2, dropped: 0 });
    expect(await importRows(database, 'profiles', [{ user_pseudo_id: 'bob', city: 'Lugo' }])).toMatchObject([
      { loaded: 1, dropped: 0 },
    ]);
  });

  it('of more users than are looked at in one go finds each of them, in a database emptied before too', async () => {
    const gone = ['u1', 'u20000', 'u20001', 'u45000'];
    const database = await erased(...gone);
    await eraseUser(database, { externalId: 'bob' }, BY);
    const padding = { page_type: 'x'.repeat(60) }; // large enough to be loaded in bulk
    const rows = Array.from({ length: 45_000 }, (_, place) => event(`u${place + 1}`, 3, padding));
    const [report] = await importRows(database, 'activity', rows);
    expect(report).toMatchObject({ loaded: 44_996, dropped: 4 });
    expect(await database.prisma.user.count()).toBe(44_996);
    const events = await database.pool.query('select count(*)::integer as events from events');
    expect(events.rows).toEqual([{ events: 44_996 }]);
  });
});
