// What is imported twice, in another order or in pieces: files by content, events by event_id, profiles by user.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { contentsOf, storedEvents, storedLines } from '../support/contents.ts';
import { databaseOfTest } from '../support/database.ts';
import { importText } from '../support/import-text.ts';
import { exportedUsers, recompute } from '../support/shop.ts';

const HEADER = 'user_pseudo_id,eventTimestamp,city,transaction_id,event_id';
const AT = '2024-01-10 09:00:00';

describe('the same file', () => {
  test.each([
    ['again', 'activity.csv', (text: string) => text],
    ['under another name', 'other.csv', (text: string) => text],
    ['in gzip', 'activity.csv.gz', (text: string) => gzipSync(text)],
    ['in gzip of another level', 'activity.csv.gz', (text: string) => gzipSync(text, { level: 0 })],
  ])('changes nothing: %s', async (_how, name, pack) => {
    const database = await databaseOfTest();
    const text = `${HEADER}\na,${AT},Rome,T1,\na,${AT},Rome,T1,\nb,${AT},Oslo,,e1\n,,,,\n`;
    expect(await importText(database, 'activity', text)).toMatchObject({ loaded: 3, rejected: 1 });
    const before = await contentsOf(database);
    expect(await importText(database, 'activity', pack(text), { name })).toMatchObject({
      importId: null,
      fileName: name,
      rowsRead: 0,
      loaded: 0,
      rejected: 0,
      rejectFile: null,
    });
    expect(await contentsOf(database)).toEqual(before);
  });

  test('is known when it came in gzip first', async () => {
    const database = await databaseOfTest();
    const text = `${HEADER}\na,${AT},Rome,,\n`;
    await importText(database, 'activity', gzipSync(text));
    expect(await importText(database, 'activity', text)).toMatchObject({ importId: null });
    expect(await storedEvents(database)).toHaveLength(1);
  });

  test('is another one where a byte differs, or the kind', async () => {
    const database = await databaseOfTest();
    const text = 'user_pseudo_id,eventTimestamp\na,2024-01-10 09:00:00\n';
    await importText(database, 'activity', text);
    expect(await importText(database, 'activity', `${text}\n`)).toMatchObject({ loaded: 1 });
    expect(await importText(database, 'profiles', text)).toMatchObject({ loaded: 1 });
    expect(await storedEvents(database)).toHaveLength(2);
  });
});

describe('events', () => {
  test('with one event id of a user are one, within a file and across files; the first stays', async () => {
    const database = await databaseOfTest();
    const first = [`a,${AT},Rome,T1,e1`, `a,${AT},Oslo,T2,e1`, `a,${AT},Bern,,e2`, `b,${AT},Nice,,e1`];
    const second = [`a,2024-01-11 09:00:00,Oslo,T3,e1`, `a,${AT},Graz,T4,e3`];
    expect(await importText(database, 'activity', [HEADER, ...first].join('\n'))).toMatchObject({
      rowsRead: 4,
      loaded: 3,
      duplicates: 1,
    });
    expect(await importText(database, 'activity', [HEADER, ...second].join('\n'))).toMatchObject({
      loaded: 1,
      duplicates: 1,
    });
    expect((await storedEvents(database)).map(({ user, city, event_id }) => [user, city, event_id])).toEqual([
      ['a', 'Bern', 'e2'],
      ['a', 'Graz', 'e3'],
      ['a', 'Rome', 'e1'],
      ['b', 'Nice', 'e1'],
    ]);
    const { rows } = await database.pool.query('select transaction_id from order_mentions order by 1');
    expect(rows.map(({ transaction_id }) => transaction_id)).toEqual(['T1', 'T4']);
  });

  test('without an event id are each their own, also beside some that have one', async () => {
    const database = await databaseOfTest();
    const rows = [
      `a,${AT},Rome,,`,
      `a,${AT},Rome,,e1`,
      `a,${AT},Rome,,`,
      `a,${AT},Rome,,n/a`,
      `a,${AT},Rome,,e1`,
    ];
    const report = await importText(database, 'activity', [HEADER, ...rows].join('\n'));
    expect(report).toMatchObject({ loaded: 4, duplicates: 1 });
    expect((await storedEvents(database)).map(({ event_id }) => event_id)).toEqual(['e1', null, null, null]);
  });

  test('are stored alike in whatever order and pieces their rows and files come', async () => {
    const rows = Array.from(
      { length: 60 },
      (_, row) => `u${row % 7},2024-01-10 09:00:${10 + row},City ${row % 5},,`,
    );
    const whole = await databaseOfTest();
    await importText(whole, 'activity', [HEADER, ...rows].join('\n'));
    const pieces = await databaseOfTest();
    const backwards = rows.toReversed();
    for (const [start, end] of [
      [0, 20],
      [20, 21],
      [21, 60],
    ])
      await importText(pieces, 'activity', [HEADER, ...backwards.slice(start, end)].join('\n'));
    expect(await storedEvents(pieces)).toEqual(await storedEvents(whole));
  });
});

describe('order lines', () => {
  test('that are equal are separate, in one file and in several', async () => {
    const database = await databaseOfTest();
    const line = 'T1,5.00,Mug';
    await importText(database, 'transactions', `Transaction_ID,Item_revenue,ItemName\n${line}\n${line}\n`);
    await importText(database, 'transactions', `Transaction_ID,Item_revenue,ItemName\n${line}`);
    expect((await storedLines(database)).map(({ revenue }) => revenue)).toEqual(['5.00', '5.00', '5.00']);
  });
});

describe('profiles', () => {
  const known = async (database: Database) => {
    await recompute(database, '2024-02-01 00:00:00');
    return (await exportedUsers(database)).map(({ user_pseudo_id, gender, country, income_bracket }) => [
      user_pseudo_id,
      gender,
      country,
      income_bracket,
    ]);
  };

  test('of a user count by the last row in a file', async () => {
    const database = await databaseOfTest();
    const rows = ['a,m,Italy', 'b,f,Spain', 'a,f,Norway'];
    const report = await importText(
      database,
      'profiles',
      ['user_pseudo_id,gender,country', ...rows].join('\n'),
    );
    expect(report).toMatchObject({ rowsRead: 3, rejected: 0 });
    expect(await known(database)).toEqual([
      ['a', 'Female', 'Norway', 'Unknown'],
      ['b', 'Female', 'Spain', 'Unknown'],
    ]);
  });

  test('of a later file override only in the columns that it has, and only its users', async () => {
    const database = await databaseOfTest();
    await importText(database, 'activity', `user_pseudo_id,eventTimestamp,gender\na,${AT},m\nc,${AT},m\n`);
    await importText(
      database,
      'profiles',
      'user_pseudo_id,gender,country,income_group\na,f,Italy,low\nb,m,Spain,high\n',
    );
    await importText(database, 'profiles', 'user_pseudo_id,income_group\na,high\n');
    expect(await known(database)).toEqual([
      ['a', 'Female', 'Italy', 'High Income'],
      ['b', 'Male', 'Spain', 'High Income'],
      ['c', 'Male', 'Unknown', 'Unknown'],
    ]);
  });
});
