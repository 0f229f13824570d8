// Bringing a database to this version's schema: once, each migration whole or not at all, in step with Prisma's own
// book. Other versions have a copy of the folder of migrations, with more in it or with others.
import { createHash } from 'node:crypto';
import { cpSync, mkdirSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { join } from 'node:path';
import { describe, expect, it } from 'vitest';
import { migrate, schemaStatus } from '../../src/db/migrate.ts';
import { createPool, type Pool } from '../../src/db/pool.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';

const FOLDER = join(import.meta.dirname, '../../prisma/migrations');
const REAL = readdirSync(FOLDER, { withFileTypes: true })
  .filter((entry) => entry.isDirectory())
  .map(({ name }) => name)
  .sort();

const FIRST = '99990101000000_first';
const SECOND = '99990102000000_second';
const CREATE_FIRSTS = 'create table firsts (one integer)';

const folder = useFolder();

/** The migrations of another version: the real ones, with these beside them or in their place. */
function version(migrations: Readonly<Record<string, string>>): string {
  const path = mkdtempSync(join(folder.path, 'version-'));
  cpSync(FOLDER, path, { recursive: true });
  for (const [name, sql] of Object.entries(migrations)) {
    mkdirSync(join(path, name), { recursive: true });
    writeFileSync(join(path, name, 'migration.sql'), sql);
  }
  return path;
}

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

async function migratedDatabase(): Promise<Pool> {
  return (await freshDatabase()).pool;
}

async function emptyDatabase(): Promise<Pool> {
  const { pool } = await freshDatabase();
  await pool.query('drop schema public cascade; create schema public');
  return pool;
}

async function column(pool: Pool, sql: string): Promise<unknown[]> {
  const { rows } = await pool.query<unknown[]>({ text: sql, rowMode: 'array' });
  return rows.flat();
}

const BOOK = 'select migration_name from _prisma_migrations order by started_at, migration_name';

describe('migrate', () => {
  it('builds an empty database and names what it applied', async () => {
    const pool = await emptyDatabase();
    expect(await migrate(pool)).toEqual(REAL);
    expect(await column(pool, "select to_regclass('user_states')::text")).toEqual(['user_states']);
  });

  it('does nothing where all is applied', async () => {
    const pool = await emptyDatabase();
    await migrate(pool);
    const before = await pool.query('select * from _prisma_migrations');
    expect(await migrate(pool)).toEqual([]);
    expect((await pool.query('select * from _prisma_migrations')).rows).toEqual(before.rows);
  });

  it('applies each migration once when several begin at the same time', async () => {
    const { url, pool } = await freshDatabase();
    await pool.query('drop schema public cascade; create schema public');
    const pools = Array.from({ length: 4 }, () => createPool(url, 1));
    const applied = await Promise.all(pools.map((each) => migrate(each)));
    await Promise.all(pools.map((each) => each.end()));
    expect(applied.filter((names) => names.length > 0)).toEqual([REAL]);
    expect(await column(pool, BOOK)).toEqual(REAL);
  });

  it('applies what is missing, in the order of the names', async () => {
    const pool = await migratedDatabase();
    const newer = version({ [SECOND]: 'alter table firsts add column two integer', [FIRST]: CREATE_FIRSTS });
    expect(await migrate(pool, newer)).toEqual([FIRST, SECOND]);
    expect(await column(pool, 'select count(two)::integer from firsts')).toEqual([0]);
  });

  it('takes back a migration that fails, keeps those before it, and goes on when it is mended', async () => {
    const pool = await migratedDatabase();
    const seconds = 'create table seconds (one integer)';
    const broken = version({ [FIRST]: CREATE_FIRSTS, [SECOND]: `${seconds}; select 1 / 0` });
    await expect(migrate(pool, broken)).rejects.toThrow('division by zero');
    expect(await column(pool, BOOK)).toEqual([...REAL, FIRST]);
    expect(await column(pool, "select to_regclass('seconds')")).toEqual([null]);
    const mended = version({ [FIRST]: CREATE_FIRSTS, [SECOND]: seconds });
    expect(await migrate(pool, mended)).toEqual([SECOND]);
  });

  it('takes back a migration that it cannot write into the book', async () => {
    const pool = await migratedDatabase();
    const rude = `${CREATE_FIRSTS}; alter table _prisma_migrations drop column applied_steps_count`;
    await expect(migrate(pool, version({ [FIRST]: rude }))).rejects.toThrow('applied_steps_count');
    expect(await column(pool, "select to_regclass('firsts')")).toEqual([null]);
  });

  it('refuses a migration that was changed after it was applied, and applies nothing', async () => {
    const pool = await migratedDatabase();
    const changed = REAL[0] as string;
    const other = version({
      [changed]: `${readFileSync(join(FOLDER, changed, 'migration.sql'), 'utf8')} `,
      [FIRST]: CREATE_FIRSTS,
    });
    const refusal = { code: 'DATABASE', message: expect.stringContaining(`${changed} was changed`) };
    await expect(migrate(pool, other)).rejects.toMatchObject(refusal);
    await expect(schemaStatus(pool, other)).rejects.toMatchObject(refusal);
    expect(await column(pool, BOOK)).toEqual(REAL);
  });

  it('refuses a database that has a migration of a newer version', async () => {
    const pool = await migratedDatabase();
    await migrate(pool, version({ [FIRST]: CREATE_FIRSTS }));
    const refusal = {
      code: 'DATABASE',
      message: expect.stringMatching(/newer than this Strata.*99990101000000_first/),
    };
    await expect(migrate(pool)).rejects.toMatchObject(refusal);
    await expect(schemaStatus(pool)).rejects.toMatchObject(refusal);
  });
});

describe("Prisma's book", () => {
  it('has a finished entry of one step for each migration, with the checksum of its file', async () => {
    const pool = await migratedDatabase();
    const { rows } = await pool.query(
      `select migration_name, checksum, applied_steps_count, logs, rolled_back_at, length(id) as id,
              finished_at >= started_at as finished
         from _prisma_migrations order by migration_name`,
    );
    expect(rows).toEqual(
      REAL.map((name) => ({
        migration_name: name,
        checksum: sha256(readFileSync(join(FOLDER, name, 'migration.sql'), 'utf8')),
        applied_steps_count: 1,
        logs: null,
        rolled_back_at: null,
        id: 36,
        finished: true,
      })),
    );
  });

  it('is the table that Prisma makes itself', async () => {
    const sql = `
      select concat_ws(' ', attname, format_type(atttypid, atttypmod), case when attnotnull then 'not null' end,
                       'default ' || pg_get_expr(adbin, adrelid))
        from pg_attribute left join pg_attrdef on adrelid = attrelid and adnum = attnum
       where attrelid = '_prisma_migrations'::regclass and attnum > 0 order by attnum`;
    expect(await column(await migratedDatabase(), sql)).toEqual([
      'id character varying(36) not null',
      'checksum character varying(64) not null',
      'finished_at timestamp with time zone',
      'migration_name character varying(255) not null',
      'logs text',
      'rolled_back_at timestamp with time zone',
      'started_at timestamp with time zone not null default now()',
      'applied_steps_count integer not null default 0',
    ]);
  });
});

describe('schemaStatus', () => {
  it('is "none" for a database without Strata, and leaves it as it is', async () => {
    const pool = await emptyDatabase();
    expect(await schemaStatus(pool)).toBe('none');
    expect(await column(pool, "select to_regclass('_prisma_migrations')")).toEqual([null]);
  });

  it('is "none" where the first migration failed', async () => {
    const pool = await emptyDatabase();
    await pool.query('create table runs (of_another_program integer)');
    await expect(migrate(pool)).rejects.toThrow('already exists');
    expect(await schemaStatus(pool)).toBe('none');
  });

  it('is "pending" while a migration is missing and "current" when none is', async () => {
    const pool = await migratedDatabase();
    expect(await schemaStatus(pool)).toBe('current');
    const newer = version({ [FIRST]: CREATE_FIRSTS });
    expect(await schemaStatus(pool, newer)).toBe('pending');
    await migrate(pool, newer);
    expect(await schemaStatus(pool, newer)).toBe('current');
  });
});
