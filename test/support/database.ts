// A fresh database for a test file or a single test, cloned from the migrated template, or from one that the file has
// prepared, in a few milliseconds.
import { randomBytes } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { connectDatabase, type Database } from '../../src/db/database.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { databaseUrl } from './database-url.ts';
import { atEndOfFile } from './end-of-file.ts';

/** Makes a database that is dropped when the test file is done. */
export async function freshDatabase(): Promise<Database> {
  const database = connectTo(await clone());
  atEndOfFile(() => database.close());
  return database;
}

/** Makes a database that is dropped when the test is done, for files with many of them: connections are few. */
export function databaseOfTest(): Promise<Database> {
  return databaseOfTestFrom(undefined);
}

/** Makes databases of single tests that begin as `prepare` leaves one, which it is asked for once. */
export function preparedDatabases(
  prepare: (database: Database) => Promise<unknown>,
): () => Promise<Database> {
  let prepared: Promise<string> | undefined;
  return async () => {
    prepared ??= prepareTemplate(prepare);
    return databaseOfTestFrom(await prepared);
  };
}

async function databaseOfTestFrom(template: string | undefined): Promise<Database> {
  const database = connectTo(await clone(template));
  onTestFinished(() => database.close());
  return database;
}

async function prepareTemplate(prepare: (database: Database) => Promise<unknown>): Promise<string> {
  const name = await clone();
  atEndOfFile(() => drop(name));
  // What others are connected to can't be cloned.
  const database = connectDatabase(urlOf(name));
  await prepare(database).finally(() => database.close());
  return name;
}

function connectTo(name: string): Database {
  return connectDatabase(urlOf(name), () => drop(name));
}

/** Returns the name of the new database. */
async function clone(template = new URL(inject('templateUrl')).pathname.slice(1)): Promise<string> {
  const name = `strata_${randomBytes(8).toString('hex')}`;
  await admin().query(`create database ${name} template ${template} strategy ${inject('cloneStrategy')}`);
  return name;
}

async function drop(name: string): Promise<void> {
  await admin().query(`drop database if exists ${name} with (force)`);
}

function urlOf(name: string): string {
  return databaseUrl(inject('templateUrl'), name);
}

let adminPool: Pool | undefined;

/** One connection for all databases of a test file. */
function admin(): Pool {
  if (adminPool) return adminPool;
  const pool = createPool(urlOf('postgres'), 1);
  adminPool = pool;
  atEndOfFile(async () => {
    adminPool = undefined;
    await pool.end();
  });
  return pool;
}
