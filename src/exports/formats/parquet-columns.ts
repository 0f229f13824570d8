// The columns of a Parquet file. Every one may lack values. Decimals are exact (18 digits, 2 of them behind the point),
// instants are microseconds in UTC.
import type { ColumnSource, SchemaElement } from 'hyparquet-writer';
import { BadInputError } from '../../errors.ts';
import type { CellKind, FileColumn } from './format.ts';

export type Value = string | number | bigint | undefined;

/** Values from what Postgres prints. */
export const READERS: Readonly<Record<CellKind, (text: string) => Value>> = {
  text: (text) => text,
  phone: (text) => text,
  integer: Number,
  bigint: BigInt,
  decimal: unscaled,
  instant: micros,
  date: (text) => Date.parse(text) / 86_400_000,
};

export const ELEMENTS: Readonly<Record<CellKind, Omit<SchemaElement, 'name'>>> = {
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

/**
 * A column of a group for the writer, which makes a dictionary where many are the same. Texts that differ are given as
 * bytes: it would encode each by itself.
 */
export function columnData({ name, kind }: FileColumn, data: Value[]): ColumnSource {
  if (kind !== 'text' && kind !== 'phone') return { name, data };
  const differing = new Set(data).size;
  if (differing < data.length / 2) return { name, data };
  return { name, data: encoded(data as (string | undefined)[]), encoding: 'PLAIN' };
}

/** Each text as a piece of one buffer. */
function encoded(texts: readonly (string | undefined)[]): (Uint8Array | undefined)[] {
  const bytes = Buffer.from(texts.join(''));
  let end = 0;
  return texts.map((text) => {
    if (text === undefined) return undefined;
    const start = end;
    end += Buffer.byteLength(text);
    return bytes.subarray(start, end);
  });
}
