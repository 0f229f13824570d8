// Takes rows through the product's own path: CSV files, import, recompute, the users' output file.
import { mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import type { Database } from '../../src/db/database.ts';
import { writeOutputFiles } from '../../src/exports/service.ts';
import { type ImportedFile, type ImportSource, importAll } from '../../src/imports/service.ts';
import { readAsOf } from '../../src/runs/as-of.ts';
import { executeRun, type Run, type RunRequest, requestRun } from '../../src/runs/service.ts';

export type Rows = readonly Readonly<Record<string, string>>[];

/** A folder that is removed after `work`. */
export async function withFolder<T>(work: (folder: string) => Promise<T>): Promise<T> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-files-'));
  try {
    return await work(folder);
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

export function toCsv(rows: Rows): string {
  return Papa.unparse(rows as Record<string, string>[], { quotes: true, newline: '\n' });
}

export function importFiles(
  database: Database,
  sources: readonly ImportSource[],
  rejectsDir: string,
  mapping: ReadonlyMap<string, string> = new Map(),
): Promise<ImportedFile[]> {
  return importAll(database, sources, { actor: 'test', mapping, rejectsDir });
}

/** Imports rows as one CSV file of that kind; nothing where there are no rows. */
export function importRows(
  database: Database,
  kind: ImportSource['kind'],
  rows: Rows,
): Promise<ImportedFile[]> {
  if (rows.length === 0) return Promise.resolve([]);
  return withFolder(async (folder) => {
    const path = join(folder, `${kind}.csv`);
    await writeFile(path, toCsv(rows));
    return importFiles(database, [{ kind, path }], folder);
  });
}

/** Recomputes as of that time and returns the run; throws if it failed. */
export async function recompute(
  database: Database,
  asOf?: string,
  kind: RunRequest['kind'] = 'full',
): Promise<Run> {
  const run = await executeRun(
    database,
    await requestRun(database, {
      requestedBy: 'test',
      kind,
      asOf: asOf === undefined ? null : readAsOf(asOf),
    }),
  );
  if (run.status !== 'succeeded') throw new Error(run.error ?? 'the run failed');
  return run;
}

/** The users' output file, row by row. */
export function exportedUsers(database: Database): Promise<Record<string, string>[]> {
  return withFolder(async (folder) => {
    await writeOutputFiles(database, folder);
    const text = await readFile(join(folder, 'comprehensive_user_segments.csv'), 'utf8');
    return Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true, delimiter: ',' })
      .data;
  });
}
