// Parquet, a row group at a time: what is kept in memory is one group.
import { gzipSync, zstdCompressSync } from 'node:zlib';
import { ByteWriter, ParquetWriter } from 'hyparquet-writer';
import type { Compression } from './compression.ts';
import type { FileColumn, Row } from './format.ts';
import { columnData, ELEMENTS, READERS, type Value } from './parquet-columns.ts';

/** Large enough for readers to like it, small enough for memory. */
const GROUP_ROWS = 4_096;

const CODECS = { none: 'UNCOMPRESSED', gzip: 'GZIP', zstd: 'ZSTD' } as const;
const COMPRESSORS = {
  GZIP: (bytes: Uint8Array) => gzipSync(bytes, { level: 1 }),
  ZSTD: (bytes: Uint8Array) => zstdCompressSync(bytes),
};

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
        columnData: this.#columns.map((column, at) => columnData(column, this.#values[at] as Value[])),
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
