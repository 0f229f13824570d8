// However the bytes of a CSV file are cut into pieces, its records and their lines are the same.
import fc from 'fast-check';
import Papa from 'papaparse';
import { describe, expect, test } from 'vitest';
import { readCsv } from '../../src/ingest/readers/csv.ts';

interface Read {
  readonly records: string[][];
  readonly lines: number[];
  /** Line and text of those that could not be split. */
  readonly malformed: [number, string][];
}

async function read(pieces: readonly Uint8Array[]): Promise<Read> {
  const all: Read = { records: [], lines: [], malformed: [] };
  async function* bytes() {
    for (const piece of pieces) {
      const shared = Buffer.from(piece);
      yield shared;
      shared.fill(0); // as the next piece would overwrite it
    }
  }
  for await (const records of readCsv(bytes(), 'shop.csv').batches) {
    while (records.next()) {
      if (records.problem) all.malformed.push([records.line, records.text()]);
      else {
        all.records.push(records.fields.texts());
        all.lines.push(records.line);
      }
    }
  }
  return all;
}

function cut(text: string, places: readonly number[]): Uint8Array[] {
  const bytes = Buffer.from(text);
  const ends = [...places.map((place) => place % (bytes.length + 1)), bytes.length].toSorted((a, b) => a - b);
  return ends.map((end, at) => bytes.subarray(ends[at - 1] ?? 0, end));
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
        const outcome = (pieces: Uint8Array[]) => read(pieces).catch((error: Error) => error.message);
        expect(await outcome(cut(text, places))).toEqual(await outcome(cut(text, [])));
      }),
    ));

  test('that are no UTF-8 are refused with their line, wherever they are cut', () =>
    fc.assert(
      fc.asyncProperty(
        fc.array(fc.constantFrom('é', '😀', 'a\n', '\n'), { maxLength: 8 }),
        fc.constantFrom([0xff], [0xe9, 0x61], [0xc3], [0xf0, 0x9f, 0x98], [0xed, 0xa0, 0x80], [0]),
        cuts,
        async (before, damage, places) => {
          const text = Buffer.concat([Buffer.from(`a,b\n${before.join('')}`), Buffer.from(damage)]);
          const ends = [...places.map((place) => place % text.length), text.length].toSorted((a, b) => a - b);
          const pieces = ends.map((end, at) => text.subarray(ends[at - 1] ?? 0, end));
          const line = 1 + text.subarray(0, -damage.length).toString().split('\n').length - 1;
          await expect(read(pieces)).rejects.toThrow(`shop.csv, line ${line}: `);
        },
      ),
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
    const found = await read(cut(text, []));
    expect(found.records).toEqual(records);
    expect(found.malformed).toEqual(malformed);
  });
});
