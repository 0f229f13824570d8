// CSV by RFC 4180 as Papa Parse reads it: comma, double quotes, LF or CRLF, newlines allowed in quotes.
// Streams in pieces; only a record that is not complete yet is kept for the next piece.
import Papa from 'papaparse';
import { UnreadableFileError } from '../../errors.ts';
import { LONGEST_RECORD, type RecordBatch, type RecordReader } from './record-batch.ts';

interface Parsed {
  readonly data: string[][];
  readonly errors: { readonly code: string; readonly row?: number }[];
  readonly meta: { readonly cursor: number };
}

function parse(text: string, keepLast: boolean): Parsed {
  // The low-level parser is the only one that reports how far it read; `newline` LF also takes CRLF, whose CR is trimmed.
  const parser = new Papa.Parser({ delimiter: ',', newline: '\n' });
  return parser.parse(text, 0, keepLast) as unknown as Parsed;
}

class CsvCursor {
  line = 1;
  rest = '';
  readonly fileName: string;
  constructor(fileName: string) {
    this.fileName = fileName;
  }

  /** Splits what is complete of the text so far into records. */
  take(chunk: string, last: boolean): RecordBatch {
    const text = this.rest + chunk;
    const { data, errors, meta } = parse(text, !last);
    this.rest = last ? '' : text.slice(meta.cursor);
    if (this.rest.length > LONGEST_RECORD) this.refuseLength();
    return this.place(data, errors, text.includes('"'));
  }

  private place(data: string[][], errors: Parsed['errors'], quoted: boolean): RecordBatch {
    const bad = new Map(errors.map((error) => [error.row, error.code]));
    const batch: RecordBatch = { records: [], lines: [], malformed: [] };
    data.forEach((record, row) => {
      const line = this.line;
      this.line += 1 + (quoted ? newlinesIn(record) : 0);
      const problem = bad.get(row);
      if (problem === 'MissingQuotes') this.refuseQuote(line);
      if (problem)
        batch.malformed.push({
          line,
          reason: 'a quote stands inside a field without being doubled',
          text: record.join(','),
        });
      else if (!isBlank(record)) {
        batch.records.push(record);
        batch.lines.push(line);
      }
    });
    return batch;
  }

  private refuseLength(): never {
    throw new UnreadableFileError(
      `${this.fileName}, line ${this.line}: a record of more than ${LONGEST_RECORD} characters. Is a quote never closed?`,
    );
  }

  private refuseQuote(line: number): never {
    throw new UnreadableFileError(
      `${this.fileName}, line ${line}: a quoted field opens here and never closes.`,
    );
  }
}

function newlinesIn(record: string[]): number {
  let count = 0;
  for (const field of record) {
    for (let at = field.indexOf('\n'); at >= 0; at = field.indexOf('\n', at + 1)) count++;
  }
  return count;
}

function isBlank(record: string[]): boolean {
  return record.length === 1 && (record[0] === '' || record[0] === '\r');
}

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
  for await (const chunk of text) yield withoutHeader(cursor.take(chunk, false), columns);
  if (cursor.rest) yield withoutHeader(cursor.take('', true), columns);
}

function withoutHeader(batch: RecordBatch, columns: string[]): RecordBatch {
  if (columns.length > 0 || batch.records.length === 0) return batch;
  const [header = [], ...records] = batch.records;
  columns.push(...header.map((name) => name.replace(/\r$/, '')));
  return { ...batch, records, lines: batch.lines.slice(1) };
}
