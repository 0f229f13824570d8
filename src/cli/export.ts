// strata export: the four output files of the newest snapshot.
import { resolve } from 'node:path';
import { Command } from 'commander';
import { audit } from '../auth/audit.ts';
import { writeOutputFiles } from '../exports/service.ts';
import { count, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

export const exportCommand = new Command('export')
  .description(
    'Write the four output files of the newest snapshot: users, insights, and two segment summaries.',
  )
  .requiredOption('--out <dir>', 'folder for the files; it is made if need be')
  .option('--json', 'print the paths as JSON')
  .action((options: { out: string; json?: boolean }) =>
    withDatabase(async (database) => {
      const { snapshot, paths } = await writeOutputFiles(database, resolve(options.out));
      const { id, users } = snapshot;
      await audit(database.prisma, 'command line', 'export.files', { snapshot: id, users });
      if (options.json) return printJson({ snapshot: id, users, files: paths });
      print(`${count(users)} users of snapshot ${id}:`);
      for (const path of paths) print(`  ${path}`);
    }),
  );
