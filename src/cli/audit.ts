// strata audit: who did what, the newest first.
import { Command, InvalidArgumentError } from 'commander';
import { auditPage, LARGEST_PAGE } from '../auth/audit.ts';
import { print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

interface AuditOptions {
  readonly first: number;
  readonly actor?: string;
  readonly action?: string;
  readonly json?: boolean;
}

function readFirst(text: string): number {
  const first = Number(text);
  if (Number.isInteger(first) && first >= 1 && first <= LARGEST_PAGE) return first;
  throw new InvalidArgumentError(`expected a number from 1 to ${LARGEST_PAGE}.`);
}

export const auditCommand = new Command('audit')
  .description('List who did what, the newest first.')
  .option('--first <count>', `how many, ${LARGEST_PAGE} at most`, readFirst, 50)
  .option('--actor <actor>', 'only what they did, such as "key 0a1b2c3d4e5f" or "command line"')
  .option('--action <action>', 'only this, such as erase_user')
  .option('--json', 'print as JSON')
  .action((options: AuditOptions) =>
    withDatabase(async ({ prisma }) => {
      const { entries } = await auditPage(prisma, options);
      if (options.json) {
        const shown = entries.map(({ entryId, ...entry }) => ({ id: String(entryId), ...entry }));
        return printJson({ entries: shown });
      }
      for (const { at, actor, action, details } of entries)
        print(`${at.toISOString()}  ${actor.padEnd(16)}  ${action.padEnd(18)}  ${JSON.stringify(details)}`);
    }),
  );
