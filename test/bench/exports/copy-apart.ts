// A bare COPY TO of the columns that the exports have, as they are stored, into a file. Called as a script with the
// database's URL and the file's path; prints JSON.
import { createWriteStream } from 'node:fs';
import { readConfig } from '../../../src/config.ts';
import { copyOut } from '../../../src/db/copy.ts';
import { openDatabase } from '../../../src/db/database.ts';
import { withConnection } from '../../../src/db/pool.ts';

export interface MeasuredCopy {
  readonly seconds: number;
  readonly maxRssMb: number;
}

/** A segment is told by its number: its name would be looked up. */
const COPY = `copy (
select u.external_id, u.email, u.phone, u.city, u.country, u.engagement_score, u.transactions, u.revenue, u.segment_ids[1]
  from user_states u) to stdout (format csv, header)`;

if (import.meta.main) {
  const [databaseUrl = '', path = ''] = process.argv.slice(2);
  const database = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }));
  const started = performance.now();
  await withConnection(database.pool, (connection) => copyOut(connection, COPY, createWriteStream(path)));
  const seconds = (performance.now() - started) / 1000;
  await database.close();
  console.log(JSON.stringify({ seconds, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
}
