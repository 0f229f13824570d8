// What the formats do with awkward values, each read back by another's reader.
import { gunzipSync, zstdDecompressSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import { copiedRows } from '../../src/db/copy.ts';
import { compressor, extension } from '../../src/exports/formats/compression.ts';
import { csvHeader, defused } from '../../src/exports/formats/csv.ts';
import { encoderOf } from '../../src/exports/formats/encoders.ts';
import type { FileColumn, Format, Row } from '../../src/exports/formats/format.ts';

const COLUMNS: readonly FileColumn[] = [
  { name: 'note "1"', kind: 'text' },
  { name: 'phone', kind: 'phone' },
  { name: 'score', kind: 'integer' },
  { name: 'user_id', kind: 'bigint' },
  { name: 'revenue', kind: 'decimal' },
  { name: 'seen', kind: 'instant' },
  { name: 'born', kind: 'date' },
];
const FULL: Row = [
  'x',
  '+49 1',
  '-7',
  '9007199254740993',
  '-12.50',
  '2026-01-02T03:04:05.123456Z',
  '1970-01-03',
];
const EMPTY: Row = [null, null, null, null, null, null, null];
const NOTES = [
  'a,b',
  'he said "no"',
  'two\nlines',
  'a\r\nb',
  '',
  ' 😀 é 漢',
  '\\N',
  '\t tab',
  "o'clock",
  '\\.',
];
const ROWS: Row[] = [FULL, EMPTY, ...NOTES.map((note) => [note, ...EMPTY.slice(1)])];

async function* batches(rows: readonly Row[]) {
  yield rows.slice(0, 3);
  yield rows.slice(3);
}

async function encoded(format: Format, rows = ROWS, compression: 'none' | 'gzip' | 'zstd' = 'none') {
  const pieces: Uint8Array[] = [];
  for await (const piece of encoderOf(format, compression)(COLUMNS, batches(rows))) pieces.push(piece);
  return Buffer.concat(pieces);
}

async function compressed(compression: 'gzip' | 'zstd', text: string): Promise<Buffer> {
  const transform = compressor('csv', compression)!;
  transform.end(text);
  return Buffer.concat(await gathered<Buffer>(transform));
}

async function gathered<T>(source: AsyncIterable<T>): Promise<T[]> {
  const all: T[] = [];
  for await (const one of source) all.push(one);
  return all;
}

describe('CSV', () => {
  it('survives quotes, newlines, emoji and empty texts', async () => {
    const text = csvHeader(COLUMNS) + (await encoded('csv')).toString();
    const { data, errors } = Papa.parse<string[]>(text, { newline: '\n', skipEmptyLines: 'greedy' });
    expect(errors).toEqual([]);
    expect(data[0]).toEqual(COLUMNS.map(({ name }) => name));
    expect(data[1]).toEqual(FULL);
    const notes = data.slice(2).map(([note]) => note);
    expect(notes).toEqual(NOTES.filter((note) => note !== '').map((note) => defused(note, 'text')));
  });

  it('tells no value from an empty text', async () => {
    expect((await encoded('csv', [['', ...EMPTY.slice(1)], EMPTY])).toString()).toBe('"",,,,,,\n,,,,,,\n');
  });

  it.each(['=1+1', '+1', '-1', '@SUM(A1)', '\t=1', '\r=1', '\n=1'])('defuses %j in free text', (text) => {
    expect(defused(text, 'text')).toBe(`'${text}`);
  });

  it('leaves phones and numbers as they are, but not what poses as a phone', () => {
    expect(defused('+49 (0)30-12.34/5', 'phone')).toBe('+49 (0)30-12.34/5');
    expect(defused('-12.50', 'decimal')).toBe('-12.50');
    expect(defused('+cmd|calc', 'phone')).toBe("'+cmd|calc");
    expect(defused('a=1', 'text')).toBe('a=1');
  });

  it('defuses the names of columns', () => {
    expect(csvHeader([{ name: '=A1', kind: 'integer' }])).toBe("'=A1\n");
  });
});

describe('NDJSON', () => {
  it('gives every value back, numbers as they were printed', async () => {
    const lines = (await encoded('ndjson')).toString().trimEnd().split('\n');
    expect(lines).toHaveLength(ROWS.length);
    expect(lines[0]).toContain('"user_id":9007199254740993,"revenue":-12.50');
    expect(lines.slice(2).map((line) => JSON.parse(line)['note "1"'])).toEqual(NOTES);
    expect(Object.values(JSON.parse(lines[1] as string))).toEqual(EMPTY);
  });
});

describe('Parquet', () => {
  it.each(['none', 'gzip', 'zstd'] as const)(
    'gives every value back, compressed by %s',
    async (compression) => {
      const bytes = await encoded('parquet', ROWS, compression);
      const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
      const zstd = { ZSTD: (input: Uint8Array) => zstdDecompressSync(input) };
      const rows = await parquetReadObjects({ file, compressors: { ...compressors, ...zstd } });
      expect(rows[0]).toEqual({
        'note "1"': 'x',
        phone: '+49 1',
        score: -7,
        user_id: 9007199254740993n,
        revenue: -12.5,
        seen: new Date('2026-01-02T03:04:05.123Z'),
        born: new Date('1970-01-03'),
      });
      expect(rows.slice(2).map((row) => row['note "1"'])).toEqual(NOTES);
      expect(rows.slice(1).every((row) => row.score === null || row.score === undefined)).toBe(true);
    },
  );
});

describe('Parquet of several row groups', () => {
  it('gives texts back that many rows share, and texts that few do', async () => {
    const rows = Array.from({ length: 5_000 }, (_, at): Row => {
      const own = at % 5 === 0 ? null : `é${at}`;
      return [own, at % 2 === 0 ? '+49' : '+34', ...EMPTY.slice(2)];
    });
    const bytes = await encoded('parquet', rows);
    const file = bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength) as ArrayBuffer;
    const read = await parquetReadObjects({ file });
    expect(read.map((row) => [row['note "1"'] ?? null, row.phone])).toEqual(
      rows.map((row) => row.slice(0, 2)),
    );
  });
});

