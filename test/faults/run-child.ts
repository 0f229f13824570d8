// Carries out a queued run in a process of its own, so that a test can kill it: DATABASE_URL and the run's id.
import { connectDatabase } from '../../src/db/database.ts';
import { executeRun } from '../../src/runs/service.ts';

const [url = '', runId = ''] = process.argv.slice(2);
const database = connectDatabase(url);
await executeRun(database, Number(runId));
await database.close();
