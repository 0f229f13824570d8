// Parquet, a row group at a time: what is kept in memory is one group. Every column may lack values. Decimals are
// exact (18 digits, 2 of them behind the point), instants are microseconds in UTC.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter, type SchemaElement } from 'hyparquet-writer';
import { BadInputError } from '../../errors.ts';
import type { Compression } from './compression.ts';
import type { CellKind, FileColumn, Row } from './format.ts';

/** Large enough for readers to like it, small enough for memory. */
const GROUP_ROWS = 4_096;

const CODECS = { none: 'UNCOMPRESSED', gzip: 'GZIP', zstd: 'ZSTD' } as const;
const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes, { level: 1 }),
  ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes),
};

type Value = string | number | bigint | undefined;

const READERS: Readonly<Record<CellKind, (text: string) => Value>> = {
  text: (text) => text,
  phone: (text) => text,
  integer: Number,
  bigint: BigInt,
  decimal: unscaled,
  instant: micros,
  date: (text) => Date.parse(text) / 86_400_000,
};

const ELEMENTS: Readonly<Record<CellKind, Omit<SchemaElement, 'name'>>> = {
  text: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  phone: { type: 'BYTE_ARRAY', converted_type: 'UTF8' },
  integer: { type: 'INT32' },
  bigint: { type: 'INT64' },
  decimal: { type: 'INT64', converted_type: 'DECIMAL', precision: 18, scale: 2 },
  instant: {
    type: 'INT64',
    logical_type: { type: 'TIMESTAMP', isAdjustedToUTC: true, unit: 'MICROS' },
  },
  date: { type: 'INT32', converted_type: 'DATE' },
};

const LARGEST_UNSCALED = 10n ** 18n - 1n;

/** "12.50" → 1250n; throws a BadInputError for what has more than 18 digits. */
function unscaled(text: string): bigint {
  const value = BigInt(text.replace('.', ''));
  if (value <= LARGEST_UNSCALED && value >= -LARGEST_UNSCALED) return value;
  throw new BadInputError(
    `revenue: ${text} has more digits than Parquet files have; export it as CSV or NDJSON.`,
  );
}

function micros(text: string): bigint {
  return BigInt(Date.parse(`${text.slice(0, 23)}Z`)) * 1000n + BigInt(text.slice(23, 26));
}

export function parquetEncoder(compression: Compression) {
  return async function* encodeParquet(
    columns: readonly FileColumn[],
    rows: AsyncIterable<readonly Row[]>,
  ): AsyncGenerator<Uint8Array> {
    const file = new ParquetFile(columns, compression);
    for await (const some of rows) {
      for (const row of some) {
        file.add(row);
        if (file.isFull) yield file.writeGroup();
      }
    }
    yield file.finish();
  };
}

class ParquetFile {
  readonly #columns: readonly FileColumn[];
  readonly #bytes = new ByteWriter(1 << 16);
  readonly #writer: ParquetWriter;
  #values: Value[][];
  #rows = 0;

  constructor(columns: readonly FileColumn[], compression: Compression) {
    this.#columns = columns;
    this.#values = columns.map(() => []);
    this.#writer = new ParquetWriter({
      writer: this.#bytes,
      codec: CODECS[compression],
      compressors: COMPRESSORS,
      createdBy: 'strata',
      statistics: false,
      schema: [
        { name: 'root', num_children: columns.length },
        ...columns.map(({ name, kind }) => ({
          name,
          repetition_type: 'OPTIONAL' as const,
          ...ELEMENTS[kind],
        })),
      ],
    });
  }

  get isFull(): boolean {
    return this.#rows === GROUP_ROWS;
  }

  add(row: Row): void {
    for (let at = 0; at < this.#columns.length; at++) {
      const text = row[at];
      const { kind } = this.#columns[at] as FileColumn;
      (this.#values[at] as Value[]).push(typeof text === 'string' ? READERS[kind](text) : undefined);
    }
    this.#rows++;
  }

  /** The bytes of what was added since the last group. */
  writeGroup(): Uint8Array {
    if (this.#rows > 0) {
      this.#writer.write({
        columnData: this.#columns.map(({ name }, at) => ({ name, data: this.#values[at] as Value[] })),
        rowGroupSize: GROUP_ROWS,
      });
      this.#values = this.#columns.map(() => []);
      this.#rows = 0;
    }
    return this.#take();
  }

  finish(): Uint8Array {
    const group = this.writeGroup();
    this.#writer.finish();
    return Buffer.concat([group, this.#take()]);
  }

  /** What the writer has written since the last time; its offset in the file goes on counting. */
  #take(): Uint8Array {
    const taken = Uint8Array.prototype.slice.call(this.#bytes.getBytes());
    this.#bytes.index = 0;
    return taken;
  }
}
