// Merging two users: what each input becomes, who is answered by which id, and what is refused.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { listsAndCounts, newestUsers } from '../support/published.ts';
import { importRows, recompute } from '../support/shop.ts';

const BY = { actor: 'test' };
const at = (day: number) => `2024-01-${String(day).padStart(2, '0')} 09:00:00`;
const event = (user: string, day: number, eventId = '', order = '', revenue = '') => ({
  user_pseudo_id: user,
  eventTimestamp: at(day),
  event_id: eventId,
  transaction_id: order,
  revenue,
});

function merge(database: Database, loser: string, survivor: string) {
  return mergeUsers(database, { loser: { externalId: loser }, survivor: { externalId: survivor } }, BY);
}

async function idOf(database: Database, externalId: string): Promise<string> {
  const { userId } = await database.prisma.userIdentity.findUniqueOrThrow({ where: { externalId } });
  return String(userId);
}

describe('a merge', () => {
  it("makes the inputs of both the survivor's, and the next run publishes it", async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [
      event('ann', 1),
      event('anna', 2),
      event('anna', 3, '', 'T'),
      event('bob', 1),
    ]);
    await importRows(database, 'transactions', [
      { Transaction_ID: 'T', Item_revenue: '5', user_pseudo_id: '' },
      { Transaction_ID: 'U', Item_revenue: '7', user_pseudo_id: 'anna' },
    ]);
    await recompute(database, at(10));
    const ids = { loserId: await idOf(database, 'anna'), survivorId: await idOf(database, 'ann') };
    expect(await merge(database, 'anna', 'ann')).toEqual({ ...ids, events: 2, repeatedEvents: 0 });
    const before = [
      { user: 'ann', revenue: 0, events: 1 },
      { user: 'anna', revenue: 12, events: 2 },
      { user: 'bob', revenue: 0, events: 1 },
    ];
    expect(await newestUsers(database)).toEqual(before);
    const run = await recompute(database, at(10), 'incremental');
    expect(Number(run.usersDone)).toBe(2);
    expect(await newestUsers(database)).toEqual([
      { user: 'ann', revenue: 12, events: 3 },
      { user: 'bob', revenue: 0, events: 1 },
    ]);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
    expect(
      await database.prisma.auditEntry.findMany({
        where: { action: { not: 'import' } },
        select: { action: true, details: true },
      }),
    ).toEqual([{ action: 'merge_users', details: { loser: ids.loserId, survivor: ids.survivorId } }]);
  });

  it("lets the survivor's event stay where both have one of the same id, with what it says of an order", async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [
      event('anna', 1, 'e1', 'T', '50'),
      event('anna', 2, 'e2', 'V', '3'),
      event('anna', 3),
      event('ann', 4, 'e1', 'T', '60'),
      event('ann', 5),
    ]);
    expect(await merge(database, 'anna', 'ann')).toMatchObject({ events: 2, repeatedEvents: 1 });
    await recompute(database, at(10));
    expect(await newestUsers(database)).toEqual([{ user: 'ann', revenue: 63, events: 4 }]);
    // The survivor's e1 is known still, and so is the loser's e2.
    await importRows(database, 'activity', [
      event('anna', 6, 'e1'),
      event('ann', 6, 'e2'),
      event('ann', 6, 'e3'),
    ]);
    await recompute(database, at(11), 'incremental');
    expect(await newestUsers(database)).toEqual([{ user: 'ann', revenue: 63, events: 5 }]);
  });

  it('takes each column of two profiles of one file from the survivor, and of two files from the later', async () => {
    const database = await databaseOfTest();
    const profile = (user: string, email: string, city: string) => ({ user_pseudo_id: user, email, city });
    await importRows(database, 'profiles', [profile('ann', 'ann@x', ''), profile('anna', 'anna@x', 'Lugo')]);
    await importRows(database, 'profiles', [{ user_pseudo_id: 'anna', phone: '1' }]);
    await importRows(database, 'profiles', [{ user_pseudo_id: 'ann', phone: '2' }]);
    await merge(database, 'anna', 'ann');
    await recompute(database, at(10));
    const states = await database.prisma.userState.findMany({
      select: { email: true, city: true, phone: true },
    });
    expect(states).toEqual([{ email: 'ann@x', city: null, phone: '2' }]);
  });

  it('leads every id of the loser to the survivor, in later imports and through a chain of merges', async () => {
    const database = await databaseOfTest();
    await importRows(
      database,
      'activity',
      ['a', 'b', 'c'].map((user) => event(user, 1)),
    );
    await merge(database, 'a', 'b');
    await merge(database, 'b', 'c');
    await importRows(
      database,
      'activity',
      ['a', 'b', 'c'].map((user) => event(user, 2)),
    );
    await recompute(database, at(10));
    expect(await newestUsers(database)).toEqual([{ user: 'c', revenue: 0, events: 6 }]);
    expect(
      new Set([await idOf(database, 'a'), await idOf(database, 'b'), await idOf(database, 'c')]).size,
    ).toBe(1);
  });

  it('gives a shared order its owner anew', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [
      event('zoe', 1, '', 'T'),
      event('bob', 2, '', 'T'),
      event('ann', 3),
    ]);
    await importRows(database, 'transactions', [
      { Transaction_ID: 'T', Item_revenue: '5', user_pseudo_id: '' },
      { Transaction_ID: 'U', Item_revenue: '7', user_pseudo_id: 'bob' },
      { Transaction_ID: 'U', Item_revenue: '1', user_pseudo_id: 'zoe' },
    ]);
    await recompute(database, at(10));
    expect((await newestUsers(database)).map(({ user, revenue }) => [user, revenue])).toEqual([
      ['ann', 0],
      ['bob', 8],
      ['zoe', 5],
    ]);
    await merge(database, 'zoe', 'ann');
    await recompute(database, at(10), 'incremental');
    expect((await newestUsers(database)).map(({ user, revenue }) => [user, revenue])).toEqual([
      ['ann', 13],
      ['bob', 0],
    ]);
  });
});

describe('a merge is refused', () => {
  it('of a user with themselves, also when they are the same by an earlier merge', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('a', 1), event('b', 1)]);
    await expect(merge(database, 'a', 'a')).rejects.toThrow(/^loser: is the survivor, user \d+, already/);
    const id = await idOf(database, 'a');
    await merge(database, 'a', 'b');
    for (const loser of [{ externalId: 'a' }, { id }])
      await expect(mergeUsers(database, { loser, survivor: { externalId: 'b' } }, BY)).rejects.toThrow(
        /^loser: is the survivor/,
      );
  });

  it('with whom nobody knows, and with an erased user, by either id', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('a', 1), event('b', 1)]);
    const id = await idOf(database, 'b');
    await expect(merge(database, 'x', 'a')).rejects.toThrow(
      /^loser: there is no user of the external id "x"/,
    );
    await expect(merge(database, 'a', 'x')).rejects.toThrow(
      /^survivor: there is no user of the external id "x"/,
    );
    await eraseUser(database, { externalId: 'b' }, BY);
    await expect(merge(database, 'a', 'b')).rejects.toThrow(
      /^survivor: was erased at \d{4}-.*Z, and stays erased/,
    );
    await expect(mergeUsers(database, { loser: { id }, survivor: { externalId: 'a' } }, BY)).rejects.toThrow(
      /^loser: was erased at/,
    );
    expect(await database.prisma.auditEntry.count({ where: { action: 'merge_users' } })).toBe(0);
  });
});
