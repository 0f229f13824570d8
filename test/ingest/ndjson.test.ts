// NDJSON: one object a line. Numbers keep their digits, broken lines are rejected one by one.
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { contentsOf, storedEvents, storedLines } from '../support/contents.ts';
import { databaseOfTest } from '../support/database.ts';
import { importText } from '../support/import-text.ts';

const AT = '2024-01-10 09:00:00';
const line = (fields: object) => JSON.stringify({ user_pseudo_id: 'a', eventTimestamp: AT, ...fields });

describe('an NDJSON file', () => {
  test.each([
    ['as it should be', `${line({ city: 'Rome' })}\n`],
    ['with a byte order mark, CRLF and blank lines', `\ufeff\r\n\r\n${line({ city: 'Rome' })}\r\n \r\n`],
    ['without a final newline', line({ city: 'Rome' })],
    [
      'with keys of another case and spelling',
      `{"CITY":"Rome","userPseudoId":"a","event_timestamp":"${AT}"}\n`,
    ],
    ['in gzip', gzipSync(line({ city: 'Rome' }))],
  ])('%s is read', async (_how, content) => {
    const database = await databaseOfTest();
    await importText(database, 'activity', content);
    expect(await storedEvents(database)).toMatchObject([{ user: 'a', city: 'Rome' }]);
  });

  test('may leave keys out, add keys later, and give null', async () => {
    const database = await databaseOfTest();
    const lines = [
      line({ city: null }),
      line({ country: 'Italy', colour: 'red' }),
      line({ city: 'Rome', gender: true }),
      JSON.stringify({ city: 'Oslo', eventTimestamp: AT }),
      JSON.stringify({ user_pseudo_id: null, eventTimestamp: AT }),
    ];
    const report = await importText(database, 'activity', lines.join('\n'));
    expect(report).toMatchObject({ rowsRead: 5, loaded: 3, rejected: 2, unknownColumns: ['colour'] });
    expect(report.rejects.map(({ line: at, reason }) => `${at} ${reason}`)).toEqual([
      '4 user_pseudo_id: missing',
      '5 user_pseudo_id: missing',
    ]);
    const events = await storedEvents(database);
    expect(events.map(({ city, country, gender }) => [city, country, gender])).toEqual([
      ['', '', ''],
      ['', 'Italy', ''],
      ['Rome', '', 'true'],
    ]);
  });

  test('may name a needed column for the first time after thousands of lines without it', async () => {
    const database = await databaseOfTest();
    const without = JSON.stringify({ eventTimestamp: AT, city: 'Rome' });
    const lines = [...Array.from({ length: 3_000 }, () => without), line({ city: 'Oslo' })];
    const report = await importText(database, 'activity', lines.join('\n'));
    expect(report).toMatchObject({ rowsRead: 3_001, loaded: 1, rejected: 3_000 });
  });

  test('that never names a needed column is refused', async () => {
    const database = await databaseOfTest();
    const content = `${JSON.stringify({ eventTimestamp: AT, city: 'Rome' })}\n`;
    await expect(importText(database, 'activity', content)).rejects.toThrow('user_pseudo_id is missing');
  });

  test('gives a rejected line as JSON that can be mended and imported', async () => {
    const database = await databaseOfTest();
    const report = await importText(
      database,
      'activity',
      line({ eventTimestamp: 'soon', city: 'Washington, DC' }),
    );
    expect(report.rejects.map(({ row }) => JSON.parse(row))).toEqual([
      { user_pseudo_id: 'a', eventTimestamp: 'soon', city: 'Washington, DC' },
    ]);
  });

  test('keeps the digits of numbers', async () => {
    const database = await databaseOfTest();
    const ids = [
      ['13085.0', '13085'],
      ['13085', '13085'],
      ['9007199254740993', '9007199254740993'],
      ['12345678901234567890.0', '12345678901234567890'],
      ['"13085.0"', '13085.0'],
      ['1.5e3', '1500'],
      ['-7', '-7'],
      ['1e21', '1000000000000000000000'],
    ];
    const lines = ids.map(
      ([written], row) => `{"Transaction_ID":${written},"Item_revenue":0.10,"ItemID":${row}}`,
    );
    await importText(database, 'transactions', lines.join('\n'));
    const stored = await storedLines(database);
    expect(stored.toSorted((a, b) => a.line_no - b.line_no).map((row) => row.transaction_id)).toEqual(
      ids.map(([, kept]) => kept),
    );
    expect(new Set(stored.map(({ revenue }) => revenue))).toEqual(new Set(['0.10']));
  });

  test('reads an epoch that is a number, to the microsecond', async () => {
    const database = await databaseOfTest();
    await importText(database, 'activity', '{"user_pseudo_id":1,"eventTimestamp":1706717400123456}');
    expect(await storedEvents(database)).toMatchObject([{ user: '1', at: '2024-01-31 16:10:00.123456' }]);
  });

  test('is rejected line by line where it is broken', async () => {
    const database = await databaseOfTest();
    const lines = [
      line({ city: 'Rome' }),
      '{"user_pseudo_id":"a"',
      '[1, 2]',
      '"text"',
      'null',
      line({ city: { name: 'Rome' } }),
      line({ user_pseudo_id: ['a'] }),
      line({ city: 'Ro\0me' }),
      '{"user_pseudo_id":"\\ud800","eventTimestamp":"2024-01-10 09:00:00"}',
      line({ city: 'C:\\u0000' }),
      line({ city: '😀' }).replace('😀', '\\ud83d\\ude00'),
      line({ event_params: [{ key: 'x' }], city: 'Oslo' }),
    ];
    const report = await importText(database, 'activity', lines.join('\n'));
    expect(report.rejects.map(({ line: at, reason }) => `${at} ${reason}`)).toEqual([
      expect.stringMatching(/^2 not JSON: /),
      '3 expected a JSON object',
      '4 expected a JSON object',
      '5 expected a JSON object',
      '6 city: expected text, a number, true, false or null, got an object',
      '7 user_pseudo_id: expected text, a number, true, false or null, got a list',
      '8 a value holds a zero character, which text in the database can not',
      '9 a value holds what is no Unicode character (half of a surrogate pair, or bytes that are not UTF-8)',
    ]);
    expect(report.rejects.map(({ row }) => row)).toEqual(lines.slice(1, 9));
    expect(report).toMatchObject({ loaded: 4, rejected: 8, unknownColumns: ['event_params (nested)'] });
    expect((await storedEvents(database)).map(({ city }) => city)).toEqual([
      'C:\\u0000',
      'Oslo',
      'Rome',
      '😀',
    ]);
  });

  test.each([
    [
      'without a needed key in any line',
      '{"user_pseudo_id":"a"}\n',
      /^activity.csv: the column eventTimestamp is missing. Columns found: "user_pseudo_id"/,
    ],
    [
      'with two spellings of one key',
      line({ City: 'a', city: 'b' }),
      'activity.csv: the columns "City" and "city" are both city.',
    ],
    [
      'with a line beyond the limit',
      `${line({})}\n${line({ city: 'x'.repeat(2_000_000) })}`,
      'activity.csv, line 2: a line of more than 1048576 characters.',
    ],
    [
      'whose keys are data',
      Array.from({ length: 10_001 }, (_, key) => line({ [`k${key}`]: 1 })).join('\n'),
      'activity.csv, line 9999: more than 10000 different keys. Expected the same few in every line.',
    ],
  ])('%s is refused, and nothing changes', async (_what, content, message) => {
    const database = await databaseOfTest();
    const before = await contentsOf(database);
    await expect(importText(database, 'activity', content)).rejects.toThrow(message);
    expect(await contentsOf(database)).toEqual(before);
  });
});
