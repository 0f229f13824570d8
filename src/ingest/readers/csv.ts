// CSV by RFC 4180: comma, double quotes, LF or CRLF, newlines allowed in quotes. The first record names the columns.
// Reads bytes, a piece of the file at a time. A stray quote costs its own record, up to the end of that line; a
// quote that never closes makes the file unreadable.
import { UnreadableFileError } from '../../errors.ts';
import { trimAscii } from '../../rules/ascii.ts';
import { INCOMPLETE, QUOTED, splitPlain, splitQuoted } from './csv-record.ts';
import { Fields } from './fields.ts';
import { csvLine, LONGEST_RECORD, type RecordReader, type Records } from './records.ts';
import { TextWindow } from './text-window.ts';

/** Reads CSV; the first record names the columns. */
export function readCsv(pieces: AsyncIterable<Uint8Array>, fileName: string): RecordReader {
  const columns: string[] = [];
  return { columns, ragged: false, batches: csvBatches(pieces, fileName, columns) };
}

async function* csvBatches(
  pieces: AsyncIterable<Uint8Array>,
  fileName: string,
  columns: string[],
): AsyncGenerator<Records> {
  const window = new TextWindow(fileName);
  const records = new CsvRecords(window);
  for await (const piece of pieces) {
    window.append(piece);
    if (hasHeader(records, columns, fileName)) yield records;
    if (window.isLongerThan(LONGEST_RECORD))
      throw window.refusal(`a record of more than ${LONGEST_RECORD} characters. Is a quote never closed?`);
  }
  window.finish();
  if (hasHeader(records, columns, fileName)) yield records;
  if (window.start < window.end) throw window.refusal('a quoted field opens here and never closes.');
}

/** Takes the columns from the first record. */
function hasHeader(records: CsvRecords, columns: string[], fileName: string): boolean {
  if (columns.length > 0) return true;
  if (!records.next()) return false;
  const { fields, line, problem } = records;
  if (problem)
    throw new UnreadableFileError(`${fileName}, line ${line}: the header can't be read: ${problem}.`);
  columns.push(...fields.texts().map(trimAscii));
  return true;
}

class CsvRecords implements Records {
  readonly fields = new Fields();
  line = 1;
  problem: string | undefined;
  #start = 0;
  readonly #window: TextWindow;

  constructor(window: TextWindow) {
    this.#window = window;
  }

  next(): boolean {
    do {
      if (!this.#take()) return false;
    } while (this.#isBlankLine());
    return true;
  }

  text(): string {
    const { start, bytes } = this.#window;
    if (this.problem) return bytes.toString('utf8', this.#start, start).trimEnd();
    return csvLine(this.fields.texts());
  }

  #take(): boolean {
    const window = this.#window;
    const { start, end, line } = window;
    this.fields.bytes = window.bytes;
    const next = splitPlain(this.fields, start, end);
    if (next === INCOMPLETE || (next === QUOTED && !this.#takeQuoted())) return false;
    this.#start = start;
    this.line = line;
    if (next === QUOTED) return true;
    this.problem = undefined;
    window.start = next;
    window.line = line + 1;
    return true;
  }

  #takeQuoted(): boolean {
    const window = this.#window;
    const found = splitQuoted(this.fields, window.start, window.end);
    if (!found) return false;
    this.problem = found.stray ? 'a quote stands inside a field without being doubled' : undefined;
    window.line += found.lines;
    window.start = found.end;
    return true;
  }

  #isBlankLine(): boolean {
    return this.fields.count === 1 && this.fields.trimmedLength(0) === 0 && !this.problem;
  }
}
