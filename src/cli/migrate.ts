// strata migrate: brings a database to this version's schema.
import { Command } from 'commander';
import { readConfig } from '../config.ts';
import { connectDatabase } from '../db/database.ts';
import { connectEmbedded } from '../db/embedded/connect.ts';
import { migrate } from '../db/migrate.ts';
import { print, printJson } from './output.ts';

export const migrateCommand = new Command('migrate')
  .description("Bring the database to this version's schema. Does nothing where it is up to date.")
  .option('--json', 'print the applied migrations as JSON')
  .action(async (options: { json?: boolean }) => {
    const { databaseUrl, strataDir } = readConfig();
    const embedded = databaseUrl ? null : await connectEmbedded(strataDir);
    const database = connectDatabase(databaseUrl ?? (embedded?.url as string), async () => embedded?.close());
    try {
      const applied = await migrate(database.pool);
      if (options.json) return printJson({ applied });
      print(applied.length > 0 ? `Applied ${applied.join(', ')}.` : 'The database is up to date.');
    } finally {
      await database.close();
    }
  });
