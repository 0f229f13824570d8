// strata export --audience: an export carried out here, so that no server or worker has to be up. One that was
// interrupted is known by what was asked for, and gone on with.
import { createHash, randomUUID } from 'node:crypto';
import { join, resolve } from 'node:path';
import { findAudience } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import type { Config } from '../config.ts';
import type { Database } from '../db/database.ts';
import { BadInputError, StrataError, UsageError } from '../errors.ts';
import {
  doneParts,
  type Export,
  type ExportTerms,
  executeExport,
  filesOf,
  requestExport,
  unfinishedExport,
} from '../exports/service.ts';
import { bytes, count, notice, print, printJson } from './output.ts';
import { startProgress } from './progress.ts';

export interface AudienceExportOptions {
  readonly audience?: string;
  readonly to?: string;
  readonly format: string;
  readonly gzip?: boolean;
  readonly zstd?: boolean;
  readonly bom?: boolean;
  readonly columns?: string;
  readonly platform?: string;
  readonly phoneCountry?: string;
  readonly campaign?: string;
  readonly frequencyDays?: number;
  readonly holdout?: string;
  readonly withoutConsent?: boolean;
  readonly rowsPerPart?: number;
  readonly oneFile?: boolean;
  readonly key?: string;
  readonly json?: boolean;
}

const ACTOR = 'command line';

export async function exportAudience(
  database: Database,
  config: Config,
  options: AudienceExportOptions,
): Promise<void> {
  const { id } = await findAudience(database, options.audience as string);
  const terms = toTerms(id, options);
  const idempotencyKey = options.key ?? (await keyOf(database, terms));
  const { exported, isNew } = await orWrongUsage(() =>
    requestExport(database, { ...terms, idempotencyKey, requestedBy: ACTOR }),
  );
  const { exportId } = exported;
  if (isNew) await audit(database.prisma, ACTOR, 'export_audience', { export: exportId, audience: id });
  else notice(`Export ${exportId} was begun before; it goes on where it was.`);
  const done = await withProgress(exported, options.json === true, (onProgress) =>
    executeExport(database, exportId, { exportsDir: config.exports.dir, onProgress }),
  );
  if (done.status === 'running')
    throw new StrataError('EXPORT_BUSY', `Another process is at work on export ${exportId}; wait for it.`);
  if (done.status !== 'succeeded')
    throw new StrataError(
      'EXPORT_FAILED',
      `Export ${exportId} is ${done.status}. ${done.error ?? ''}`.trimEnd(),
    );
  await report(database, done, options.json === true);
}

function toTerms(audienceId: number, options: AudienceExportOptions): ExportTerms {
  const compression = options.gzip ? 'gzip' : options.zstd ? 'zstd' : 'none';
  return {
    audienceId,
    format: options.format,
    compression,
    byteOrderMark: options.bom ?? false,
    columns: options.columns === undefined ? null : options.columns.split(',').map(toColumn),
    platform: options.platform ?? null,
    phoneCountry: options.phoneCountry ?? null,
    consentRequired: !options.withoutConsent,
    campaign: options.campaign ?? null,
    frequencyDays: options.frequencyDays ?? null,
    holdoutShare: options.holdout ?? null,
    rowsPerPart: options.rowsPerPart ?? null,
    oneFile: options.oneFile ?? false,
    directory: resolve(options.to as string),
  };
}

function toColumn(text: string): { from: string; name: string | null } {
  const at = text.indexOf('=');
  const from = (at === -1 ? text : text.slice(0, at)).trim();
  return { from, name: at === -1 ? null : text.slice(at + 1).trim() };
}

/** The key of the same export that was left unfinished, or a new one that can be found again. */
async function keyOf(database: Database, terms: ExportTerms): Promise<string> {
  const prefix = `command line ${createHash('sha256').update(JSON.stringify(terms)).digest('hex').slice(0, 32)} `;
  const unfinished = await unfinishedExport(database, prefix);
  return unfinished?.idempotencyKey ?? `${prefix}${randomUUID()}`;
}

async function orWrongUsage<T>(work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } catch (error) {
    throw error instanceof BadInputError ? new UsageError(error.message) : error;
  }
}

async function withProgress(
  { members }: Export,
  quiet: boolean,
  work: (onProgress: (exported: Export) => void) => Promise<Export>,
): Promise<Export> {
  const progress = startProgress('export      ', quiet);
  try {
    return await work(({ membersDone, rows }) =>
      progress.update(
        Number(membersDone),
        Number(members),
        `${count(Number(membersDone))} of ${count(Number(members))} members, ${count(Number(rows))} rows`,
      ),
    );
  } finally {
    progress.stop();
  }
}

async function report(database: Database, exported: Export, json: boolean): Promise<void> {
  const files = filesOf(exported, await doneParts(database, exported.exportId));
  const folder = exported.directory as string;
  const { exportId, snapshotId, rows, members, leftOut, emptied } = exported;
  const paths = files.map((file) => ({ ...file, path: join(folder, file.name) }));
  if (json)
    return printJson({
      export: exportId,
      snapshot: snapshotId,
      members,
      rows,
      leftOut,
      emptied,
      files: paths,
    });
  print(
    `${count(Number(rows))} of ${count(Number(members))} members of ${exported.audienceName}, snapshot ${snapshotId}:`,
  );
  for (const [reason, users] of Object.entries(leftOut as Record<string, number>))
    print(`  left out as ${reason}: ${count(users)}`);
  for (const [reason, users] of Object.entries(emptied as Record<string, number>))
    print(`  left empty as ${reason}: ${count(users)}`);
  for (const { path, rows: some, bytes: size } of paths)
    print(`  ${path}  ${count(some)} rows, ${bytes(size)}`);
}
