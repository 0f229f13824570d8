// A fresh database for a test file or a single test, cloned from the migrated template in a few milliseconds.
import { randomBytes } from 'node:crypto';
import { inject, onTestFinished } from 'vitest';
import { connectDatabase, type Database } from '../../src/db/database.ts';
import { createPool } from '../../src/db/pool.ts';
import { atEndOfFile } from './end-of-file.ts';

/** Makes a database that is dropped when the test file is done. */
export async function freshDatabase(): Promise<Database> {
  const database = await makeDatabase();
  atEndOfFile(() => database.close());
  return database;
}

/** Makes a database that is dropped when the test is done, for files with many of them: connections are few. */
export async function databaseOfTest(): Promise<Database> {
  const database = await makeDatabase();
  onTestFinished(() => database.close());
  return database;
}

async function makeDatabase(): Promise<Database> {
  const template = new URL(inject('templateUrl'));
  const name = `strata_${randomBytes(8).toString('hex')}`;
  const adminUrl = new URL(template);
  adminUrl.pathname = '/postgres';
  const admin = createPool(adminUrl.href, 1);
  const original = template.pathname.slice(1);
  await admin.query(`create database ${name} template ${original} strategy ${inject('cloneStrategy')}`);
  const url = new URL(template);
  url.pathname = `/${name}`;
  return connectDatabase(url.href, async () => {
    await admin.query(`drop database if exists ${name} with (force)`);
    await admin.end();
  });
}
