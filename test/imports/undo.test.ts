// Taking a file's rows back: as if it had never been imported.
import { describe, expect, it } from 'vitest';
import { undoImport } from '../../src/imports/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { listsAndCounts, newestUsers, tablesHolding } from '../support/published.ts';
import { importRows, recompute } from '../support/shop.ts';

const BY = { actor: 'test' };
const at = (day: number) => `2024-01-${String(day).padStart(2, '0')} 09:00:00`;
const event = (user: string, day: number, eventId = '', order = '') => ({
  user_pseudo_id: user,
  eventTimestamp: at(day),
  event_id: eventId,
  transaction_id: order,
});
const line = (order: string, revenue: string, user = '') => ({
  Transaction_ID: order,
  Item_revenue: revenue,
  user_pseudo_id: user,
});

describe('an undone import', () => {
  it('takes its events, lines and profiles back, and the users whom nothing else names', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [event('ann', 1), event('bob', 1, '', 'T')]);
    const files = [
      ...(await importRows(database, 'activity', [event('ann', 2), event('eve', 2, '', 'T')])),
      ...(await importRows(database, 'transactions', [line('T', '5'), line('U', '7', 'fay')])),
      ...(await importRows(database, 'profiles', [
        { user_pseudo_id: 'bob', city: 'Lugo' },
        { user_pseudo_id: 'gus', city: 'Lugo' },
      ])),
    ];
    await recompute(database, at(10));
    expect((await newestUsers(database)).map(({ user }) => user)).toEqual([
      'ann',
      'bob',
      'eve',
      'fay',
      'gus',
    ]);
    for (const { importId } of files)
      expect(await undoImport(database, importId as number, BY)).toBe(importId);
    const run = await recompute(database, at(10), 'incremental');
    expect(Number(run.usersDone)).toBe(5);
    expect(await newestUsers(database)).toEqual([
      { user: 'ann', revenue: 0, events: 1 },
      { user: 'bob', revenue: 0, events: 1 },
    ]);
    const { listed, counted } = await listsAndCounts(database);
    expect(counted).toEqual(listed);
    expect(await tablesHolding(database, ['eve', 'fay', 'gus'])).toEqual(['former_users', 'user_states']);
    expect(
      await database.prisma.auditEntry.findMany({
        where: { action: { not: 'import' } },
        select: { action: true, details: true },
      }),
    ).toEqual(files.map(({ importId }) => ({ action: 'undo_import', details: { import: importId } })));
  });

  it.each(['full', 'incremental'] as const)(
    'leaves nobody where it was the only one, after the next %s run',
    async (kind) => {
      const database = await databaseOfTest();
      const [file] = await importRows(database, 'activity', [event('ann', 1), event('bob', 1)]);
      await recompute(database, at(10), 'full');
      await undoImport(database, file?.importId as number, BY);
      await recompute(database, at(10), kind);
      expect(await newestUsers(database)).toEqual([]);
      const { listed, counted } = await listsAndCounts(database);
      expect(counted).toEqual(listed);
    },
  );

  it('leaves users whom another input names, of whatever kind', async () => {
    const database = await databaseOfTest();
    const users = ['ann', 'bob', 'cid', 'dan'];
    const all = users.map((user) => ({ user_pseudo_id: user, city: 'Lugo' }));
    const [first] = await importRows(database, 'profiles', all);
    await importRows(database, 'activity', [event('ann', 1)]);
    await importRows(database, 'transactions', [line('T', '5', 'bob')]);
    await importRows(database, 'profiles', [{ user_pseudo_id: 'cid', phone: '1' }]);
    await undoImport(database, first?.importId as number, BY);
    await recompute(database, at(10));
    expect((await newestUsers(database)).map(({ user }) => user)).toEqual(['ann', 'bob', 'cid']);
  });

  it('stays in the list, and its file can be imported again', async () => {
    const database = await databaseOfTest();
    const rows = [event('ann', 1)];
    const [first] = await importRows(database, 'activity', rows);
    await undoImport(database, first?.importId as number, BY);
    expect(await database.prisma.user.count()).toBe(0);
    const [second] = await importRows(database, 'activity', rows);
    expect(second).toMatchObject({ loaded: 1, importId: expect.any(Number) });
    expect((await importRows(database, 'activity', rows))[0]?.importId).toBeNull();
    const imports = await database.prisma.import.findMany({ orderBy: { importId: 'asc' } });
    expect(imports.map(({ undoneAt, loaded }) => [undoneAt !== null, Number(loaded)])).toEqual([
      [true, 1],
      [false, 1],
    ]);
    await undoImport(database, second?.importId as number, BY);
    expect(await database.prisma.user.count()).toBe(0);
  });

  it('does not bring back what a later file repeated by event id; importing that again does', async () => {
    const database = await databaseOfTest();
    const [first] = await importRows(database, 'activity', [event('ann', 1, 'e1')]);
    const repeated = [event('ann', 2, 'e1'), event('ann', 3, 'e2')];
    const [second] = await importRows(database, 'activity', repeated);
    expect(second?.duplicates).toBe(1);
    await undoImport(database, first?.importId as number, BY);
    await recompute(database, at(10));
    expect(await newestUsers(database)).toEqual([{ user: 'ann', revenue: 0, events: 1 }]);
    await undoImport(database, second?.importId as number, BY);
    await importRows(database, 'activity', repeated);
    await recompute(database, at(10), 'incremental');
    expect(await newestUsers(database)).toEqual([{ user: 'ann', revenue: 0, events: 2 }]);
  });

  it('is refused a second time, and where there is none', async () => {
    const database = await databaseOfTest();
    const [file] = await importRows(database, 'activity', [event('ann', 1)]);
    const id = file?.importId as number;
    await undoImport(database, String(id), BY);
    await expect(undoImport(database, id, BY)).rejects.toThrow(
      /^id: import 1 was undone at \d{4}-.*Z already\.$/,
    );
    for (const unknown of ['0', '99', '99999999999', '2147483647', 'x', '', ' 1', '-1', '1.0', '\0'])
      await expect(undoImport(database, unknown, BY)).rejects.toThrow('id: there is no import "');
    expect(await database.prisma.auditEntry.count({ where: { action: { not: 'import' } } })).toBe(1);
  });
});
