// Imports one file in one transaction: all of it or nothing. While the database writes one batch the next is
// parsed, so memory holds two batches whatever the size of the file. A known file is recognised by its content.
import { lockForTransaction } from '../db/locks.ts';
import { type Connection, type Pool, withTransaction } from '../db/pool.ts';
import { UnreadableFileError } from '../errors.ts';
import { type ColumnMapping, type Columns, matchColumns } from './columns.ts';
import { ACTIONS, CHANNELS, Dictionary, ITEMS, PLACES, TRAITS } from './dictionary.ts';
import { Identities } from './identities.ts';
import { LOADERS } from './loaders/index.ts';
import type { Batch, ImportKind, ImportSession, Loader } from './loaders/loader.ts';
import { type FileContent, hashFile, type OpenedFile, openFile } from './readers/open.ts';
import type { RecordBatch } from './readers/record-batch.ts';
import { Rejects } from './rejects.ts';

const BATCH_ROWS = 50_000;

export interface ImportRequest {
  readonly kind: ImportKind;
  readonly path: string;
  readonly mapping: ColumnMapping;
  /** Folder for the reject file. */
  readonly rejectsDir: string;
  onProgress?(progress: { bytes: number; totalBytes: number; rows: number }): void;
  /** Called once if another import is at work. */
  onWait?(): void;
}

export interface ImportResult {
  /** null when the same file was imported before: nothing was changed. */
  readonly importId: number | null;
  readonly kind: ImportKind;
  readonly fileName: string;
  readonly rowsRead: number;
  readonly loaded: number;
  readonly rejected: number;
  readonly duplicates: number;
  readonly unknownColumns: readonly string[];
  readonly rejectFile: string | null;
}

const ANALYZE_ROWS = 1_000;
const ANALYZE = `/* ingest.analyze */ analyze users, profiles, events, order_mentions, order_lines, actions, places, channels, traits`;
const IS_KNOWN = `/* ingest.imports.find */ select import_id from imports where kind = $1 and sha256 = $2`;
const SAME_SIZE = `/* ingest.imports.same_size */ select exists (select 1 from imports where kind = $1 and bytes = $2) as found`;
const NEXT_ID = `/* ingest.imports.next_id */ select nextval(pg_get_serial_sequence('imports', 'import_id'))::integer as id`;
const RECORD = `/* ingest.imports.record */
insert into imports (import_id, kind, file_name, sha256, bytes, rows_read, loaded, rejected, duplicates, unknown_columns, imported_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, clock_timestamp())`;

/** Imports a file; throws an UnreadableFileError, with nothing changed, if its structure can't be read. */
export async function importFile(pool: Pool, request: ImportRequest): Promise<ImportResult> {
  const file = await openFile(request.path);
  const rejects = new Rejects(request.rejectsDir, file.name);
  try {
    const result = await withTransaction(pool, (connection) =>
      importInto(connection, request, file, rejects),
    );
    return result;
  } catch (error) {
    await rejects.discard();
    if (error instanceof AlreadyImported) return alreadyImported(request.kind, file.name);
    throw error;
  }
}

class AlreadyImported extends Error {}

function alreadyImported(kind: ImportKind, fileName: string): ImportResult {
  const none = { rowsRead: 0, loaded: 0, rejected: 0, duplicates: 0, unknownColumns: [], rejectFile: null };
  return { importId: null, kind, fileName, ...none };
}

async function importInto(
  connection: Connection,
  request: ImportRequest,
  file: OpenedFile,
  rejects: Rejects,
): Promise<ImportResult> {
  await lockForTransaction(connection, 'inputs', request.onWait);
  await refuseKnownEarly(connection, request, file.size);
  const session = await newSession(connection);
  const load = new FileLoad(session, LOADERS[request.kind], request, file, rejects);
  await load.run();
  await rejects.close();
  // The planner has to know of what came in before the next recompute, not when autovacuum gets to it.
  if (load.result().loaded >= ANALYZE_ROWS) await connection.query(ANALYZE);
  const content = await file.content();
  await refuseKnown(connection, request.kind, content);
  const result = load.result();
  await connection.query(RECORD, [
    session.importId,
    result.kind,
    result.fileName,
    content.sha256,
    content.bytes,
    result.rowsRead,
    result.loaded,
    result.rejected,
    result.duplicates,
    result.unknownColumns,
  ]);
  return result;
}

