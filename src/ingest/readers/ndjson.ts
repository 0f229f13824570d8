// NDJSON: one JSON object a line, its keys the columns. A line that is no object is a malformed record.
// Numbers keep their digits: an id beyond 2^53 is read from its source text. A nested value makes the record
// malformed where the column is one of ours; elsewhere it is left out, and its column named "KEY (nested)".
import { UnreadableFileError } from '../../errors.ts';
import { normaliseName } from '../columns.ts';
import { KNOWN_COLUMNS } from '../loaders/index.ts';
import { ListedRecords, type MalformedRecord, type RecordList, unstorable } from './listed-records.ts';
import { LONGEST_RECORD, type RecordReader, type Records } from './records.ts';
import { TextWindow } from './text-window.ts';

/** A file may have this many columns; more means that its keys are data. */
const MOST_COLUMNS = 10_000;

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

class RecordListBuilder implements RecordList {
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

/** Reads NDJSON; columns are the keys seen so far. */
export function readNdjson(pieces: AsyncIterable<Uint8Array>, fileName: string): RecordReader {
  const columns: string[] = [];
  return { columns, ragged: true, batches: ndjsonBatches(pieces, fileName, columns) };
}

async function* ndjsonBatches(
  pieces: AsyncIterable<Uint8Array>,
  fileName: string,
  columns: string[],
): AsyncGenerator<Records> {
  const window = new TextWindow(fileName);
  const positions = new Map<string, number>();
  const print = (record: readonly string[]): string => objectText(columns, record);
  const takeLines = (): Records => {
    const list = new RecordListBuilder(columns, positions, fileName);
    for (const line of window.takeLines()) list.add(line, window.line++);
    return new ListedRecords(list, print);
  };
  for await (const piece of pieces) {
    window.append(piece);
    yield takeLines();
    if (window.isLongerThan(LONGEST_RECORD))
      throw window.refusal(`a line of more than ${LONGEST_RECORD} characters.`);
  }
  window.finish();
  yield takeLines();
}

function objectText(columns: readonly string[], record: readonly string[]): string {
  const fields = columns.map((column, at) => [column, record[at]] as const);
  return JSON.stringify(Object.fromEntries(fields.filter(([, value]) => value !== undefined)));
}
