// Loads the exported inputs into a DuckDB database, in a process of its own. Not part of what is timed.
// Called as a script with the folder of the inputs; prints the path of the database as JSON.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { DuckDBInstance } from '@duckdb/node-api';

async function load(dir: string): Promise<string> {
  const path = join(dir, 'work.duckdb');
  const instance = await DuckDBInstance.create(path);
  const connection = await instance.connect();
  await connection.run(`set variable dir = '${dir}'`);
  await connection.run(await readFile(join(import.meta.dirname, 'tables.sql'), 'utf8'));
  connection.closeSync();
  instance.closeSync();
  return path;
}

if (import.meta.main) console.log(JSON.stringify(await load(process.argv[2] ?? '')));
