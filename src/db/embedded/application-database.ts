// Makes sure that the embedded server has the database that everything lives in. It creates no tables.

import { Client, type DatabaseError } from 'pg';
import { passwordFile } from './password.ts';

const DATABASE = 'strata';

function databaseUrl(port: number, password: string, database = DATABASE): string {
  return `postgresql://postgres:${password}@127.0.0.1:${port}/${database}`;
}

/** @returns the URL of the database */
export async function ensureDatabase(dir: string, port: number, password: string): Promise<string> {
  // The server speaks no TLS, whatever PGSSLMODE of the caller's asks for.
  const client = new Client({ connectionString: databaseUrl(port, password, 'postgres'), ssl: false });
  try {
    await client.connect();
    const found = await client.query('select from pg_database where datname = $1', [DATABASE]);
    if (found.rowCount === 0) await client.query(`create database ${DATABASE}`);
  } catch (error) {
    throw (error as DatabaseError).code === '28P01' ? wrongPassword(dir, error) : error;
  } finally {
    await client.end();
  }
  return databaseUrl(port, password);
}

function wrongPassword(dir: string, cause: unknown): Error {
  const problem = `${passwordFile(dir)} does not hold the password of the Postgres in ${dir}`;
  return new Error(`${problem}: delete it to have a new one set`, { cause });
}