/** Hashing a file twice is worth it only where one of the same size is known. */
async function refuseKnownEarly(
  connection: Connection,
  { kind, path }: ImportRequest,
  size: number,
): Promise<void> {
  const { rows } = await connection.query<{ found: boolean }>(SAME_SIZE, [kind, size]);
  if (rows[0]?.found) await refuseKnown(connection, kind, await hashFile(path));
}

async function refuseKnown(connection: Connection, kind: ImportKind, { sha256 }: FileContent): Promise<void> {
  const { rows } = await connection.query(IS_KNOWN, [kind, sha256]);
  if (rows.length > 0) throw new AlreadyImported();
}

async function newSession(connection: Connection): Promise<ImportSession> {
  const { rows } = await connection.query<{ id: number }>(NEXT_ID);
  const dictionaries = {
    actions: new Dictionary(ACTIONS),
    places: new Dictionary(PLACES),
    channels: new Dictionary(CHANNELS),
    traits: new Dictionary(TRAITS),
    items: new Dictionary(ITEMS),
  };
  return {
    connection,
    importId: rows[0]?.id as number,
    identities: new Identities(),
    dictionary: (of) => dictionaries[of],
  };
}

/** One pass over a file: header, rows, batches. */
class FileLoad {
  #rowsRead = 0;
  #loaded = 0;
  #duplicates = 0;
  #columns: Columns<string> | undefined;
  #width = 0;
  #batch: Batch | undefined;
  #writing: Promise<void> = Promise.resolve();
  readonly #session: ImportSession;
  readonly #loader: Loader;
  readonly #request: ImportRequest;
  readonly #file: OpenedFile;
  readonly #rejects: Rejects;

  constructor(
    session: ImportSession,
    loader: Loader,
    request: ImportRequest,
    file: OpenedFile,
    rejects: Rejects,
  ) {
    this.#session = session;
    this.#loader = loader;
    this.#request = request;
    this.#file = file;
    this.#rejects = rejects;
  }

  async run(): Promise<void> {
    const { reader } = this.#file;
    for await (const records of reader.batches) {
      if (reader.columns.length !== this.#width) await this.#useHeader(reader.columns);
      await this.#take(records);
      if ((this.#batch?.size ?? 0) >= BATCH_ROWS) await this.#startWriting();
      this.#report();
    }
    if (!this.#columns)
      throw new UnreadableFileError(`${this.#file.name}: the file has no header and no rows.`);
    await this.#startWriting();
    await this.#writing;
  }

  async #useHeader(header: readonly string[]): Promise<void> {
    await this.#startWriting();
    this.#width = header.length;
    this.#columns = matchColumns(this.#file.name, header, this.#loader.columns, this.#request.mapping);
  }

  async #take({ records, lines, malformed }: RecordBatch): Promise<void> {
    this.#rowsRead += records.length + malformed.length;
    for (const { line, reason, text } of malformed) await this.#rejects.add(line, reason, text);
    if (records.length === 0 || !this.#columns) return;
    this.#batch ??= this.#loader.newBatch(this.#columns.at);
    for (let row = 0; row < records.length; row++) {
      const record = records[row] as string[];
      const problem = this.#wrongWidth(record) ?? this.#batch.add(record, lines[row] as number);
      if (problem) await this.#rejects.add(lines[row] as number, problem, record.join(','));
    }
  }

  #wrongWidth(record: readonly string[]): string | undefined {
    if (record.length === this.#width || this.#file.reader.ragged) return undefined;
    return `expected ${this.#width} fields, as in the header, got ${record.length}`;
  }

  /** Hands the batch to the database, once it has taken the one before. */
  async #startWriting(): Promise<void> {
    await this.#writing;
    const batch = this.#batch;
    this.#batch = undefined;
    if (!batch || batch.size === 0) return;
    this.#writing = this.#write(batch);
    this.#writing.catch(() => {}); // thrown to whoever awaits #writing next
  }

  async #write(batch: Batch): Promise<void> {
    const duplicates = await batch.write(this.#session);
    this.#duplicates += duplicates;
    this.#loaded += batch.size - duplicates;
  }

  #report(): void {
    const { size } = this.#file;
    this.#request.onProgress?.({ bytes: this.#file.bytesRead(), totalBytes: size, rows: this.#rowsRead });
  }

  result(): ImportResult {
    return {
      importId: this.#session.importId,
      kind: this.#loader.kind,
      fileName: this.#file.name,
      rowsRead: this.#rowsRead,
      loaded: this.#loaded,
      rejected: this.#rejects.count,
      duplicates: this.#duplicates,
      unknownColumns: this.#columns?.unknown ?? [],
      rejectFile: this.#rejects.count > 0 ? this.#rejects.path : null,
    };
  }
}
