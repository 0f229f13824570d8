// What a part's file holds: whose rows, in which columns and format. Postgres writes CSV and NDJSON itself; rows pass
// through this process only where a platform's rules or Parquet need them to.

import { copiedRows, readCopy } from '../db/copy.ts';
import type { Connection } from '../db/pool.ts';
import type { SegmentDimension } from '../segments/service.ts';
import { type ChosenColumn, type ExportColumn, withSources } from './columns.ts';
import type { Compression } from './formats/compression.ts';
import { BYTE_ORDER_MARK, csvHeader } from './formats/csv.ts';
import { encoderOf } from './formats/encoders.ts';
import type { FileColumn, Format, Row } from './formats/format.ts';
import { type Conversion, newConversion } from './platforms/convert.ts';
import { requirePlatform } from './platforms/index.ts';
import { SOURCES, type Source } from './queries/columns.ts';
import { fileCopy, type Members, type Range, rowsCopy } from './queries/members.ts';
import type { Export } from './stored.ts';

/** What became of the members that no reason of the database leaves out. */
export interface Outcome {
  readonly rows: number;
  readonly heldOut: number;
  /** Who has nothing left that the platform could find them by. */
  readonly unidentified: number;
  readonly emptied: Readonly<Record<string, number>>;
  /** Users of both kinds, where they were told apart here and the export is a campaign's; else null. */
  readonly users: { readonly exported: string[]; readonly heldOut: string[] } | null;
}

export interface Content {
  /** How many parts are worth writing at once: where Postgres does the work, some wait for disks while others go on. */
  readonly partsAtOnce: number;
  /** Writes the rows of a range by `write`, which takes the bytes of a whole file. */
  writeTo(
    connection: Connection,
    members: Members,
    range: Range,
    write: (bytes: AsyncIterable<Uint8Array>) => Promise<unknown>,
    isFirst: boolean,
  ): Promise<Outcome>;
}

export function contentOf(exported: Export, dimensions: readonly SegmentDimension[]): Content {
  const format = exported.format as Format;
  if (exported.platform) return platformContent(exported, format);
  const columns = withSources(exported.columns as unknown as ChosenColumn[], dimensions);
  return format === 'parquet'
    ? parquetContent(exported, columns)
    : postgresContent(exported, format, columns);
}

/** What stands before the rows: of CSV its header, in every part, or in the first where they are to be joined. */
function headOf(
  { format, byteOrderMark, oneFile }: Export,
  columns: readonly FileColumn[],
  isFirst: boolean,
) {
  if (format !== 'csv' || (oneFile && !isFirst)) return [];
  return [Buffer.from(`${byteOrderMark ? BYTE_ORDER_MARK : ''}${csvHeader(columns)}`)];
}

async function* concat(head: readonly Uint8Array[], rest: AsyncIterable<Uint8Array>) {
  yield* head;
  yield* rest;
}

function postgresContent(
  exported: Export,
  format: 'csv' | 'ndjson',
  columns: readonly ExportColumn[],
): Content {
  const named = columns.map(({ name, source: { kind } }) => ({ name, kind }));
  return {
    partsAtOnce: 3,
    async writeTo(connection, members, range, write, isFirst) {
      const head = headOf(exported, named, isFirst);
      const copy = fileCopy(members, range, format, columns);
      const rows = await readCopy(connection, copy, (bytes) => write(concat(head, bytes)));
      return { rows, heldOut: 0, unidentified: 0, emptied: {}, users: null };
    },
  };
}

function parquetContent(exported: Export, columns: readonly ExportColumn[]): Content {
  const named = columns.map(({ name, source: { kind } }) => ({ name, kind }));
  const sources = columns.map(({ source }) => source);
  return rowContent(exported, 'parquet', named, () => ({ sources, convert: (values) => values }));
}

function platformContent(exported: Export, format: Format): Content {
  const platform = requirePlatform(exported.platform as string);
  const named = platform.columns.map(({ name, from, hashed }) => ({
    name,
    kind: from === 'phone' && !hashed ? ('phone' as const) : ('text' as const),
  }));
  return rowContent(exported, format, named, () => {
    const conversion = newConversion(platform, exported.phoneCountry);
    return { ...conversion, sources: conversion.sources.map((from) => SOURCES[from]) };
  });
}

interface RowConversion {
  readonly sources: readonly Source[];
  convert(values: (string | null)[]): Row | null;
  takeEmptied?: Conversion['takeEmptied'];
}

/** Rows that pass through this process: `newRows` begins a part. */
function rowContent(
  exported: Export,
  format: Format,
  columns: readonly FileColumn[],
  newRows: () => RowConversion,
): Content {
  const encode = encoderOf(format, exported.compression as Compression);
  return {
    partsAtOnce: 1,
    async writeTo(connection, members, range, write, isFirst) {
      const conversion = newRows();
      const tally = new Tally(conversion, exported.campaign !== null);
      await readCopy(connection, rowsCopy(members, range, conversion.sources), (bytes) =>
        write(concat(headOf(exported, columns, isFirst), encode(columns, tally.rows(bytes)))),
      );
      return tally.outcome();
    },
  };
}

/** Goes through the rows of a COPY, and keeps count of what becomes of them. */
class Tally {
  #rows = 0;
  #heldOut = 0;
  #unidentified = 0;
  readonly #users: { exported: string[]; heldOut: string[] } | null;
  readonly #conversion: RowConversion;

  constructor(conversion: RowConversion, keepsUsers: boolean) {
    this.#conversion = conversion;
    this.#users = keepsUsers ? { exported: [], heldOut: [] } : null;
  }

  async *rows(bytes: AsyncIterable<Buffer>): AsyncGenerator<Row[]> {
    for await (const copied of copiedRows(bytes)) {
      const rows: Row[] = [];
      for (const values of copied) {
        const isHeldOut = values.pop() === 't';
        const userId = values.pop() as string;
        const row = this.#conversion.convert(values);
        if (row === null) this.#unidentified++;
        else if (isHeldOut) {
          this.#heldOut++;
          this.#users?.heldOut.push(userId);
        } else {
          rows.push(row);
          this.#users?.exported.push(userId);
        }
      }
      this.#rows += rows.length;
      yield rows;
    }
  }

  outcome(): Outcome {
    return {
      rows: this.#rows,
      heldOut: this.#heldOut,
      unidentified: this.#unidentified,
      emptied: this.#conversion.takeEmptied?.() ?? {},
      users: this.#users,
    };
  }
}
