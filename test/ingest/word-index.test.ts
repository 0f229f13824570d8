// Numbers of words: equal combinations have one, others another, wherever their columns stand.
import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { ByteTable } from '../../src/ingest/byte-table.ts';
import { splitPlain, splitQuoted } from '../../src/ingest/readers/csv-record.ts';
import { Fields } from '../../src/ingest/readers/fields.ts';
import { ListedRecords } from '../../src/ingest/readers/listed-records.ts';
import { WordIndex } from '../../src/ingest/word-index.ts';

/** One record, as a file without quotes has it, or one with everything in quotes. */
function fieldsOf(record: readonly string[], quoted = false): Fields {
  const fields = new Fields();
  const line = record.map((value) => (quoted ? `"${value.replaceAll('"', '""')}"` : value)).join(',');
  fields.bytes = Buffer.from(`${line}\n`);
  if (quoted) splitQuoted(fields, 0, fields.bytes.length);
  else splitPlain(fields, 0, fields.bytes.length);
  return fields;
}

describe('a word index', () => {
  test.each([[[2, 0]], [[0, 1]]])(
    'of columns %j gives equal combinations one number, and cleans what is new',
    (positions) => {
      const [first, second] = positions as [number, number];
      const index = new WordIndex(positions);
      const numbers = [
        [' Italy ', 'Rome'],
        [' Italy ', 'Rome'],
        ['(not set)', 'Rome'],
        ['Rome', 'Italy'],
        ['', 'Rome'],
      ].map(([one = '', two = '']) => {
        const record = ['x', 'x', 'x'];
        record[first] = one;
        record[second] = two;
        return index.numberOf(fieldsOf(record));
      });
      expect(numbers).toEqual([0, 0, 1, 2, 3]);
      expect(index.takeNew()).toEqual({
        restarted: true,
        tuples: [
          ['Italy', 'Rome'],
          ['', 'Rome'],
          ['Rome', 'Italy'],
          ['', 'Rome'],
        ],
      });
    },
  );

  test('takes a column that the file lacks, or a record that ends early, as empty', () => {
    const index = new WordIndex([-1, 3]);
    index.numberOf(fieldsOf(['a']));
    expect(index.takeNew().tuples).toEqual([['', '']]);
  });

  test('refuses a value of more than 500 bytes, every time, and takes one of 500', () => {
    const index = new WordIndex([0, 1]);
    const long = fieldsOf(['a', 'b'.repeat(501)]);
    expect([index.numberOf(long), index.numberOf(long)]).toEqual([-1, -1]);
    expect(index.numberOf(fieldsOf(['c'.repeat(500), ` ${'b'.repeat(500)} `]))).toBe(0);
    expect(index.numberOf(fieldsOf([' '.repeat(600), ' '.repeat(600)]))).toBe(1);
    expect(index.takeNew().tuples[1]).toEqual(['', '']);
  });

  test('has one number for each trimmed text of one column, in quotes or not', () => {
    const index = new WordIndex([1], (text) => text.trim());
    const texts = [' a', 'a ', 'a', '\ta\r'];
    const numbers = texts.flatMap((text) => [
      index.numberOf(fieldsOf(['x', text])),
      index.numberOf(fieldsOf(['x', text], true)),
    ]);
    expect(new Set(numbers)).toEqual(new Set([0]));
    expect(index.takeNew().tuples).toEqual([['a']]);
  });

  test('tells combinations apart as texts are, whatever their neighbours and quotes', () => {
    const value = fc.string({ unit: fc.constantFrom('a', 'b', '"', ' ', 'é', 'n/a'), maxLength: 3 });
    const row = fc.tuple(fc.tuple(value, value, value), fc.boolean());
    fc.assert(
      fc.property(
        fc.array(row, { maxLength: 20 }),
        fc.shuffledSubarray([0, 1, 2], { minLength: 1 }),
        (rows, positions) => {
          const index = new WordIndex(positions, (text) => text);
          const numbers = rows.map(([record, quoted]) => {
            // a quote that opens a field would be read as one
            const plain = !record.some((text) => text.startsWith('"'));
            return index.numberOf(fieldsOf(record, quoted || !plain));
          });
          const { tuples } = index.takeNew();
          const words = rows.map(([record]) =>
            positions.map((position) => record[position]?.replace(/^ +| +$/g, '')),
          );
          expect(
            numbers.map((number) => tuples[number]?.map((text) => text.replace(/^ +| +$/g, ''))),
          ).toEqual(words);
        },
      ),
    );
  });

  test('knows a combination again where records leave columns out, or have them in another order', () => {
    const index = new WordIndex([2, 1]);
    const records = [['x'], ['x', 'a'], ['x', 'a', 'b'], ['x', ' '.repeat(600), 'a'], ['x', 'b', 'a']];
    const numbers = () => {
      const lines = records.map((_, at) => at + 1);
      const listed = new ListedRecords({ records, lines, malformed: [] }, String);
      return records.map(() => listed.next() && index.numberOf(listed.fields));
    };
    expect(numbers()).toEqual([0, 1, 2, 3, 4]);
    expect(numbers()).toEqual([0, 1, 2, 3, 4]);
    expect(index.takeNew().tuples).toEqual([
      ['', ''],
      ['', 'a'],
      ['b', 'a'],
      ['a', ''],
      ['a', 'b'],
    ]);
  });

  test('hands over what is new, and numbers anew when it has too much', () => {
    const index = new WordIndex([0]);
    const number = (text: string) => index.numberOf(fieldsOf([text]));
    expect([number('a'), number('b')]).toEqual([0, 1]);
    expect(index.takeNew()).toEqual({ restarted: true, tuples: [['a'], ['b']] });
    expect([number('b'), number('c')]).toEqual([1, 2]);
    expect(index.takeNew()).toEqual({ restarted: false, tuples: [['c']] });
    for (let key = 0; key < 20_000; key++) number(`${key}${'x'.repeat(490)}`);
    expect(index.takeNew()).toMatchObject({ restarted: false });
    expect([number('c'), number('a')]).toEqual([0, 1]);
    expect(index.takeNew()).toEqual({ restarted: true, tuples: [['c'], ['a']] });
  });
});

describe('a table of bytes', () => {
  test('numbers many keys in the order in which they come, and knows them again', () => {
    const table = new ByteTable();
    const keys = Array.from({ length: 50_000 }, (_, key) => Buffer.from(`key ${key * 7}`));
    const numbers = () => keys.map((key) => table.numberOf(key, 0, key.length));
    const expected = keys.map((_, key) => key);
    expect(numbers()).toEqual(expected);
    expect(numbers().toReversed()).toEqual(expected.toReversed());
    expect(table.numberOf(Buffer.from('akey 7b'), 1, 6)).toBe(1);
    expect(table.numberOf(Buffer.alloc(0), 0, 0)).toBe(50_000);
    table.clear();
    expect(table.numberOf(keys[9] as Buffer, 0, (keys[9] as Buffer).length)).toBe(0);
  });
});
