// strata suppressions: who must not be contacted, whatever audience they are in.
import { Command, InvalidArgumentError, Option } from 'commander';
import { UsageError } from '../errors.ts';
import { readDateOrTimestamp, toIsoText } from '../ingest/timestamps.ts';
import {
  type Contacts,
  SUPPRESSION_KINDS,
  type SuppressionKind,
  suppressBatches,
  suppressionCounts,
  suppressions,
  unsuppressBatches,
} from '../suppressions/service.ts';
import { idBatches } from './id-file.ts';
import { count, print, printJson } from './output.ts';
import { printTable } from './rules-table.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';
const FILES = { ids: 'externalIds', emails: 'emails', phones: 'phones' } as const;

interface FileOptions {
  readonly ids?: string;
  readonly emails?: string;
  readonly phones?: string;
  readonly json?: boolean;
}

function addFileOptions(command: Command): Command {
  return command
    .option('--ids <file>', 'ids of users, one a line; - is standard input')
    .option('--emails <file>', 'e-mail addresses, or the SHA-256 of each in lower case')
    .option('--phones <file>', 'phone numbers with their country, or the SHA-256 of each in E.164');
}

/** The files' lines a batch at a time. */
async function* contactsOf(options: FileOptions): AsyncGenerator<Contacts> {
  for (const [option, field] of Object.entries(FILES)) {
    const path = options[option as keyof typeof FILES];
    if (path !== undefined) for await (const batch of idBatches(path)) yield { [field]: batch };
  }
}

function requireFiles(options: FileOptions): void {
  if (options.ids ?? options.emails ?? options.phones) return;
  throw new UsageError('Give a file: --ids, --emails or --phones.');
}

function readInstant(text: string): Date {
  const instant = readDateOrTimestamp(text.trim());
  if (instant !== undefined) return new Date(toIsoText(instant));
  throw new InvalidArgumentError('expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, in UTC or with an offset.');
}

const add = addFileOptions(
  new Command('add')
    .description(
      'Suppress users, addresses and phone numbers: no export that is written from then on has them.',
    )
    .requiredOption('--reason <text>', 'why, in a line, such as unsubscribed')
    .option('--until <time>', 'until then; without it for good', readInstant),
)
  .option('--json', 'print as JSON')
  .addHelpText(
    'after',
    `
Files have one entry a line, plain or gzipped; all of them are taken, or none. Ids that nobody has yet are kept, and count
when somebody has. Of addresses and numbers the SHA-256 is kept and nothing else.`,
  )
  .action((options: FileOptions & { reason: string; until?: Date }) =>
    withDatabase(async (database) => {
      requireFiles(options);
      const terms = { reason: options.reason, expiresAt: options.until ?? null };
      const added = await suppressBatches(database, contactsOf(options), terms, ACTOR);
      if (options.json) return printJson(added);
      const { users, awaited, erased, emails, phones } = added;
      print(
        `Suppressed: ${count(users)} users, ${count(emails)} addresses, ${count(phones)} phone numbers, and ${count(awaited)} ids that nobody has yet.`,
      );
      if (erased > 0) print(`${count(erased)} ids are of erased users: nothing is kept of them.`);
    }),
  );

const remove = addFileOptions(
  new Command('remove').description('Take suppressions back; who was not suppressed is none the worse.'),
)
  .option('--json', 'print as JSON')
  .action((options: FileOptions) =>
    withDatabase(async (database) => {
      requireFiles(options);
      const removed = await unsuppressBatches(database, contactsOf(options), ACTOR);
      if (options.json) return printJson(removed);
      const { users, awaited, emails, phones } = removed;
      print(
        `No longer suppressed: ${count(users)} users, ${count(emails)} addresses, ${count(phones)} phone numbers, and ${count(awaited)} ids that nobody has yet.`,
      );
    }),
  );

function readFirst(text: string): number {
  const first = /^\d{1,7}$/.test(text) ? Number(text) : 0;
  if (first >= 1) return first;
  throw new InvalidArgumentError('expected a number from 1 to 9999999.');
}

const list = new Command('list')
  .description('How many suppressions count now; with --kind, the suppressions of that kind.')
  .addOption(new Option('--kind <kind>', 'list these').choices(SUPPRESSION_KINDS))
  .option('--first <n>', 'how many', readFirst, 100)
  .option('--json', 'print as JSON')
  .action(({ kind, first, json }: { kind?: SuppressionKind; first: number; json?: boolean }) =>
    withDatabase(async (database) => {
      const counts = await suppressionCounts(database);
      const listed = kind ? await suppressions(database, { kind, first }) : [];
      if (json) return printJson({ counts, suppressions: listed });
      print(
        `${count(counts.user)} users, ${count(counts.email)} addresses, ${count(counts.phone)} hashes of phone numbers, and ${count(counts.awaited)} ids that nobody has yet.`,
      );
      printTable(
        ['WHO', 'REASON', 'SINCE', 'UNTIL', 'BY'],
        listed.map(({ externalId, sha256, reason, createdAt, expiresAt, createdBy }) => [
          externalId ?? sha256 ?? '',
          reason,
          createdAt.toISOString(),
          expiresAt?.toISOString() ?? '',
          createdBy,
        ]),
      );
    }),
  );

export const suppressionsCommand = new Command('suppressions')
  .description('Who must not be contacted: users, e-mail addresses, phone numbers.')
  .addCommand(add)
  .addCommand(remove)
  .addCommand(list);
