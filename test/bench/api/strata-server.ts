// Strata as `strata serve` has it, without the worker, for one caller who may ask as often as they like.
// Called as a script with the database's URL and whether answers are kept, on or off; prints the address and a key.
import { createKey } from '../../../src/auth/keys.ts';
import { readConfig } from '../../../src/config.ts';
import { openDatabase } from '../../../src/db/database.ts';
import { startServer } from '../../../src/server.ts';

export interface StrataReady {
  readonly url: string;
  readonly key: string;
}

if (import.meta.main) {
  const [databaseUrl = '', cache = 'on'] = process.argv.slice(2);
  const config = readConfig({
    DATABASE_URL: databaseUrl,
    NODE_ENV: 'production',
    STRATA_LOG_LEVEL: 'error',
    STRATA_REQUESTS_PER_MINUTE: '0',
    STRATA_RESPONSE_CACHE: cache,
  });
  const database = await openDatabase(config);
  const { key } = await createKey(database.prisma, 'viewer', 'benchmark');
  const { url } = await startServer(config, database, { host: '127.0.0.1', port: 0, worker: false });
  console.log(JSON.stringify({ url: `${url}/graphql`, key } satisfies StrataReady));
}
