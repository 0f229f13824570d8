// prisma/schema.sql against what the migrations build: a change of the schema shows in review as a change of that file.
import { readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { withConnection } from '../../src/db/pool.ts';
import { freshDatabase } from '../support/database.ts';
import { dumpSchema } from '../support/schema-dump.ts';

const FILE = join(import.meta.dirname, '../../prisma/schema.sql');
const ADVICE =
  'prisma/schema.sql is not what the migrations build. If the change is meant, rewrite the file with ' +
  '"STRATA_UPDATE_SCHEMA_DUMP=1 npx vitest run test/prisma" and review its difference';

function printedBy(dump: string): string | undefined {
  return /PostgreSQL \d+/.exec(dump)?.[0];
}

/** What a freshly migrated database looks like after `change`, which is taken back. */
async function dumpAfter(change: string): Promise<string> {
  const { pool } = await database;
  return withConnection(pool, async (connection) => {
    await connection.query(`begin; ${change}`);
    try {
      return await dumpSchema(connection);
    } finally {
      await connection.query('rollback');
    }
  });
}

const database = freshDatabase();

describe('prisma/schema.sql', () => {
  it('is what the migrations build, letter for letter', async ({ skip }) => {
    const dump = await dumpAfter('');
    if (process.env.STRATA_UPDATE_SCHEMA_DUMP === '1') writeFileSync(FILE, dump);
    const committed = readFileSync(FILE, 'utf8');
    skip(printedBy(committed) !== printedBy(dump), 'another Postgres prints views in other words');
    expect(dump, ADVICE).toBe(committed);
  });

  it('builds the same schema as the migrations, on whatever Postgres', async () => {
    const built = await dumpAfter(`
      drop schema public cascade; create schema public; set local check_function_bodies = off;
      ${readFileSync(FILE, 'utf8')}`);
    expect(await dumpAfter(''), ADVICE).toBe(built);
  });
});

describe('the dump', () => {
  it.each([
    ['a column', 'alter table users add column note text'],
    ['a type', 'alter table orders alter column revenue type numeric(12, 2)'],
    ['a collation', 'alter table users alter column external_id type text collate "default"'],
    ['a null', 'alter table users alter column external_id drop not null'],
    ['a default', "alter table users alter column external_id set default ''"],
    ['an identity', 'alter table users alter column user_id drop identity'],
    [
      'a generated column',
      'alter table users add column twice bigint generated always as (user_id * 2) stored',
    ],
    ['a check', 'alter table user_states drop constraint user_states_check'],
    ['a key', 'alter table users drop constraint users_pkey'],
    ['an index', 'drop index user_states_segment_ids_idx'],
    [
      'the condition of an index',
      'drop index runs_queued_key; create unique index runs_queued_key on runs (status)',
    ],
    ['a view', 'create or replace view published_users as select * from published_users where false'],
    ['a function', 'create function one() returns integer language sql as $$ select 1 $$'],
    [
      'a trigger',
      `create trigger same before update on users for each row execute function
         suppress_redundant_updates_trigger()`,
    ],
    ['that a table is unlogged', 'alter table events set unlogged'],
  ])('shows %s', async (_what, change) => {
    expect(await dumpAfter(change)).not.toBe(await dumpAfter(''));
  });

  it('refuses what it has no words for', async () => {
    const change = "create type mood as enum ('good'); create materialized view ones as select 1 as one";
    await expect(dumpAfter(change)).rejects.toThrow('no words for: mood (type), ones (relkind m)');
  });
});
