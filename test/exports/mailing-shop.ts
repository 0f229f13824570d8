// A small shop whose users can be written to, an audience of it, and exports with their files read back.
import { createHash, randomUUID } from 'node:crypto';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import {
  doneParts,
  type Export,
  type ExportRequest,
  executeExport,
  filesOf,
  requestExport,
} from '../../src/exports/service.ts';
import type { UserFilter } from '../../src/filters/user-filter.ts';
import { importRows, type Rows, recompute } from '../support/shop.ts';

export const EVERYBODY: UserFilter = {};

export interface Profile {
  readonly user_pseudo_id: string;
  readonly email?: string;
  readonly phone?: string;
  readonly consent?: string;
  readonly city?: string;
  readonly country?: string;
}

/** Users u1 … uN, all of whom have consented. */
export function consenting(count: number): Profile[] {
  return Array.from({ length: count }, (_, at) => ({
    user_pseudo_id: `u${at + 1}`,
    email: `u${at + 1}@example.com`,
    phone: `+49 151 ${String(20_000_000 + at)}`,
    consent: 'true',
    city: 'Köln',
    country: 'Germany',
  }));
}

export async function publishProfiles(database: Database, profiles: readonly Profile[]): Promise<void> {
  await importRows(database, 'profiles', profiles as unknown as Rows);
  await recompute(database, undefined, 'incremental');
}

/** The id of a new audience. */
export async function audienceOf(
  database: Database,
  filter: UserFilter,
  name = `of ${randomUUID()}`,
): Promise<number> {
  const { audience } = await createAudience(database, { name, content: { kind: 'filter', filter } }, 'test');
  return audience.id;
}

/** Gives a folder for the exports of a test file, removed after the last. */
export function useExportsDir(): { readonly path: string } {
  const folder = { path: '' };
  beforeAll(async () => {
    folder.path = await mkdtemp(join(tmpdir(), 'strata-exports-'));
  });
  afterAll(() => rm(folder.path, { recursive: true, force: true }));
  return folder;
}

export type Asked = Partial<ExportRequest> & { readonly audienceId: number };

export function ask(database: Database, request: Asked): Promise<Export> {
  return requestExport(database, { idempotencyKey: randomUUID(), requestedBy: 'test', ...request }).then(
    ({ exported }) => exported,
  );
}

/** Asks for an export and carries it out; throws why it failed. */
export async function exportNow(database: Database, exportsDir: string, request: Asked): Promise<Export> {
  const { exportId } = await ask(database, request);
  const exported = await executeExport(database, exportId, { exportsDir });
  if (exported.status !== 'succeeded') throw new Error(exported.error ?? exported.status);
  return exported;
}

/** The bytes of the files of an export, in the order of its parts; each has the hash and size that were recorded. */
export async function filesIn(database: Database, exportsDir: string, exported: Export): Promise<Buffer[]> {
  const folder = join(exportsDir, String(exported.exportId));
  const files = filesOf(exported, await doneParts(database, exported.exportId));
  const found = await readdir(folder);
  const named = files.map(({ name }) => name);
  const rest = found.filter((name) => !named.includes(name) && !name.endsWith('.manifest.json'));
  if (rest.length > 0) throw new Error(`unknown files: ${rest}`);
  return Promise.all(
    files.map(async ({ name, bytes, sha256 }) => {
      const content = await readFile(join(folder, name));
      const hash = createHash('sha256').update(content).digest('hex');
      if (content.length !== bytes || hash !== sha256) throw new Error(`${name} is not what was recorded`);
      return content;
    }),
  );
}

/** The rows of all files of an export as CSV. */
export async function rowsIn(
  database: Database,
  exportsDir: string,
  exported: Export,
): Promise<Record<string, string>[]> {
  const files = await filesIn(database, exportsDir, exported);
  return files.flatMap((file) => readCsv(file.toString()));
}

export function readCsv(text: string): Record<string, string>[] {
  const { data, errors } = Papa.parse<Record<string, string>>(text, {
    header: true,
    skipEmptyLines: true,
    delimiter: ',',
  });
  if (errors.length > 0) throw new Error(JSON.stringify(errors));
  return data;
}
