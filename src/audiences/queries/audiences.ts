// Reads and writes audiences and their versions. Whoever writes holds the lock `audiences`.
import { execute, select } from '../../db/execute.ts';
import type { Connection, Pool } from '../../db/pool.ts';
import type { PrismaTransaction } from '../../db/prisma.ts';
import { raw, sql } from '../../db/sql.ts';
import type { AudienceKind } from '../stored.ts';

export interface AudienceRow {
  readonly audience_id: number;
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly version: number;
  readonly kind: AudienceKind;
  readonly filter: unknown;
  readonly operands: readonly number[];
  readonly created_at: Date;
  readonly updated_at: Date;
}

const AUDIENCE = raw(`a.audience_id, a.name, a.description, a.owner, a.version, v.kind, v.filter, v.operands,
       a.created_at, a.updated_at
  from audiences a
  join audience_versions v on v.audience_id = a.audience_id and v.version = a.version`);

export async function findAudiences(on: Pool | Connection, ids: readonly number[]): Promise<AudienceRow[]> {
  const { rows } = await on.query<AudienceRow>(sql`/* audiences.find */
select ${AUDIENCE}
 where a.audience_id = any (${ids}::integer[]) and a.deleted_at is null
 order by a.audience_id`);
  return rows;
}

export async function listAudiences(
  pool: Pool | Connection,
  first: number,
  after: string | null,
): Promise<AudienceRow[]> {
  const { rows } = await pool.query<AudienceRow>(sql`/* audiences.list */
select ${AUDIENCE}
 where a.deleted_at is null and (${after}::text is null or a.name > ${after}::text)
 order by a.name
 limit ${first}::integer`);
  return rows;
}

export interface VersionRow {
  readonly version: number;
  readonly kind: AudienceKind;
  readonly filter: unknown;
  readonly operands: readonly number[];
  readonly created_by: string;
  readonly created_at: Date;
}

export async function versionsOf(pool: Pool | Connection, id: number, first: number): Promise<VersionRow[]> {
  const { rows } = await pool.query<VersionRow>(sql`/* audiences.versions */
select v.version, v.kind, v.filter, v.operands, v.created_by, v.created_at
  from audience_versions v
 where v.audience_id = ${id}::integer
 order by v.version desc
 limit ${first}::integer`);
  return rows;
}

/** The id of the audience that has the name, among those that are not deleted. */
export async function idOfName(on: Pool | Connection, name: string): Promise<number | null> {
  const { rows } = await on.query<{ audience_id: number }>(
    sql`/* audiences.by_name */ select a.audience_id from audiences a where a.name = ${name} and a.deleted_at is null`,
  );
  return rows[0]?.audience_id ?? null;
}

/** Whether there is an audience, which then is not deleted before the transaction ends. */
export async function lockAudience(tx: PrismaTransaction, id: number): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>(sql`/* audiences.lock */
select a.audience_id from audiences a where a.audience_id = ${id}::integer and a.deleted_at is null for share`);
  return rows.length === 1;
}

/** Audiences whose newest version is composed of this one. */
export function composedOf(connection: Connection, id: number): Promise<{ id: number; name: string }[]> {
  return select(
    connection,
    sql`/* audiences.composed_of */
select a.audience_id as id, a.name
  from audiences a
  join audience_versions v on v.audience_id = a.audience_id and v.version = a.version
 where a.deleted_at is null and ${id}::integer = any (v.operands)
 order by a.name`,
  );
}

export interface NewAudience {
  readonly name: string;
  readonly description: string;
  readonly owner: string;
  readonly at: Date;
}

/** Inserts an audience at version 1, without a version yet; returns its id. */
export async function insertAudience(connection: Connection, made: NewAudience): Promise<number> {
  const { name, description, owner, at } = made;
  const [row] = await select<{ audience_id: number }>(
    connection,
    sql`/* audiences.insert */
insert into audiences (name, description, owner, version, created_at, updated_at)
values (${name}, ${description}, ${owner}, 1, ${at}, ${at})
returning audience_id`,
  );
  return row?.audience_id as number;
}

export interface NewVersion {
  readonly id: number;
  readonly version: number;
  readonly kind: AudienceKind;
  readonly filter: unknown;
  readonly operands: readonly number[];
  readonly by: string;
  readonly at: Date;
}

export async function insertVersion(connection: Connection, made: NewVersion): Promise<void> {
  const filter = made.kind === 'filter' ? JSON.stringify(made.filter) : null;
  await execute(
    connection,
    sql`/* audiences.insert_version */
insert into audience_versions (audience_id, version, kind, filter, operands, created_by, created_at)
values (${made.id}, ${made.version}, ${made.kind}, ${filter}::jsonb, ${made.operands}::integer[], ${made.by}, ${made.at})`,
  );
}

export async function raiseVersion(
  connection: Connection,
  {
    id,
    name,
    description,
    version,
    at,
  }: { id: number; name: string; description: string; version: number; at: Date },
): Promise<void> {
  await execute(
    connection,
    sql`/* audiences.raise */
update audiences set name = ${name}, description = ${description}, version = ${version}::integer, updated_at = ${at}
 where audience_id = ${id}::integer`,
  );
}

export async function markDeleted(connection: Connection, id: number, at: Date): Promise<void> {
  await execute(
    connection,
    sql`/* audiences.delete */ update audiences set deleted_at = ${at} where audience_id = ${id}::integer`,
  );
}