describe('compression', () => {
  it('by gzip gives parts that can be joined', async () => {
    const parts = await Promise.all(['a\n', 'b\n'].map((text) => compressed('gzip', text)));
    expect(gunzipSync(Buffer.concat(parts)).toString()).toBe('a\nb\n');
    expect(extension('csv', 'gzip')).toBe('csv.gz');
  });

  it('by zstd gives frames of their own, which zstd lets stand one behind the other', async () => {
    expect(zstdDecompressSync(await compressed('zstd', 'a\n')).toString()).toBe('a\n');
    expect(extension('ndjson', 'zstd')).toBe('ndjson.zst');
  });

  it('of Parquet is inside the file', () => {
    expect(compressor('parquet', 'gzip')).toBeNull();
    expect(extension('parquet', 'gzip')).toBe('parquet');
  });
});

describe('rows of a COPY', () => {
  it('are read whole wherever the bytes are cut', async () => {
    const text = 'a\\tb\t\\N\t\\\\N\nü\\n1\t2\t\n';
    const expected = [
      ['a\tb', null, '\\N'],
      ['ü\n1', '2', ''],
    ];
    const bytes = Buffer.from(text);
    for (let cut = 0; cut <= bytes.length; cut++) {
      const pieces = [bytes.subarray(0, cut), bytes.subarray(cut)].filter(({ length }) => length > 0);
      async function* chunks() {
        yield* pieces;
      }
      expect((await gathered(copiedRows(chunks()))).flat()).toEqual(expected);
    }
  });

  it('may have one field each, and nothing in it', async () => {
    async function* chunks() {
      yield Buffer.from('\n\na\n');
    }
    expect((await gathered(copiedRows(chunks()))).flat()).toEqual([[''], [''], ['a']]);
  });
});
