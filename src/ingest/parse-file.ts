// From a file to checked rows: opens it, matches its columns, and gathers batches of plain data. Reads no database.
import { UnreadableFileError } from '../errors.ts';
import { type ColumnMapping, type Columns, matchColumns } from './columns.ts';
import { LOADERS } from './loaders/index.ts';
import type { Gathered, Gatherer, ImportKind } from './loaders/loader.ts';
import { type FileContent, type OpenedFile, openFile } from './readers/open.ts';
import type { Records } from './readers/records.ts';
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
    await file.close();
    // Thrown away as well when the caller stops half-way.
    if (!whole) await rejects.discard();
  }
}

class FileParser {
  #rows = 0;
  #gatherer: Gatherer | undefined;
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
    let width = 0;
    for await (const records of reader.batches) {
      if (reader.columns.length !== width) {
        yield* this.#flush();
        width = reader.columns.length;
        this.#useHeader(reader.columns);
      }
      yield* this.#take(records);
    }
    const columns = this.#wholeColumns();
    yield* this.#flush();
    return this.#summary(columns);
  }

  #useHeader(header: readonly string[]): Gatherer {
    const { kind, mapping } = this.#request;
    const { name, reader } = this.#file;
    const { columns, gatherer } = LOADERS[kind];
    this.#gatherer = gatherer(matchColumns(name, header, columns, mapping, !reader.ragged).at);
    return this.#gatherer;
  }

  /** The columns when all of the file was read: objects may come to name a needed one late, but not never. */
  #wholeColumns(): Columns<string> {
    const { name, reader } = this.#file;
    if (reader.columns.length === 0) {
      const nothing = reader.ragged ? 'no line is a JSON object' : 'the file has no header and no rows';
      throw new UnreadableFileError(`${name}: ${nothing}.`);
    }
    const { kind, mapping } = this.#request;
    return matchColumns(name, reader.columns, LOADERS[kind].columns, mapping);
  }

  async *#take(records: Records): AsyncGenerator<ParsedBatch> {
    for (;;) {
      const problem = this.#gather(records);
      if (problem) await this.#rejects.add(records.line, problem, records.text());
      else if (this.#gatherer?.isFull) yield* this.#flush();
      else return;
    }
  }

  /** Gathers records until the batch is full, there are no more, or one is rejected: then it returns why. */
  #gather(records: Records): string | undefined {
    const { columns } = this.#file.reader;
    const gatherer = this.#gatherer ?? this.#useHeader(columns);
    const width = this.#file.reader.ragged ? undefined : columns.length;
    const { fields } = records;
    while (!gatherer.isFull && records.next()) {
      this.#rows++;
      if (records.problem) return records.problem;
      if (width !== undefined && fields.count !== width)
        return `expected ${width} fields, as in the header, got ${fields.count}`;
      const problem = gatherer.add(fields, records.line);
      if (problem) return problem;
    }
    return undefined;
  }

  *#flush(): Generator<ParsedBatch> {
    // Rejected rows can fill a batch with words.
    if (!this.#gatherer || (this.#gatherer.size === 0 && !this.#gatherer.isFull)) return;
    const progress = { bytes: this.#file.bytesRead(), totalBytes: this.#file.size, rows: this.#rows };
    yield { rows: this.#gatherer.take(), progress };
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
