// strata import: files into the database, each whole or not at all, and a report of what became of every row.
import { basename, resolve } from 'node:path';
import { Command } from 'commander';
import type { Database } from '../db/database.ts';
import { UsageError } from '../errors.ts';
import { type ImportedFile, type ImportSource, importAll } from '../imports/service.ts';
import { parseMapping } from '../ingest/columns.ts';
import { KNOWN_COLUMNS } from '../ingest/loaders/index.ts';
import { KINDS } from '../ingest/loaders/loader.ts';
import { fileSize } from '../ingest/readers/open.ts';
import { bytes, count, notice, print, printJson } from './output.ts';
import { startProgress } from './progress.ts';
import { withDatabase } from './session.ts';

export interface ImportOptions {
  readonly activity: string[];
  readonly transactions: string[];
  readonly profiles: string[];
  readonly map: string[];
  readonly rejects: string;
  readonly json?: boolean;
}

function collect(value: string, before: string[]): string[] {
  return [...before, value];
}

export const importCommand = new Command('import')
  .description(
    'Import CSV, NDJSON or Parquet files, plain or gzipped. A file that was imported before changes nothing.',
  )
  .option('--activity <file>', 'events, one a row (may be repeated)', collect, [])
  .option('--transactions <file>', 'order lines, one a row (may be repeated)', collect, [])
  .option('--profiles <file>', 'what is given of users, one a row (may be repeated)', collect, [])
  .option(
    '--map <ours=theirs>',
    'a column of another name, such as "user_pseudo_id=Customer ID" (may be repeated)',
    collect,
    [],
  )
  .option('--rejects <dir>', 'folder for the files of rejected rows', 'rejects')
  .option('--json', 'print the report as JSON')
  .addHelpText(
    'after',
    `\nColumns: ${KNOWN_COLUMNS.join(', ')}.\nNames match without regard to case or underscores.`,
  )
  .action(async (options: ImportOptions) => {
    const sources = KINDS.flatMap((kind) => options[kind].map((path) => ({ kind, path: resolve(path) })));
    if (sources.length === 0)
      throw new UsageError('Nothing to import: give --activity, --transactions or --profiles.');
    const mapping = parseMapping(options.map, KNOWN_COLUMNS);
    for (const { path } of sources) await fileSize(path); // refused before anything is imported
    await withDatabase(async (database) => {
      const files = await importWithProgress(database, sources, {
        mapping,
        rejectsDir: resolve(options.rejects),
        quiet: options.json === true,
      });
      if (options.json) printJson({ files });
      else for (const file of files) printReport(file);
    });
  });

/** Imports the files one after another, with a progress bar for each. */
export async function importWithProgress(
  database: Database,
  sources: readonly ImportSource[],
  {
    mapping,
    rejectsDir,
    quiet,
  }: { mapping: ReadonlyMap<string, string>; rejectsDir: string; quiet: boolean },
): Promise<ImportedFile[]> {
  const begun: string[] = [];
  const importing = importAll(database, sources, {
    actor: 'command line',
    mapping,
    rejectsDir,
    onWait: () => notice('Another import or a recompute is at work; waiting for it …'),
    watch(source) {
      begun.push(basename(source.path));
      const progress = startProgress(source.kind.padEnd(12), quiet);
      const startedAt = performance.now();
      return {
        onProgress({ bytes: done, totalBytes, rows }) {
          const rate = rows / Math.max((performance.now() - startedAt) / 1000, 0.001);
          progress.update(
            done,
            totalBytes,
            `${bytes(done)} of ${bytes(totalBytes)}, ${count(rows)} rows, ${count(Math.round(rate))} rows/s`,
          );
        },
        stop: () => progress.stop(),
      };
    },
  });
  importing.catch(() => {
    if (begun.length > 1)
      notice(`Imported: ${begun.slice(0, -1).join(', ')}. Not imported: ${begun.at(-1)}.`);
  });
  return importing;
}

/** The report of one file, for people. */
export function printReport(file: ImportedFile): void {
  if (file.importId === null) {
    print(`${file.fileName}: imported before, nothing changed.`);
    return;
  }
  print(`${file.fileName} (${file.kind}, import ${file.importId})`);
  const lines: [string, number][] = [
    ['rows read', file.rowsRead],
    ['loaded', file.loaded],
    ['rejected', file.rejected],
    ['duplicates', file.duplicates],
  ];
  if (file.dropped > 0) lines.push(['dropped (erased)', file.dropped]);
  if (file.unmatchedEvents !== null) lines.push(['unmatched events', file.unmatchedEvents]);
  if (file.unattributedOrders !== null) lines.push(['unattributed orders', file.unattributedOrders]);
  for (const [name, value] of lines) print(`  ${name.padEnd(20)}${count(value).padStart(12)}`);
  if (file.rejectFile) print(`  rejected rows are in ${file.rejectFile}`);
  const unknown = file.unknownColumns.map((name) => name.trim() || '(no name)');
  if (unknown.length > 0) print(`  unknown columns, left out: ${unknown.join(', ')}`);
}
