// NDJSON: one JSON object a line, its keys the columns. A line that is no object is a malformed record.
// Numbers keep their digits: an id beyond 2^53 is read from its source text.
import { UnreadableFileError } from '../../errors.ts';
import {
  LONGEST_RECORD,
  type MalformedRecord,
  type RecordBatch,
  type RecordReader,
  ZERO_CHARACTER,
} from './record-batch.ts';

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

class NdjsonBatchBuilder {
  readonly records: string[][] = [];
  readonly lines: number[] = [];
  readonly malformed: MalformedRecord[] = [];
  readonly columns: string[];
  readonly positions: Map<string, number>;
  constructor(columns: string[], positions: Map<string, number>) {
    this.columns = columns;
    this.positions = positions;
  }

  add(text: string, line: number): void {
    if (text.trim() === '') return;
    const problem = this.tryAdd(text, line);
    if (problem) this.malformed.push({ line, reason: problem, text });
  }

  private tryAdd(text: string, line: number): string | undefined {
    if (text.includes('\\u0000')) return ZERO_CHARACTER;
    let value: unknown;
    try {
      value = parseLine(text);
    } catch (error) {
      return `not JSON: ${(error as Error).message}`;
    }
    if (typeof value !== 'object' || value === null || Array.isArray(value)) return 'expected a JSON object';
    const record: string[] = [];
    for (const [key, field] of Object.entries(value)) {
      if (typeof field === 'object' && field !== null)
        return `${key}: expected text, a number, true, false or null`;
      record[this.positionOf(key)] =
        field === null ? '' : typeof field === 'number' ? plainNumber(field) : String(field);
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
    const batch = new NdjsonBatchBuilder(columns, positions);
    for (const part of parts) batch.add(part, ++line);
    yield batch;
  }
  const batch: NdjsonBatchBuilder & RecordBatch = new NdjsonBatchBuilder(columns, positions);
  batch.add(rest, ++line);
  yield batch;
}
