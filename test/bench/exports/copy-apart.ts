// A bare COPY TO of the values that the exports have, the names of segments among them, into a file: of all rows as they
// lie, whoever they are. Called as a script with the database's URL and the file's path; prints JSON.
import { createWriteStream } from 'node:fs';
import { readConfig } from '../../../src/config.ts';
import { copyOut } from '../../../src/db/copy.ts';
import { type Database, openDatabase } from '../../../src/db/database.ts';
import { withConnection } from '../../../src/db/pool.ts';

export interface MeasuredCopy {
  readonly seconds: number;
  readonly maxRssMb: number;
}

async function copyStatement({ pool }: Database): Promise<string> {
  const { rows } = await pool.query<{ arms: string }>(
    "select string_agg(format('when %s then %L', s.segment_id, s.key), ' ') as arms from segments s where s.dimension = 'customer'",
  );
  return `copy (
select u.external_id, u.email, u.phone, u.city, u.country, u.engagement_score, u.transactions, u.revenue,
       case u.segment_ids[1] ${rows[0]?.arms} end as segment
  from user_states u) to stdout (format csv, header)`;
}

if (import.meta.main) {
  const [databaseUrl = '', path = ''] = process.argv.slice(2);
  const database = await openDatabase(readConfig({ DATABASE_URL: databaseUrl }));
  const copy = await copyStatement(database);
  const started = performance.now();
  await withConnection(database.pool, (connection) => copyOut(connection, copy, createWriteStream(path)));
  const seconds = (performance.now() - started) / 1000;
  await database.close();
  console.log(JSON.stringify({ seconds, maxRssMb: process.resourceUsage().maxRSS / 1024 }));
}
