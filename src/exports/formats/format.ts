// What the formats have in common: typed columns, rows of text as Postgres prints it, encoders that stream.

export const FORMATS = ['csv', 'ndjson', 'parquet'] as const;
export type Format = (typeof FORMATS)[number];

/**
 * What a cell holds: `text` is anything that somebody wrote, `phone` is the same but for its reading by spreadsheets;
 * the others are printed by Postgres: `integer` fits 32 bits, `bigint` 64, `decimal` has two places behind the point,
 * `instant` is ISO 8601 in UTC with microseconds, `date` is YYYY-MM-DD.
 */
export type CellKind = 'text' | 'phone' | 'integer' | 'bigint' | 'decimal' | 'instant' | 'date';

export interface FileColumn {
  readonly name: string;
  readonly kind: CellKind;
}

/** One field a column; null is no value. */
export type Row = readonly (string | null)[];

/** Bytes of a file from its rows, in pieces; memory does not grow with their number. */
export type Encoder = (
  columns: readonly FileColumn[],
  rows: AsyncIterable<readonly Row[]>,
) => AsyncIterable<Uint8Array>;
