// What every reader hands on: records as arrays of text, by column, with the line that each came from.
// Memory holds one batch; a reader throws an UnreadableFileError when the structure can't be read.

/** A record that could not be split into fields. */
export interface MalformedRecord {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface RecordBatch {
  /** One array of fields a record, in the order of `columns`; an absent value is ''. */
  readonly records: string[][];
  /** Line (or, in Parquet, row) of each record, counted from 1. */
  readonly lines: number[];
  readonly malformed: MalformedRecord[];
}

export interface RecordReader {
  /** Names as the file has them; complete once the first batch was read, and only ever appended to. */
  readonly columns: string[];
  /** True where a record may leave columns out, as JSON objects do. */
  readonly ragged: boolean;
  readonly batches: AsyncIterable<RecordBatch>;
}

/** A single record may be this long, in characters; a longer one means a quote that never closes or no text at all. */
export const LONGEST_RECORD = 1_048_576;

/** A file may have this many columns; more means that its keys are data. */
export const MOST_COLUMNS = 10_000;

/** The reason why Postgres can't store one of these texts (others are passed over), or undefined. */
export function unstorable(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value !== 'string') continue;
    if (value.includes('\0')) return 'a value holds a zero character, which text in the database can not';
    if (!value.isWellFormed())
      return 'a value holds what is no Unicode character (half of a surrogate pair, or bytes that are not UTF-8)';
  }
  return undefined;
}
