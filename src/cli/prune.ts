// strata prune: retention now, as the worker applies it by itself.
import { Command } from 'commander';
import { pruneAudiences } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import { pruneHistory } from '../snapshots/service.ts';
import { pruneSuppressions } from '../suppressions/service.ts';
import { count, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

export const pruneCommand = new Command('prune')
  .description(
    'Thin out what is older than STRATA_WHOLE_HOURS to who was in which segment, and forget what is older than STRATA_HISTORY_DAYS.',
  )
  .option('--json', 'print what was done as JSON')
  .action((options: { json?: boolean }) =>
    withDatabase(async (database, { retention }) => {
      const pruned = await pruneHistory(database, retention, new Date());
      await pruneAudiences(database, new Date());
      await pruneSuppressions(database, new Date());
      await audit(database.prisma, 'command line', 'prune', { ...pruned });
      if (options.json) return printJson(pruned);
      const { expired, forgotten, states, rollups } = pruned;
      print(
        `${count(expired)} snapshots are whole no longer, ${count(forgotten)} are forgotten; ${count(states)} states and ${count(rollups)} rollups are gone.`,
      );
    }),
  );
