// The whole work of a full run by DuckDB, in a process of its own: loads the exported inputs, computes features,
// scores and segments of every user into a table some times, and says how long each took and what came out.
// Called as a script with the folder of the inputs, the as-of time and the number of times; prints JSON.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DIGEST_IN_DUCKDB } from './digest.ts';

export interface DuckdbResult {
  readonly seconds: number[];
  /** Users by dimension and by the segment's number in the rule set's order, from 1. */
  readonly counts: Record<string, Record<number, number>>;
  readonly digest: string;
}

const THREADS = 2;

async function doWork(dir: string, asOf: string, times: number): Promise<DuckdbResult> {
  const instance = await DuckDBInstance.create(join(dir, 'work.duckdb'), {
    threads: String(THREADS),
    temp_directory: join(dir, 'spilled'),
  });
  const connection = await instance.connect();
  await connection.run(`set variable dir = '${dir}'`);
  await connection.run(`set variable as_of = timestamp '${asOf.replace('Z', '')}'`);
  await connection.run(await script('tables.sql'));
  const work = (await script('features.sql')) + (await script('segments.sql'));
  const seconds: number[] = [];
  for (let at = 0; at < times; at++) {
    const started = performance.now();
    await connection.run(work);
    seconds.push((performance.now() - started) / 1000);
  }
  const [[digest]] = (await connection.runAndReadAll(DIGEST_IN_DUCKDB)).getRows() as [[unknown]];
  return { seconds, counts: await countSegments(connection), digest: String(digest) };
}

function script(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, name), 'utf8');
}

async function countSegments(connection: DuckDBConnection): Promise<DuckdbResult['counts']> {
  const reader = await connection.runAndReadAll(`
select replace(c.name, '_segment', '') as dimension, c.segment, count(*)::integer as users
  from (unpivot user_states on columns('.*_segment') into name name value segment) c
 group by all`);
  const counts: DuckdbResult['counts'] = {};
  for (const [dimension, segment, users] of reader.getRows() as [string, number, number][])
    counts[dimension] = { ...counts[dimension], [segment]: users };
  return counts;
}

if (import.meta.main) {
  const [dir = '', asOf = '', times = ''] = process.argv.slice(2);
  console.log(JSON.stringify(await doWork(dir, asOf, Number(times))));
}
