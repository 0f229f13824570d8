// strata rules calibrate: cut points measured anew, saved as a draft and never published.
import { Command } from 'commander';
import { audit } from '../auth/audit.ts';
import { calibrate } from '../rulesets/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { printTable } from './rules-table.ts';
import { ACTOR } from './rules-versions.ts';
import { withDatabase } from './session.ts';

export const calibrateCommand = new Command('calibrate')
  .description(
    'Measure the cut points of scores over the published snapshot, and save them as a draft. Publishes nothing.',
  )
  .option('--note <text>', 'what people should know of the draft')
  .option('--json', 'print the draft and what was measured as JSON')
  .action((options: { note?: string; json?: boolean }) =>
    withDatabase(async (database) => {
      const measured = await calibrate(database, { createdBy: ACTOR, note: options.note ?? null });
      const { draft, snapshot, calibrations } = measured;
      await audit(database.prisma, ACTOR, 'rules.calibrate', { version: draft.version });
      if (options.json) return printJson(measured);
      print(`Measured over snapshot ${snapshot.id}, saved as draft ${draft.version}.\n`);
      printTable(
        ['SCORE', 'MEASURED', '>USERS', 'CUT POINTS', 'CUT POINTS OF THE DRAFT'],
        calibrations.map(({ score, label, users, before, after }) => [
          score,
          label,
          count(users),
          before.join(', '),
          after.join(', '),
        ]),
      );
      notice(`\nSee what they would change: strata rules preview ${draft.version}`);
    }),
  );
