// Imports what a test spells out, as one file, and gives back the report with the reject file read.
import { mkdir, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { ImportedFile, ImportSource } from '../../src/imports/service.ts';
import { importFiles } from './shop.ts';

export interface RejectedRow {
  readonly line: string;
  readonly reason: string;
  readonly row: string;
}

export interface Imported extends ImportedFile {
  readonly rejects: readonly RejectedRow[];
}

export interface TextOptions {
  /** Of the file; each gets a folder of its own. */
  readonly name?: string;
  readonly mapping?: Readonly<Record<string, string>>;
  readonly rejectsDir?: string;
}

/** Gives a folder for the tests of a file, removed after the last. */
export function useFolder(): { readonly path: string } {
  const folder = { path: '' };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'strata-import-'));
  });
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}

/** Imports `content` as a file of that kind. */
export async function importText(
  database: Database,
  kind: ImportSource['kind'],
  content: string | Uint8Array,
  { name = `${kind}.csv`, mapping = {}, rejectsDir }: TextOptions = {},
): Promise<Imported> {
  const folder = await mkdtemp(join(tmpdir(), 'strata-import-'));
  try {
    const path = join(folder, name);
    await mkdir(join(folder, 'rejects'));
    await writeFile(path, content);
    const [report] = await importFiles(
      database,
      [{ kind, path }],
      rejectsDir ?? join(folder, 'rejects'),
      new Map(Object.entries(mapping)),
    );
    if (!report) throw new Error('no report');
    return { ...report, rejects: report.rejectFile ? await readRejects(report.rejectFile) : [] };
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}

/** Reads a reject file strictly: one that is no CSV of three columns throws. */
export async function readRejects(path: string): Promise<RejectedRow[]> {
  const { data, errors, meta } = Papa.parse<RejectedRow>(await readFile(path, 'utf8'), {
    header: true,
    skipEmptyLines: true,
    delimiter: ',',
  });
  if (errors.length > 0 || meta.fields?.join() !== 'line,reason,row')
    throw new Error(`${path} is no reject file: ${JSON.stringify(errors)}`);
  return data;
}
