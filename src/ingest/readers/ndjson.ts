// NDJSON: one JSON object a line, its keys the columns. A line that is no object is a malformed record.
// Numbers keep their digits: an id beyond 2^53 is read from its source text. A nested value makes the record
// malformed where the column is one of ours; elsewhere it is left out, and its column named "KEY (nested)".
import { UnreadableFileError } from '../../errors.ts';
import { normaliseName } from '../columns.ts';
import { KNOWN_COLUMNS } from '../loaders/index.ts';
import {
  LONGEST_RECORD,
  type MalformedRecord,
  MOST_COLUMNS,
  type RecordBatch,
  type RecordReader,
  unstorable,
} from './record-batch.ts';

// Only an escape can spell a character that the database can not store: the text itself is valid UTF-8.
const SUSPECT_ESCAPE = /\\u(0000|d[89a-f])/i;
const OURS = new Set(KNOWN_COLUMNS.map(normaliseName));
const LONG_NUMBER = /\d{16}|\d[eE.]/;

function parseLine(line: string): unknown {
  if (!LONG_NUMBER.test(line)) return JSON.parse(line);
  return JSON.parse(line, (_key, value, context?: { source?: string }) =>
    typeof value === 'number' ? numberText(value, context?.source) : value,
  );
}

/** As written, except that an integral `13085.0` is the integer and an exponent is written out. */
function numberText(value: number, source: string | undefined): string {
  if (source === undefined || /[eE]/.test(source)) return plainNumber(value);
  return source.replace(/\.0+$/, '');
}

/** A number as plain digits: no exponent, no group separators. */
export function plainNumber(value: number): string {
  const text = String(value);
  if (!text.includes('e')) return text;
  return value.toLocaleString('en-US', { useGrouping: false, maximumFractionDigits: 20 });
}

function fieldText(field: unknown): string {
  if (field === null) return '';
  return typeof field === 'number' ? plainNumber(field) : String(field);
}

class NdjsonBatchBuilder {
  readonly records: string[][] = [];
  readonly lines: number[] = [];
  readonly malformed: MalformedRecord[] = [];
  readonly columns: string[];
  readonly positions: Map<string, number>;
  readonly fileName: string;
  constructor(columns: string[], positions: Map<string, number>, fileName: string) {
    this.columns = columns;
    this.positions = positions;
    this.fileName = fileName;
  }

  add(text: string, line: number): void {
    if (text.trim() === '') return;
    const problem = this.tryAdd(text, line);
    if (this.columns.length > MOST_COLUMNS) {
      throw new UnreadableFileError(
        `${this.fileName}, line ${line}: more than ${MOST_COLUMNS} different keys. Expected the same few in every line.`,
      );
    }
    if (problem) this.malformed.push({ line, reason: problem, text });
  }

  private tryAdd(text: string, line: number): string | undefined {
    let value: unknown;
    try {
      value = parseLine(text);
    } catch (error) {
      return `not JSON: ${(error as Error).message}`;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected a JSON object';
    const fields = Object.entries(value);
    const bad = SUSPECT_ESCAPE.test(text) ? unstorable(fields.flat()) : undefined;
    if (bad) return bad;
    const record: string[] = [];
    for (const [key, field] of fields) {
      const nested = typeof field === 'object' && field !== null;
      if (nested && OURS.has(normaliseName(key)))
        return `${key}: expected text, a number, true, false or null, got ${Array.isArray(field) ? 'a list' : 'an object'}`;
      record[this.positionOf(nested ? `${key} (nested)` : key)] = nested ? '' : fieldText(field);
    }
    this.records.push(record);
    this.lines.push(line);
    return undefined;
  }

  private positionOf(key: string): number {
    const known = this.positions.get(key);
    if (known !== undefined) return known;
    this.positions.set(key, this.columns.length);
    return this.columns.push(key) - 1;
  }
}

/** Reads NDJSON text; columns are the keys seen so far. */
export function readNdjson(text: AsyncIterable<string>, fileName: string): RecordReader {
  const columns: string[] = [];
  return { columns, ragged: true, batches: ndjsonBatches(text, fileName, columns) };
}

async function* ndjsonBatches(
  text: AsyncIterable<string>,
  fileName: string,
  columns: string[],
): AsyncGenerator<RecordBatch> {
  const positions = new Map<string, number>();
  let line = 0;
  let rest = '';
  for await (const chunk of text) {
    const parts = (rest + chunk).split('\n');
    rest = parts.pop() ?? '';
    if (rest.length > LONGEST_RECORD) {
      throw new UnreadableFileError(
        `${fileName}, line ${line + parts.length + 1}: a line of more than ${LONGEST_RECORD} characters.`,
      );
    }
    const batch = new NdjsonBatchBuilder(columns, positions, fileName);
    for (const part of parts) batch.add(part, ++line);
    yield batch;
  }
  const batch: NdjsonBatchBuilder & RecordBatch = new NdjsonBatchBuilder(columns, positions, fileName);
  batch.add(rest, ++line);
  yield batch;
}
