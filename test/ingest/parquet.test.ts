// Parquet: typed values become the text that a CSV would hold, exactly.
import { type ColumnSource, parquetWriteBuffer } from 'hyparquet-writer';
import { describe, expect, test } from 'vitest';
import { contentsOf, storedEvents, storedLines } from '../support/contents.ts';
import { databaseOfTest } from '../support/database.ts';
import { importText } from '../support/import-text.ts';

type WriteOptions = Parameters<typeof parquetWriteBuffer>[0];

function parquet(columnData: ColumnSource[], options: Partial<WriteOptions> = {}): Uint8Array {
  return new Uint8Array(parquetWriteBuffer({ columnData, ...options }));
}

const NAME = { name: 'shop.parquet' };
const NOON = 1_704_888_000_000_000n; // 2024-01-10T12:00:00Z in microseconds

describe('a Parquet file', () => {
  test('of activity keeps ids, instants and empty values', async () => {
    const database = await databaseOfTest();
    const file = parquet([
      { name: 'USER_PSEUDO_ID', data: [13085, 7.5, Number.NaN, null], type: 'DOUBLE' },
      { name: 'eventTimestamp', data: [NOON, NOON + 1n, NOON, NOON], type: 'INT64' },
      { name: 'city', data: ['Rome', null, 'x', 'x'], type: 'STRING' },
      { name: 'Age', data: [34, null, 1, 1], type: 'INT32' },
      { name: 'colour', data: ['red', null, null, null], type: 'STRING' },
    ]);
    const report = await importText(database, 'activity', file, NAME);
    expect(report).toMatchObject({ rowsRead: 4, loaded: 2, rejected: 2, unknownColumns: ['colour'] });
    expect(report.rejects.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '3 user_pseudo_id: missing',
      '4 user_pseudo_id: missing',
    ]);
    expect(await storedEvents(database)).toMatchObject([
      { user: '13085', at: '2024-01-10 12:00:00.000000', city: 'Rome', age: '34' },
      { user: '7.5', at: '2024-01-10 12:00:00.000001', city: '', age: '' },
    ]);
  });

  test('has instants in three units, as dates, and some that are beyond the calendar', async () => {
    const database = await databaseOfTest();
    const units = [
      ['MILLIS', NOON / 1000n, '2024-01-10 12:00:00.000000'],
      ['MICROS', NOON + 123_456n, '2024-01-10 12:00:00.123456'],
      ['NANOS', (NOON + 123_456n) * 1000n + 999n, '2024-01-10 12:00:00.123456'],
      ['MICROS', -1n, '1969-12-31 23:59:59.999999'],
    ] as const;
    for (const [at, [unit, value]] of units.entries()) {
      const file = parquet(
        [
          { name: 'user_pseudo_id', data: [`u${at}`, 'far'] },
          { name: 'eventTimestamp', data: [value, 9_223_372_036_854_775_807n] },
        ],
        {
          schema: [
            { name: 'root', num_children: 2 },
            {
              name: 'user_pseudo_id',
              type: 'BYTE_ARRAY',
              converted_type: 'UTF8',
              repetition_type: 'REQUIRED',
            },
            {
              name: 'eventTimestamp',
              type: 'INT64',
              repetition_type: 'REQUIRED',
              logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit },
            },
          ],
        },
      );
      const report = await importText(database, 'activity', file, NAME);
      // The last nanosecond of an INT64 is a day in 2262, so it is readable.
      expect(report.rejected, unit).toBe(unit === 'NANOS' ? 0 : 1);
    }
    const events = (await storedEvents(database)).filter(({ user }) => user !== 'far');
    expect(events.map(({ at }) => at)).toEqual(units.map(([, , at]) => at));
  });

  test('of order lines keeps money exactly, whatever its type', async () => {
    const database = await databaseOfTest();
    const file = parquet(
      [
        { name: 'Transaction_ID', data: [9007199254740993n, 2n, 3n] },
        { name: 'Item_revenue', data: [0.57, -0.01, 11.5] },
        { name: 'unit_price', data: [19.99, 0.1, 500] },
        { name: 'Item_purchase_quantity', data: [2, null, 3] },
        { name: 'Date', data: [19_732, null, 19_732] },
      ],
      {
        schema: [
          { name: 'root', num_children: 5 },
          { name: 'Transaction_ID', type: 'INT64', repetition_type: 'REQUIRED' },
          {
            name: 'Item_revenue',
            type: 'INT32',
            repetition_type: 'REQUIRED',
            converted_type: 'DECIMAL',
            scale: 2,
            precision: 9,
          },
          { name: 'unit_price', type: 'FLOAT', repetition_type: 'REQUIRED' },
          { name: 'Item_purchase_quantity', type: 'DOUBLE', repetition_type: 'OPTIONAL' },
          { name: 'Date', type: 'INT32', repetition_type: 'OPTIONAL', converted_type: 'DATE' },
        ],
      },
    );
    expect(await importText(database, 'transactions', file, NAME)).toMatchObject({ loaded: 3, rejected: 0 });
    expect(await storedLines(database)).toMatchObject([
      { transaction_id: '2', revenue: '-0.01', quantity: null, at: null },
      { transaction_id: '3', revenue: '11.5', quantity: '3', at: '2024-01-10 00:00:00.000000' },
      {
        transaction_id: '9007199254740993',
        revenue: '0.57',
        quantity: '2',
        at: '2024-01-10 00:00:00.000000',
      },
    ]);
  });

  test('multiplies a single float as it was written, not as the double next to it', async () => {
    const database = await databaseOfTest();
    const file = parquet([
      { name: 'Transaction_ID', data: ['a', 'b'] },
      { name: 'unit_price', data: [19.99, 0.1], type: 'FLOAT' },
      { name: 'Item_purchase_quantity', data: [2, 3], type: 'INT32' },
    ]);
    await importText(database, 'transactions', file, NAME);
    expect((await storedLines(database)).map(({ revenue }) => revenue)).toEqual(['39.98', '0.3']);
  });

  test('rejects a row whose text the database can not hold, and one that is too long', async () => {
    const database = await databaseOfTest();
    const bad = new Uint8Array([82, 0xf6, 109]);
    const text = (value: string) => new TextEncoder().encode(value);
    const file = parquet([
      { name: 'user_pseudo_id', data: ['a', 'b', 'c', 'd'] },
      { name: 'eventTimestamp', data: Array.from({ length: 4 }, () => '2024-01-10 09:00:00') },
      { name: 'city', data: [text('Rome'), text('Ro\0me'), bad, text('x'.repeat(501))], type: 'BYTE_ARRAY' },
    ]);
    const report = await importText(database, 'activity', file, NAME);
    expect(report.rejects.map(({ line, reason }) => `${line} ${reason}`)).toEqual([
      '2 a value holds a zero character, which text in the database can not',
      '3 a value holds what is no Unicode character (half of a surrogate pair, or bytes that are not UTF-8)',
      '4 city, region or country: longer than 500 bytes',
    ]);
    expect(await storedEvents(database)).toMatchObject([{ user: 'a', city: 'Rome' }]);
  });

  test('keeps nested columns out, and names them', async () => {
    const database = await databaseOfTest();
    const file = parquet(
      [
        { name: 'event_params', data: [{ key: 'x', value: 1n }, null] },
        { name: 'user_pseudo_id', data: ['a', 'b'] },
        { name: 'eventTimestamp', data: ['2024-01-10 09:00:00', '2024-01-10 09:00:00'] },
      ],
      {
        schema: [
          { name: 'root', num_children: 3 },
          { name: 'event_params', num_children: 2, repetition_type: 'OPTIONAL' },
          { name: 'key', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'OPTIONAL' },
          { name: 'value', type: 'INT64', repetition_type: 'OPTIONAL' },
          { name: 'user_pseudo_id', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
          { name: 'eventTimestamp', type: 'BYTE_ARRAY', converted_type: 'UTF8', repetition_type: 'REQUIRED' },
        ],
      },
    );
    const report = await importText(database, 'activity', file, NAME);
    expect(report).toMatchObject({ loaded: 2, unknownColumns: ['event_params (nested)'] });
    expect((await storedEvents(database)).map(({ user }) => user)).toEqual(['a', 'b']);
  });

  test('of several row groups and codecs is read whole, with the row numbers of the file', async () => {
    const database = await databaseOfTest();
    const rows = Array.from({ length: 2500 }, (_, row) => row);
    const file = parquet(
      [
        { name: 'user_pseudo_id', data: rows.map((row) => (row === 2400 ? '' : `u${row % 10}`)) },
        { name: 'eventTimestamp', data: rows.map((row) => NOON + BigInt(row)), type: 'INT64' },
      ],
      { rowGroupSize: 1000, codec: 'UNCOMPRESSED' },
    );
    const report = await importText(database, 'activity', file, NAME);
    expect(report).toMatchObject({ rowsRead: 2500, loaded: 2499 });
    expect(report.rejects.map(({ line }) => line)).toEqual(['2401']);
    expect(await importText(database, 'activity', file, { name: 'copy' })).toMatchObject({ importId: null });
  });

  test('without rows is imported, and holds nothing', async () => {
    const database = await databaseOfTest();
    const file = parquet([
      { name: 'user_pseudo_id', data: [], type: 'STRING' },
      { name: 'eventTimestamp', data: [], type: 'STRING' },
    ]);
    expect(await importText(database, 'activity', file, NAME)).toMatchObject({ loaded: 0, rejected: 0 });
  });

  const whole = parquet([
    { name: 'user_pseudo_id', data: Array.from({ length: 5000 }, (_, row) => `user ${row}`) },
    {
      name: 'eventTimestamp',
      data: Array.from({ length: 5000 }, (_, row) => `2024-01-10 09:00:${10 + (row % 50)}`),
    },
  ]);
  const hole = whole.slice();
  hole.fill(0xff, 2000, 6000);
  test.each([
    [
      'cut off',
      whole.slice(0, -20),
      'shop.parquet: not a readable Parquet file: parquet file invalid (footer != PAR1)',
    ],
    ['cut off at its first bytes', whole.slice(0, 4), /^shop.parquet: not a readable Parquet file: /],
    ['damaged inside', hole, /^shop.parquet: not a readable Parquet file: /],
    [
      'without a needed column',
      parquet([{ name: 'time', data: [1] }]),
      'shop.parquet: the column user_pseudo_id and the column eventTimestamp are missing. Columns found: "time".',
    ],
  ])('%s is refused, and nothing changes', async (_what, content, message) => {
    const database = await databaseOfTest();
    const before = await contentsOf(database);
    await expect(importText(database, 'activity', content, NAME)).rejects.toThrow(message);
    expect(await contentsOf(database)).toEqual(before);
  });
});
