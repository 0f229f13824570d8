// Applies prisma/migrations in order and keeps Prisma's own `_prisma_migrations` table (same checksums, same
// advisory lock), so that `prisma migrate deploy` agrees with it. Each migration is one transaction.
import { createHash, randomUUID } from 'node:crypto';
import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { DatabaseError } from '../errors.ts';
import { type Connection, type Pool, withConnection } from './pool.ts';

const PRISMA_MIGRATE_LOCK = 72707369;
const FOLDER = join(import.meta.dirname, '../../prisma/migrations');

const BOOKKEEPING = `
create table if not exists _prisma_migrations (
  id varchar(36) primary key not null, checksum varchar(64) not null, finished_at timestamptz,
  migration_name varchar(255) not null, logs text, rolled_back_at timestamptz,
  started_at timestamptz not null default now(), applied_steps_count integer not null default 0)`;

interface Migration {
  readonly name: string;
  readonly sql: string;
  readonly checksum: string;
}

function readMigrations(folder: string): Migration[] {
  const folders = readdirSync(folder, { withFileTypes: true }).filter((entry) => entry.isDirectory());
  return folders
    .map(({ name }) => name)
    .sort()
    .map((name) => {
      const sql = readFileSync(join(folder, name, 'migration.sql'), 'utf8');
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') };
    });
}

async function appliedMigrations(connection: Connection): Promise<Map<string, string>> {
  const { rows } = await connection.query<{ migration_name: string; checksum: string }>(
    `/* migrate.applied */ select migration_name, checksum from _prisma_migrations
      where rolled_back_at is null and finished_at is not null`,
  );
  return new Map(rows.map((row) => [row.migration_name, row.checksum]));
}

function pendingMigrations(applied: Map<string, string>, folder: string): Migration[] {
  const known = readMigrations(folder);
  for (const { name, checksum } of known) {
    const had = applied.get(name);
    if (had && had !== checksum)
      throw new DatabaseError(`The migration ${name} was changed after it was applied.`);
  }
  const names = new Set(known.map(({ name }) => name));
  const newer = [...applied.keys()].find((name) => !names.has(name));
  if (newer)
    throw new DatabaseError(`The database is newer than this Strata: it has the migration ${newer}.`);
  return known.filter(({ name }) => !applied.has(name));
}

async function apply(connection: Connection, { name, sql, checksum }: Migration): Promise<void> {
  await connection.query('begin');
  try {
    await connection.query(sql);
    await connection.query(
      `/* migrate.record */ insert into _prisma_migrations (id, checksum, migration_name, finished_at, applied_steps_count)
       values ($1, $2, $3, now(), 1)`,
      [randomUUID(), checksum, name],
    );
    await connection.query('commit');
  } catch (error) {
    await connection.query('rollback').catch(() => {});
    throw error;
  }
}

/** Brings the database to this version's schema, or that of `folder`; returns the names of the migrations that it applied. */
export function migrate(pool: Pool, folder = FOLDER): Promise<string[]> {
  return withConnection(pool, async (connection) => {
    await connection.query('select pg_advisory_lock($1)', [PRISMA_MIGRATE_LOCK]);
    try {
      await connection.query(BOOKKEEPING);
      const pending = pendingMigrations(await appliedMigrations(connection), folder);
      for (const migration of pending) await apply(connection, migration);
      return pending.map(({ name }) => name);
    } finally {
      await connection.query('select pg_advisory_unlock($1)', [PRISMA_MIGRATE_LOCK]);
    }
  });
}

/** 'none' for a database that never held Strata, 'pending' when migrations are missing, else 'current'. */
export function schemaStatus(pool: Pool, folder = FOLDER): Promise<'none' | 'pending' | 'current'> {
  return withConnection(pool, async (connection) => {
    const { rows } = await connection.query<{ found: boolean }>(
      `/* migrate.status */ select to_regclass('_prisma_migrations') is not null as found`,
    );
    if (!rows[0]?.found) return 'none';
    const applied = await appliedMigrations(connection);
    if (applied.size === 0) return 'none';
    return pendingMigrations(applied, folder).length > 0 ? 'pending' : 'current';
  });
}
