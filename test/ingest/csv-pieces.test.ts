// However a CSV text is cut into pieces, its records and their lines are the same.
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/ingest/readers/csv.ts';
import type { MalformedRecord } from '../../src/ingest/readers/record-batch.ts';

interface Read {
  readonly records: string[][];
  readonly lines: number[];
  readonly malformed: MalformedRecord[];
}

async function read(pieces: readonly string[]): Promise<Read> {
  const all: Read = { records: [], lines: [], malformed: [] };
  async function* text() {
    yield* pieces;
  }
  for await (const { records, lines, malformed } of readCsv(text(), 'shop.csv').batches) {
    all.records.push(...records);
    all.lines.push(...lines);
    all.malformed.push(...malformed);
  }
  return all;
}

function cut(text: string, places: readonly number[]): string[] {
  const ends = [...places.map((place) => place % (text.length + 1)), text.length].toSorted((a, b) => a - b);
  return ends.map((end, at) => text.slice(ends[at - 1] ?? 0, end));
}

const cuts = fc.array(fc.nat(), { maxLength: 8 });
const awkward = fc.string({ unit: fc.constantFrom('a', ',', '"', '\n', '\r', ' ', 'é', '😀'), maxLength: 6 });

describe('pieces of a CSV file', () => {
  test('hold every value as it was written, with the line on which its record begins', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.tuple(awkward, awkward, awkward), { maxLength: 12 }),
        fc.constantFrom('\n', '\r\n'),
        cuts,
        async (rows, newline, places) => {
          const written = rows.map((row) => Papa.unparse([row], { quotes: true }) + newline);
          const { records, lines, malformed } = await read(cut(`a,b,c${newline}${written.join('')}`, places));
          expect(records).toEqual(rows);
          expect(malformed).toEqual([]);
          const before = (row: number) => written.slice(0, row).join('').split('\n').length;
          expect(lines).toEqual(rows.map((_, row) => 1 + before(row)));
        },
      ),
    ));

  test('say the same of any text at all', () =>
    fc.assert(
      fc.asyncProperty(fc.string({ unit: awkward, maxLength: 30 }), cuts, async (rest, places) => {
        const text = `a,b\n${rest}`;
        const outcome = (pieces: string[]) => read(pieces).catch((error: Error) => error.message);
        expect(await outcome(cut(text, places))).toEqual(await outcome([text]));
      }),
    ));

  test.each([
    ['a,b\n"x"y,1\nc,2\n', [['c', '2']], [[2, '"x"y,1']]],
    ['a,b\nc,"x"y,1\r\nc,2\n', [['c', '2']], [[2, 'c,"x"y,1']]],
    ['a,b\n"two\nlines"y,1\nc,2', [['c', '2']], [[2, '"two\nlines"y,1']]],
    ['a,b\nc,2\n"x"y', [['c', '2']], [[3, '"x"y']]],
    [
      'a,b\nx"y,""\nc,"" \n',
      [
        ['x"y', ''],
        ['c', ''],
      ],
      [],
    ],
  ])('of %j keep a stray quote to its own record', async (text, records, malformed) => {
    const found = await read([text]);
    expect(found.records).toEqual(records);
    expect(found.malformed.map(({ line, text: row }) => [line, row])).toEqual(malformed);
  });
});
