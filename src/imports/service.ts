// Imports: files in, reports out, and back out again. The counts that depend on other files are taken when all of them
// are in.
import { auditStatement } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { execute } from '../db/execute.ts';
import type { PrismaClient } from '../db/prisma.ts';
import type { ColumnMapping } from '../ingest/columns.ts';
import { type ImportOptions, type ImportResult, importFile } from '../ingest/import-file.ts';
import type { ImportKind } from '../ingest/loaders/loader.ts';
import { ParsedFile } from '../ingest/parsed-file.ts';
import { countUnattributedOrders, countUnmatchedEvents } from './queries/counts.ts';

/** See undo.ts, which is loaded when it is called: it brings along all that knows of users, which no import waits for. */
export const undoImport: typeof import('./undo.ts').undoImport = async (...given) =>
  (await import('./undo.ts')).undoImport(...given);

/** What is kept of an imported file: counts, never rows. */
export type ImportRecord = Awaited<ReturnType<PrismaClient['import']['findUniqueOrThrow']>>;

export interface ImportSource {
  readonly kind: ImportKind;
  readonly path: string;
}

export interface ImportedFile extends ImportResult {
  /** Events of this file whose order id matches no order line and no revenue; null for other kinds. */
  readonly unmatchedEvents: number | null;
  /** Orders of this file that no line and no event gives a user; null for other kinds. */
  readonly unattributedOrders: number | null;
}

export interface ImportAllOptions {
  /** Who asks, for the audit log. */
  readonly actor: string;
  readonly mapping: ColumnMapping;
  readonly rejectsDir: string;
  onWait?(): void;
  /** Called as each file starts. */
  watch?(source: ImportSource): { onProgress: NonNullable<ImportOptions['onProgress']>; stop(): void };
}

/** Imports files one after another. If one is refused, those before it stay imported. */
export async function importAll(
  database: Database,
  sources: readonly ImportSource[],
  options: ImportAllOptions,
): Promise<ImportedFile[]> {
  const { mapping, rejectsDir } = options;
  const files = sources.map((source) => new ParsedFile({ ...source, mapping, rejectsDir }));
  const results: ImportResult[] = [];
  try {
    for (const [at, file] of files.entries())
      results.push(await importOne(database, file, options, () => files[at + 1]?.begin()));
  } finally {
    await Promise.all(files.slice(results.length).map((file) => file.discard()));
  }
  return Promise.all(results.map((result) => withCounts(database, result)));
}

async function importOne(
  database: Database,
  file: ParsedFile,
  options: ImportAllOptions,
  onRead: () => void,
): Promise<ImportResult> {
  const { kind, path } = file.request;
  const watcher = options.watch?.({ kind, path });
  try {
    return await importFile(database.pool, file, {
      onRead,
      ...(options.onWait && { onWait: options.onWait }),
      ...(watcher && { onProgress: watcher.onProgress }),
      async alongside(connection, importId) {
        const details = { import: importId, kind };
        await execute(connection, auditStatement(options.actor, 'import', details));
      },
    });
  } finally {
    watcher?.stop();
  }
}

async function withCounts({ prisma }: Database, result: ImportResult): Promise<ImportedFile> {
  const { importId, kind } = result;
  return {
    ...result,
    unmatchedEvents:
      importId !== null && kind === 'activity' ? await countUnmatchedEvents(prisma, importId) : null,
    unattributedOrders:
      importId !== null && kind === 'transactions' ? await countUnattributedOrders(prisma, importId) : null,
  };
}

/** The newest imports first, those that were undone too. */
export function listImports({ prisma }: Database, first: number): Promise<ImportRecord[]> {
  return prisma.import.findMany({ orderBy: { importId: 'desc' }, take: first });
}

/** An import by the id that `undoImport` returned. */
export function importById({ prisma }: Database, importId: number): Promise<ImportRecord> {
  return prisma.import.findUniqueOrThrow({ where: { importId } });
}
