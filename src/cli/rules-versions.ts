// strata rules list, show, save, delete and diff: the versions that are stored.
import { Command, InvalidArgumentError } from 'commander';
import { audit } from '../auth/audit.ts';
import {
  deleteDraft,
  differencesBetween,
  publishedRuleSet,
  type RuleSetEntry,
  requireEntry,
  ruleSetEntries,
  ruleSetVersion,
  saveDraft,
} from '../rulesets/service.ts';
import { notice, print, printJson } from './output.ts';
import { readDocument, readTarget, readVersion, rulesOf } from './rules-documents.ts';
import { printTable } from './rules-table.ts';
import { withDatabase } from './session.ts';

export const ACTOR = 'command line';
const MOST_VERSIONS = 1_000;
const SIGNS = { added: '+', removed: '-', changed: '~' } as const;

function readFirst(text: string): number {
  const first = Number(text);
  if (Number.isInteger(first) && first >= 1 && first <= MOST_VERSIONS) return first;
  throw new InvalidArgumentError(`expected a number from 1 to ${MOST_VERSIONS}.`);
}

export const listCommand = new Command('list')
  .description('List the versions, the newest first.')
  .option('--first <n>', 'how many', readFirst, 20)
  .option('--json', 'print as JSON')
  .action((options: { first: number; json?: boolean }) =>
    withDatabase(async ({ prisma }) => {
      await publishedRuleSet(prisma);
      const entries = await ruleSetEntries(prisma, options.first);
      if (options.json) return printJson({ ruleSets: entries });
      printTable(
        ['>VERSION', 'STATUS', 'SAVED', 'PUBLISHED', 'BY', 'NOTE'],
        entries.map((entry) => [
          String(entry.version),
          entry.status,
          dateText(entry.createdAt),
          entry.publishedAt ? dateText(entry.publishedAt) : '',
          entry.createdBy,
          entry.note.replace(/\s+/g, ' '),
        ]),
      );
    }),
  );

export const showCommand = new Command('show')
  .description('Print the JSON of a version, ready to be edited, checked and saved again.')
  .argument('[version]', 'without it the published one', readVersion)
  .option('--json', 'print {"version", "status", …, "document"}')
  .action((given: number | undefined, options: { json?: boolean }) =>
    withDatabase(async ({ prisma }) => {
      const version = given ?? (await publishedRuleSet(prisma)).version;
      const entry = await requireEntry(prisma, version);
      const document = await ruleSetVersion(prisma, version);
      if (options.json) return printJson({ ...entry, document });
      notice(entryLine(entry));
      printJson(document);
    }),
  );

export const saveCommand = new Command('save')
  .description('Save a rule set as a draft of a version of its own. The published one goes on.')
  .argument('<file>', 'a rule set as JSON; - is standard input')
  .option('--note <text>', 'what people should know of it', '')
  .option('--json', 'print the version as JSON')
  .action(async (file: string, options: { note: string; json?: boolean }) => {
    const document = await readDocument(file);
    await withDatabase(async (database) => {
      const draft = await saveDraft(database, { document, note: options.note, createdBy: ACTOR });
      await audit(database.prisma, ACTOR, 'rules.save', { version: draft.version });
      if (options.json) return printJson(draft);
      print(`Saved as draft ${draft.version}.`);
      notice(`See what it would change: strata rules preview ${draft.version}`);
    });
  });

export const deleteCommand = new Command('delete')
  .description('Delete a draft.')
  .argument('<version>', 'of the draft', readVersion)
  .option('--json', 'print as JSON')
  .action((version: number, options: { json?: boolean }) =>
    withDatabase(async (database) => {
      await deleteDraft(database, version);
      await audit(database.prisma, ACTOR, 'rules.delete', { version });
      if (options.json) return printJson({ deleted: version });
      print(`Draft ${version} is deleted.`);
    }),
  );

export const diffCommand = new Command('diff')
  .description('Print in words what differs from one rule set to another.')
  .argument('<from>', 'a version or a file')
  .argument('<to>', 'a version or a file')
  .option('--json', 'print as JSON')
  .action((from: string, to: string, options: { json?: boolean }) =>
    withDatabase(async (database) => {
      const before = await rulesOf(database, readTarget(from));
      const differences = differencesBetween(before, await rulesOf(database, readTarget(to)));
      if (options.json) return printJson({ differences });
      if (differences.length === 0) print('They do not differ.');
      for (const { change, what, description } of differences)
        print(`${SIGNS[change]} ${what}\n    ${description.replace(/ → /g, '\n  → ')}`);
    }),
  );

function entryLine({ version, status, createdAt, createdBy, note }: RuleSetEntry): string {
  const line = `Rule set ${version}, ${status}, saved ${dateText(createdAt)} by ${createdBy}`;
  return note === '' ? line : `${line}: ${note}`;
}

/** To the minute, in UTC. */
function dateText(date: Date): string {
  return date.toISOString().slice(0, 16).replace('T', ' ');
}
