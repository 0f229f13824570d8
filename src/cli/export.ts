// strata export: the four output files of the newest snapshot, or files of an audience's members.
import { resolve } from 'node:path';
import { Command, Option } from 'commander';
import { audit } from '../auth/audit.ts';
import { UsageError } from '../errors.ts';
import { writeOutputFiles } from '../exports/service.ts';
import { type AudienceExportOptions, exportAudience } from './export-audience.ts';
import { count, print, printJson } from './output.ts';
import { platformOption } from './platform-option.ts';
import { withDatabase } from './session.ts';

type Options = AudienceExportOptions & { readonly out?: string };

export const exportCommand = new Command('export')
  .description(
    'Write the four output files of the newest snapshot (--out), or files of the members of an audience (--audience, --to).',
  )
  .option('--out <dir>', 'folder for the four files: users, insights, and two segment summaries')
  .option('--audience <audience>', 'the audience to export, by name or id')
  .option('--to <dir>', 'folder for the files of the audience; folders are made if need be')
  .addOption(
    new Option('--format <format>', 'how to write them').choices(['csv', 'ndjson', 'parquet']).default('csv'),
  )
  .addOption(new Option('--gzip', 'compress them by gzip').conflicts('zstd'))
  .option('--zstd', 'compress them by Zstandard')
  .option('--bom', 'begin CSV files with a byte order mark, for spreadsheets that need one')
  .option(
    '--columns <list>',
    'columns, separated by commas, each perhaps with another name: external_id,email=Mail',
  )
  .addOption(platformOption('write what a platform takes'))
  .option('--phone-country <country>', 'where national phone numbers of users without a country are from')
  .option('--campaign <name>', 'the campaign that it is for: who is exported to it is remembered')
  .option(
    '--frequency-days <days>',
    'leave out who was exported to the campaign within so many days',
    wholeNumber,
  )
  .option('--holdout <share>', 'share of users to hold out of the campaign, such as 0.1')
  .option('--without-consent', 'take users without marketing consent too')
  .option('--rows-per-part <rows>', 'members in a file at most', wholeNumber)
  .option('--one-file', 'join the parts to one file in the end')
  .option('--key <key>', 'idempotency key: with the same one, nothing is exported twice')
  .option('--json', 'print what was written as JSON')
  .addHelpText(
    'after',
    `
An export that was interrupted goes on where it was when it is asked for again with the same options.`,
  )
  .action((options: Options) =>
    withDatabase(async (database, config) => {
      if (options.audience !== undefined && options.to !== undefined && options.out === undefined)
        return exportAudience(database, config, options);
      if (options.out === undefined || options.audience !== undefined || options.to !== undefined)
        throw new UsageError('Give --out DIR, or --audience AUDIENCE and --to DIR.');
      const { snapshot, paths } = await writeOutputFiles(database, resolve(options.out));
      const written = { snapshot: snapshot.id, users: snapshot.users };
      await audit(database.prisma, 'command line', 'export.files', written);
      if (options.json) return printJson({ snapshot: snapshot.id, users: snapshot.users, files: paths });
      print(`${count(snapshot.users)} users of snapshot ${snapshot.id}:`);
      for (const path of paths) print(`  ${path}`);
    }),
  );

function wholeNumber(text: string): number {
  if (/^\d{1,9}$/.test(text)) return Number(text);
  throw new UsageError(`expected a whole number, got ${JSON.stringify(text)}.`);
}
