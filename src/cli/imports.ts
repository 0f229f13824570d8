// strata imports: which files are in, and taking one back.
import { Argument, Command } from 'commander';
import { UsageError } from '../errors.ts';
import { type ImportRecord, listImports, undoImport } from '../imports/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const MOST_IMPORTS = 10_000;

const undo = new Command('undo')
  .description(
    "Take a file's rows back: its events, order lines or profiles, and the users whom nothing else names.",
  )
  .addArgument(new Argument('<id>', 'as strata imports shows it'))
  .option('--json', 'print {"undone"}')
  .addHelpText(
    'after',
    `
The record of the import stays, marked as undone; the same file can be imported again. The next run publishes it
(strata recompute; a worker starts one by itself).
An event that a later file repeated by its event id was dropped there as a duplicate, and does not come back by itself:
undo that file too, and import it again.`,
  )
  .action((id: string, _options: object, command: Command) =>
    withDatabase(async (database) => {
      const undone = await undoImport(database, id, {
        actor: 'command line',
        onWait: () => notice('A recompute or an import is at work; waiting for it …'),
      });
      // The list has --json too, and Commander gives it to whichever command comes first.
      if (command.optsWithGlobals().json) return printJson({ undone });
      print(`Import ${undone} is undone. The next run publishes it: strata recompute`);
    }),
  );

export const importsCommand = new Command('imports')
  .description('List the imported files, the newest first, or undo one.')
  .option('--first <count>', 'how many', '50')
  .option('--json', 'print as JSON')
  .action(async (options: { first: string; json?: boolean }) => {
    const first = readCount(options.first);
    await withDatabase(async (database) => {
      const imports = await listImports(database, first);
      if (options.json) return printJson({ imports: imports.map(toJson) });
      if (imports.length === 0) return print('Nothing was imported yet. strata import --help says how.');
      for (const line of toTable(imports)) print(line);
    });
  })
  .addCommand(undo);

function readCount(text: string): number {
  const first = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (first >= 1 && first <= MOST_IMPORTS) return first;
  throw new UsageError(`--first: expected 1 to ${MOST_IMPORTS}, got "${text}".`);
}

function toJson({ importId, sha256, ...rest }: ImportRecord): object {
  return { id: importId, ...rest, sha256: Buffer.from(sha256).toString('hex') };
}

function toTable(imports: readonly ImportRecord[]): string[] {
  const rows = imports.map((one) => [
    String(one.importId),
    one.kind,
    one.importedAt.toISOString(),
    count(Number(one.rowsRead)),
    one.undoneAt ? `undone ${one.undoneAt.toISOString()}` : 'imported',
    one.fileName,
  ]);
  const table = [['id', 'kind', 'imported at', 'rows', 'state', 'file'], ...rows];
  const widths =
    table[0]?.map((_, column) => Math.max(...table.map((row) => row[column]?.length ?? 0))) ?? [];
  return table.map((row) =>
    row
      .map((cell, column) =>
        column === 3 ? cell.padStart(widths[column] ?? 0) : cell.padEnd(widths[column] ?? 0),
      )
      .join('  ')
      .trimEnd(),
  );
}
