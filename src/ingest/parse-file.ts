// From a file to checked rows: opens it, matches its columns, and gathers batches of plain data. It reads no
// database, so that it runs as well on a thread of its own.
import Papa from 'papaparse';
import { UnreadableFileError } from '../errors.ts';
import { type ColumnMapping, type Columns, matchColumns } from './columns.ts';
import { LOADERS } from './loaders/index.ts';
import { BATCH_ROWS, type Batch, type Gathered, type ImportKind } from './loaders/loader.ts';
import { type FileContent, type OpenedFile, openFile } from './readers/open.ts';
import type { RecordBatch } from './readers/record-batch.ts';
import { Rejects } from './rejects.ts';

export interface ParseRequest {
  readonly kind: ImportKind;
  readonly path: string;
  readonly mapping: ColumnMapping;
  /** Folder for the reject file. */
  readonly rejectsDir: string;
}

export interface ParseProgress {
  /** Bytes on disk read so far, of all. */
  readonly bytes: number;
  readonly totalBytes: number;
  readonly rows: number;
}

/** What is known when the whole file was read. */
export interface ParseSummary {
  readonly content: FileContent;
  readonly rowsRead: number;
  readonly rejected: number;
  readonly unknownColumns: readonly string[];
  readonly rejectFile: string | null;
}

export interface ParsedBatch {
  readonly rows: Gathered;
  readonly progress: ParseProgress;
}

/** Yields batches of checked rows and returns the summary; throws an UnreadableFileError for the file as a whole. */
export async function* parseFile(request: ParseRequest): AsyncGenerator<ParsedBatch, ParseSummary> {
  const file = await openFile(request.path);
  const rejects = new Rejects(request.rejectsDir, file.name);
  let whole = false;
  try {
    const summary = yield* new FileParser(request, file, rejects).batches();
    whole = true;
    return summary;
  } finally {
    // Thrown away as well when the caller stops half-way.
    if (!whole) await rejects.discard();
  }
}

class FileParser {
  #rows = 0;
  #width = 0;
  #columns: Columns<string> | undefined;
  #batch: Batch | undefined;
  readonly #request: ParseRequest;
  readonly #file: OpenedFile;
  readonly #rejects: Rejects;

  constructor(request: ParseRequest, file: OpenedFile, rejects: Rejects) {
    this.#request = request;
    this.#file = file;
    this.#rejects = rejects;
  }

  async *batches(): AsyncGenerator<ParsedBatch, ParseSummary> {
    const { reader } = this.#file;
    for await (const records of reader.batches) {
      if (reader.columns.length !== this.#width) {
        yield* this.#flush();
        this.#useHeader(reader.columns);
      }
      yield* this.#take(records);
    }
    const columns = this.#wholeColumns();
    yield* this.#flush();
    return this.#summary(columns);
  }

  #useHeader(header: readonly string[]): void {
    const { kind, mapping } = this.#request;
    this.#width = header.length;
    this.#columns = matchColumns(
      this.#file.name,
      header,
      LOADERS[kind].columns,
      mapping,
      !this.#file.reader.ragged,
    );
  }

  /** The columns when all of the file was read: objects may come to name a needed one late, but not never. */
  #wholeColumns(): Columns<string> {
    const { name, reader } = this.#file;
    if (!this.#columns) {
      const nothing = reader.ragged ? 'no line is a JSON object' : 'the file has no header and no rows';
      throw new UnreadableFileError(`${name}: ${nothing}.`);
    }
    const { kind, mapping } = this.#request;
    return matchColumns(name, reader.columns, LOADERS[kind].columns, mapping);
  }

  #textOf(record: readonly string[]): string {
    const { columns, ragged } = this.#file.reader;
    if (!ragged) return Papa.unparse([record as string[]], { newline: '\n' });
    const fields = columns.map((column, at) => [column, record[at]] as const);
    return JSON.stringify(Object.fromEntries(fields.filter(([, value]) => value !== undefined)));
  }

  async *#take({ records, lines, malformed }: RecordBatch): AsyncGenerator<ParsedBatch> {
    this.#rows += records.length + malformed.length;
    for (const { line, reason, text } of malformed) await this.#rejects.add(line, reason, text);
    for (let row = 0; row < records.length; row++) {
      const record = records[row] as string[];
      const problem = this.#wrongWidth(record) ?? this.#openBatch().add(record, lines[row] as number);
      if (problem) await this.#rejects.add(lines[row] as number, problem, this.#textOf(record));
      else if (this.#openBatch().size === BATCH_ROWS) yield* this.#flush();
    }
  }

  #openBatch(): Batch {
    this.#batch ??= LOADERS[this.#request.kind].newBatch((this.#columns as Columns<string>).at);
    return this.#batch;
  }

  #wrongWidth(record: readonly string[]): string | undefined {
    if (record.length === this.#width || this.#file.reader.ragged) return undefined;
    return `expected ${this.#width} fields, as in the header, got ${record.length}`;
  }

  *#flush(): Generator<ParsedBatch> {
    const batch = this.#batch;
    this.#batch = undefined;
    if (!batch || batch.size === 0) return;
    const progress = { bytes: this.#file.bytesRead(), totalBytes: this.#file.size, rows: this.#rows };
    yield { rows: batch.gather(), progress };
  }

  async #summary({ unknown }: Columns<string>): Promise<ParseSummary> {
    await this.#rejects.close();
    return {
      content: await this.#file.content(),
      rowsRead: this.#rows,
      rejected: this.#rejects.count,
      unknownColumns: unknown,
      rejectFile: this.#rejects.count > 0 ? this.#rejects.path : null,
    };
  }
}
