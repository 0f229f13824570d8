// CSV by RFC 4180: comma, double quotes, LF or CRLF, newlines allowed in quotes. The first record names the columns.
// Streams in pieces; only a record that is not complete yet is kept for the next piece. A stray quote costs its
// own record, up to the end of that line; a quote that never closes makes the file unreadable.
import { UnreadableFileError } from '../../errors.ts';
import { trimAscii } from '../../rules/ascii.ts';
import { quotedRecord } from './csv-record.ts';
import { LONGEST_RECORD, type RecordBatch, type RecordReader } from './record-batch.ts';

/** Reads CSV text; the first record names the columns. */
export function readCsv(text: AsyncIterable<string>, fileName: string): RecordReader {
  const columns: string[] = [];
  return { columns, ragged: false, batches: csvBatches(text, fileName, columns) };
}

async function* csvBatches(
  text: AsyncIterable<string>,
  fileName: string,
  columns: string[],
): AsyncGenerator<RecordBatch> {
  const cursor = new CsvCursor(fileName);
  for await (const chunk of text) yield withoutHeader(cursor.take(chunk, false), columns, fileName);
  if (cursor.rest) yield withoutHeader(cursor.take('', true), columns, fileName);
}

function withoutHeader(batch: RecordBatch, columns: string[], fileName: string): RecordBatch {
  if (columns.length > 0) return batch;
  const [first] = batch.malformed;
  if (first && first.line < (batch.lines[0] ?? Number.POSITIVE_INFINITY))
    throw new UnreadableFileError(
      `${fileName}, line ${first.line}: the header can't be read: ${first.reason}.`,
    );
  if (batch.records.length === 0) return batch;
  const [header = [], ...records] = batch.records;
  columns.push(...header.map(trimAscii));
  return { ...batch, records, lines: batch.lines.slice(1) };
}

class CsvCursor {
  rest = '';
  #line = 1;
  readonly #fileName: string;
  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  /** Splits what is complete of the text so far into records. */
  take(chunk: string, last: boolean): RecordBatch {
    const text = this.rest + chunk;
    const batch: RecordBatch = { records: [], lines: [], malformed: [] };
    const end = this.#split(text, last, batch);
    this.rest = text.slice(end);
    if (this.rest.length > LONGEST_RECORD) {
      throw this.#refusal(`a record of more than ${LONGEST_RECORD} characters. Is a quote never closed?`);
    }
    return batch;
  }

  /** Returns where the first record begins that is not complete. */
  #split(text: string, last: boolean, batch: RecordBatch): number {
    let start = 0;
    let quote = text.indexOf('"');
    while (start < text.length) {
      if (quote >= 0 && quote < start) quote = text.indexOf('"', start);
      const newline = text.indexOf('\n', start);
      if (newline < 0 && !last) return start;
      const end = newline < 0 ? text.length : newline;
      if (quote < 0 || quote > end) {
        this.#add(batch, text.slice(start, end).split(','));
        this.#line++;
        start = end + 1;
      } else {
        const after = this.#takeQuoted(text, start, last, batch);
        if (after < 0) return start;
        start = after;
      }
    }
    return text.length;
  }

  /** Returns where the record after the one at `start` begins, or -1 if that is not complete. */
  #takeQuoted(text: string, start: number, last: boolean, batch: RecordBatch): number {
    const found = quotedRecord(text, start, last);
    if (found === 'incomplete') return -1;
    if (found === 'unclosed') throw this.#refusal('a quoted field opens here and never closes.');
    const { fields, end } = found;
    if (fields) this.#add(batch, fields);
    else {
      const reason = 'a quote stands inside a field without being doubled';
      batch.malformed.push({ line: this.#line, reason, text: text.slice(start, end).trimEnd() });
    }
    for (let at = text.indexOf('\n', start); at >= 0 && at < end; at = text.indexOf('\n', at + 1))
      this.#line++;
    return end;
  }

  #add(batch: RecordBatch, record: string[]): void {
    if (record.length === 1 && trimAscii(record[0] as string) === '') return; // a blank line
    batch.records.push(record);
    batch.lines.push(this.#line);
  }

  #refusal(reason: string): UnreadableFileError {
    return new UnreadableFileError(`${this.#fileName}, line ${this.#line}: ${reason}`);
  }
}
