// What only a file of several batches shows: a load into empty tables, numbers that begin anew, a refusal half-way.
import { describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { contentsOf } from '../support/contents.ts';
import { databaseOfTest } from '../support/database.ts';
import { importText } from '../support/import-text.ts';

const AT = '2024-01-10 09:00:00';
const ROWS = 140_000;

async function indexesOf({ pool }: Database): Promise<string[]> {
  const { rows } = await pool.query<{ indexdef: string }>(
    `select indexdef from pg_indexes where tablename = 'events' order by 1`,
  );
  return rows.map(({ indexdef }) => indexdef);
}

function rowsOf(count: number, row: (at: number) => string): string {
  return Array.from({ length: count }, (_, at) => `${row(at)}\n`).join('');
}

describe('a large file into an empty database', () => {
  test('leaves the indexes of events as they were', async () => {
    const database = await databaseOfTest();
    const before = await indexesOf(database);
    const text = `user_pseudo_id,eventTimestamp\n${rowsOf(ROWS, (at) => `user-${at % 70},${AT}.${at % 1000}`)}`;
    expect(await importText(database, 'activity', text)).toMatchObject({ loaded: ROWS });
    expect(await indexesOf(database)).toEqual(before);
  });

  test('drops events that its earlier batches have, by their ids, and leaves the indexes as they were', async () => {
    const database = await databaseOfTest();
    const before = await indexesOf(database);
    const header = 'user_pseudo_id,eventTimestamp,event_id';
    // The ids are those of the first batch again, and only a later one has them.
    const text = `${header}\n${rowsOf(ROWS, (at) => `user-${at % 7},${AT},${at < 70_000 ? '' : `e${at % 35_000}`}`)}`;
    expect(await importText(database, 'activity', text)).toMatchObject({
      loaded: 105_000,
      duplicates: 35_000,
    });
    expect(await indexesOf(database)).toEqual(before);
  });
});

describe('a file of many words', () => {
  test('has each user and each word once, wherever they come again', async () => {
    const database = await databaseOfTest();
    // More than is remembered of a file, twice.
    const row = (at: number) =>
      `user ${at % 20_000} ${'x'.repeat(450)},${AT},Town ${at % 18_000} ${'y'.repeat(450)}`;
    const text = `user_pseudo_id,eventTimestamp,city\n${rowsOf(40_000, row)}`;
    expect(await importText(database, 'activity', text)).toMatchObject({ loaded: 40_000 });
    const { rows } = await database.pool.query(`
      select (select count(*)::integer from users) as users, (select count(*)::integer from places) as places,
             count(*)::integer as events,
             count(*) filter (where split_part(external_id, ' ', 2)::integer % 2000 = split_part(city, ' ', 2)::integer % 2000)::integer as right
        from events join users using (user_id) join places using (place_id)`);
    expect(rows).toEqual([{ users: 20_000, places: 18_000, events: 40_000, right: 40_000 }]);
  });
});

test('a file that is refused after batches of it were written changes nothing', async () => {
  const database = await databaseOfTest();
  const before = await contentsOf(database);
  const text = `user_pseudo_id,eventTimestamp,city\n${rowsOf(ROWS, (at) => `user-${at},${AT},City ${at % 500}`)}a,"`;
  await expect(importText(database, 'activity', text)).rejects.toThrow(
    `line ${ROWS + 2}: a quoted field opens`,
  );
  expect(await contentsOf(database)).toEqual(before);
});
