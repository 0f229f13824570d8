// The whole work of a full run by DuckDB, in a process of its own: features, scores and segments of every user, into
// a table of a database file, for what Strata writes outlives its process too (in memory it takes a quarter less).
// Called as a script with the path of the database and the as-of time; prints JSON.
//
// Tried, and slower by the CPU time that each took: words in the events instead of their numbers (the whole a fifth
// longer); sessions by windows over the events themselves, numbered or from start to start (twice as long as from
// slots), by lists and lambdas (a third longer), by windows over a sorted step (as long, but on one thread); first known
// words by the least struct of instant and word (four tenths longer); lists of sources in the table instead of JSON, and
// joined by lists (the last step two thirds longer); words instead of numbers for segments (that step a third longer);
// arg_max over all profiles instead of those of users with several (twice as long).
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { type DuckDBConnection, DuckDBInstance } from '@duckdb/node-api';
import { DIGEST_IN_DUCKDB } from './digest.ts';

export interface DuckdbWork {
  readonly seconds: number;
  /** Users by dimension and by the segment's number in the rule set's order, from 1. */
  readonly counts: Record<string, Record<number, number>>;
  /** Of all that the table says; see digest.ts. */
  readonly digest: string;
}

const THREADS = 2;

async function doWork(path: string, asOf: string): Promise<DuckdbWork> {
  const instance = await DuckDBInstance.create(path, { threads: String(THREADS) });
  const connection = await instance.connect();
  await connection.run(`set variable as_of = timestamp '${asOf.replace('Z', '')}'`);
  const statements = (await script('features.sql')) + (await script('segments.sql'));
  const started = performance.now();
  await connection.run(statements);
  const seconds = (performance.now() - started) / 1000;
  const [[digest]] = (await connection.runAndReadAll(DIGEST_IN_DUCKDB)).getRows() as [[unknown]];
  const counts = await countSegments(connection);
  connection.closeSync();
  instance.closeSync();
  return { seconds, counts, digest: String(digest) };
}

function script(name: string): Promise<string> {
  return readFile(join(import.meta.dirname, name), 'utf8');
}

async function countSegments(connection: DuckDBConnection): Promise<DuckdbWork['counts']> {
  const reader = await connection.runAndReadAll(`
select replace(c.name, '_segment', '') as dimension, c.segment, count(*)::integer as users
  from (unpivot user_states on columns('.*_segment') into name name value segment) c
 group by all`);
  const counts: DuckdbWork['counts'] = {};
  for (const [dimension, segment, users] of reader.getRows() as [string, number, number][])
    counts[dimension] = { ...counts[dimension], [segment]: users };
  return counts;
}

if (import.meta.main) {
  const [path = '', asOf = ''] = process.argv.slice(2);
  console.log(JSON.stringify(await doWork(path, asOf)));
}
