// Imports one file in one transaction: all of it or nothing. While the database writes one batch the next is
// parsed, so memory holds two batches whatever the size of the file, or the first ones of the file after it. A known
// file is recognised by its content.
import { basename } from 'node:path';
import { BinaryRows } from '../db/copy-binary.ts';
import { takeLock } from '../db/locks.ts';
import { type Connection, type Pool, withTransaction } from '../db/pool.ts';
import { type BulkLoad, noBulkLoad, startBulkLoad } from './bulk-load.ts';
import { ACTIONS, CHANNELS, Dictionary, ITEMS, PLACES, TRAITS } from './dictionary.ts';
import { Identities } from './identities.ts';
import { LOADERS } from './loaders/index.ts';
import type { ImportKind, ImportSession } from './loaders/loader.ts';
import { Marks } from './marks.ts';
import { Newcomers } from './newcomers.ts';
import type { ParsedBatch, ParseProgress, ParseRequest, ParseSummary } from './parse-file.ts';
import type { ParsedFile } from './parsed-file.ts';
import { type FileContent, fileSize, hashFile, LARGE_BYTES } from './readers/open.ts';
import { refreshStatistics } from './statistics.ts';

/** What the COPY encoder starts with; it grows to what a batch needs, and stays so. */
const ENCODER_BYTES = 65_536;

export interface ImportOptions {
  onProgress?(progress: ParseProgress): void;
  /** Called once if another import or a recompute is at work. */
  onWait?(): void;
  /** Called when all of the file is read and written, and the rest is the database's work. */
  onRead?(): void;
  /** Done in the file's transaction, when all of it is in. */
  alongside?(connection: Connection, importId: number): Promise<void>;
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
  /** Rows that would have brought an erased user back. */
  readonly dropped: number;
  readonly unknownColumns: readonly string[];
  readonly rejectFile: string | null;
}

const IS_KNOWN = `/* ingest.imports.find */ select import_id from imports where kind = $1 and sha256 = $2 and undone_at is null`;
const SAME_SIZE = `/* ingest.imports.same_size */ select exists (select 1 from imports where kind = $1 and bytes = $2 and undone_at is null) as found`;
const NEXT_ID = `/* ingest.imports.next_id */ select nextval(pg_get_serial_sequence('imports', 'import_id'))::integer as id`;
const RECORD = `/* ingest.imports.record */
insert into imports (import_id, kind, file_name, sha256, bytes, rows_read, loaded, rejected, duplicates, dropped, unknown_columns, imported_at, last_input_at)
values ($1, $2, $3, $4, $5, $6, $7, $8, $9, $10, $11, clock_timestamp(), $12)`;

class AlreadyImported extends Error {}

/** Imports a file; throws an UnreadableFileError, with nothing changed, if its structure can't be read. */
export async function importFile(
  pool: Pool,
  file: ParsedFile,
  options: ImportOptions = {},
): Promise<ImportResult> {
  try {
    return await withTransaction(pool, (connection) => importInto(connection, file, options));
  } catch (error) {
    await file.discard();
    if (error instanceof AlreadyImported) return alreadyImported(file.request);
    throw error;
  }
}

function alreadyImported({ kind, path }: ParseRequest): ImportResult {
  const nothing = {
    rowsRead: 0,
    loaded: 0,
    rejected: 0,
    duplicates: 0,
    dropped: 0,
    unknownColumns: [],
    rejectFile: null,
  };
  return { importId: null, kind, fileName: basename(path), ...nothing };
}

async function importInto(
  connection: Connection,
  file: ParsedFile,
  options: ImportOptions,
): Promise<ImportResult> {
  const { kind, path } = file.request;
  const size = await fileSize(path);
  await takeLock(connection, 'inputs', 'transaction', options.onWait);
  await refuseKnownEarly(connection, file.request, size);
  const session = await newSession(connection, kind, size);
  const newcomers = await Newcomers.open(connection);
  const { summary, loaded, duplicates } = await writeBatches(session, file, options);
  options.onRead?.();
  await refuseKnown(connection, kind, summary.content);
  await session.bulk.finish();
  await refreshStatistics(connection, kind, loaded);
  await session.marks.writeUsers();
  const dropped = (await newcomers?.dropErased(kind)) ?? 0;
  const result = {
    importId: session.importId,
    kind,
    fileName: basename(path),
    loaded: loaded - dropped,
    duplicates,
    dropped,
    ...counts(summary),
  };
  await record(connection, result, summary.content, session.marks.latestInput);
  await options.alongside?.(connection, session.importId);
  return result;
}

function counts({ rowsRead, rejected, unknownColumns, rejectFile }: ParseSummary) {
  return { rowsRead, rejected, unknownColumns, rejectFile };
}

/** Writes each batch while the next one is parsed. */
async function writeBatches(
  session: ImportSession,
  file: ParsedFile,
  { onProgress }: ImportOptions,
): Promise<{ summary: ParseSummary; loaded: number; duplicates: number }> {
  const batches = file.batches();
  let [loaded, duplicates] = [0, 0];
  let writing: Promise<void> = Promise.resolve();
  const write = async ({ rows, progress }: ParsedBatch): Promise<void> => {
    const known = await LOADERS[file.request.kind].write(session, rows);
    duplicates += known;
    loaded += rows.size - known;
    onProgress?.(progress);
  };
  try {
    for (;;) {
      const { value, done } = await batches.next();
      await writing;
      if (done) return { summary: value, loaded, duplicates };
      writing = write(value);
      writing.catch(() => {}); // thrown where it is awaited
    }
  } finally {
    await writing.catch(() => {}); // it would go on after the rollback
  }
}

/** Hashing a file before reading it is worth it only where one of the same size is known. */
async function refuseKnownEarly(
  connection: Connection,
  { kind, path }: ParseRequest,
  size: number,
): Promise<void> {
  const { rows } = await connection.query<{ found: boolean }>(SAME_SIZE, [kind, size]);
  if (rows[0]?.found) await refuseKnown(connection, kind, await hashFile(path));
}

async function refuseKnown(connection: Connection, kind: ImportKind, { sha256 }: FileContent): Promise<void> {
  const { rows } = await connection.query(IS_KNOWN, [kind, Buffer.from(sha256)]);
  if (rows.length > 0) throw new AlreadyImported();
}

async function newSession(connection: Connection, kind: ImportKind, size: number): Promise<ImportSession> {
  const { rows } = await connection.query<{ id: number }>(NEXT_ID);
  const dictionaries = {
    actions: new Dictionary(ACTIONS),
    places: new Dictionary(PLACES),
    channels: new Dictionary(CHANNELS),
    traits: new Dictionary(TRAITS),
    items: new Dictionary(ITEMS),
  };
  const importId = rows[0]?.id as number;
  const marks = await Marks.open(connection, importId);
  const bulk: BulkLoad =
    size < LARGE_BYTES ? noBulkLoad(connection) : await startBulkLoad(connection, kind, marks.areNeeded);
  return {
    connection,
    importId,
    bulk,
    identities: new Identities(marks, bulk),
    marks,
    encoder: new BinaryRows(ENCODER_BYTES),
    dictionary: (of) => dictionaries[of],
  };
}

async function record(
  connection: Connection,
  result: ImportResult,
  { sha256, bytes }: FileContent,
  latestInput: string | null,
): Promise<void> {
  await connection.query(RECORD, [
    result.importId,
    result.kind,
    result.fileName,
    Buffer.from(sha256),
    bytes,
    result.rowsRead,
    result.loaded,
    result.rejected,
    result.duplicates,
    result.dropped,
    result.unknownColumns,
    latestInput,
  ]);
}
