// What every reader hands on: records one after another, each with the line that it came from. A reader throws an
// UnreadableFileError when the structure of the file can't be read.
import Papa from 'papaparse';
import type { Fields } from './fields.ts';

/** Some records of a file, to be read through before the next ones are asked for. */
export interface Records {
  /** Moves on to the next record; false when there is none. */
  next(): boolean;
  /** Of the current record, in the order of the file's columns. */
  readonly fields: Fields;
  /** Line (or, in Parquet, row) on which the current record begins, counted from 1. */
  readonly line: number;
  /** Why the current record could not be split into fields. */
  readonly problem: string | undefined;
  /** The current record, in a form that can be mended and imported. */
  text(): string;
}

export interface RecordReader {
  /** Names as the file has them; complete once the first records were read, and only ever appended to. */
  readonly columns: string[];
  /** True where a record may leave columns out, as JSON objects do. */
  readonly ragged: boolean;
  readonly batches: AsyncIterable<Records>;
}

/** A single record may be this long, in characters; a longer one means a quote that never closes or no text at all. */
export const LONGEST_RECORD = 1_048_576;

/** A record of CSV, and of what has no better form. */
export function csvLine(record: readonly string[]): string {
  return Papa.unparse([record as string[]], { newline: '\n' });
}
