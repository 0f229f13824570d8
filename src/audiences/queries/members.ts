// Who is on a static list, kept as spans of versions: a new version writes only who joins and who leaves. Ids come as a
// query of `external_id`; those that lead to one user are that user once. Whoever writes holds the lock `audiences`.
import { copyIn } from '../../db/copy.ts';
import { BinaryRows } from '../../db/copy-binary.ts';
import { execute, select } from '../../db/execute.ts';
import type { Connection } from '../../db/pool.ts';
import { OPEN_END, type Sql, sql } from '../../db/sql.ts';
import type { IdBatches } from '../content.ts';

/** A list, and the version that is being made of it. */
export interface ListVersion {
  readonly id: number;
  readonly version: number;
}

/** The users of these ids, for statements about members. */
export function known(ids: Sql): Sql {
  return sql`select distinct i.user_id from (${ids}) g join user_identities i on i.external_id = g.external_id`;
}

/** The users of the first query who are not of the second. */
export function without(users: Sql, others: Sql): Sql {
  return sql`select a.user_id from (${users}) a where not exists (select 1 from (${others}) o where o.user_id = a.user_id)`;
}

/** How many ids lead to nobody. */
export async function countUnknown(connection: Connection, ids: Sql): Promise<number> {
  const [row] = await select<{ unknown: string }>(
    connection,
    sql`/* audiences.unknown_ids */
select count(distinct g.external_id) as unknown
  from (${ids}) g
 where not exists (select 1 from user_identities i where i.external_id = g.external_id)`,
  );
  return Number(row?.unknown ?? 0);
}

/** Puts users on the list who are not on it; returns how many. */
export function addMembers(
  connection: Connection,
  { id, version }: ListVersion,
  users: Sql,
): Promise<number> {
  return execute(
    connection,
    sql`/* audiences.add_members */
insert into audience_members (user_id, audience_id, valid_from, valid_to)
select w.user_id, ${id}::integer, ${version}::integer, ${OPEN_END}::integer
  from (${users}) w
 where not exists (
   select 1 from audience_members m
    where m.user_id = w.user_id and m.audience_id = ${id}::integer and m.valid_to = ${OPEN_END}::integer)
 order by w.user_id`,
  );
}

/** Takes these users off the list; returns how many were on it. */
export function removeMembers(
  connection: Connection,
  { id, version }: ListVersion,
  users: Sql,
): Promise<number> {
  return execute(
    connection,
    sql`/* audiences.remove_members */
update audience_members m set valid_to = ${version}::integer
  from (${users}) w
 where m.user_id = w.user_id and m.audience_id = ${id}::integer and m.valid_to = ${OPEN_END}::integer`,
  );
}

/** Takes everybody off the list but these users; without any, everybody. */
export function keepMembers(
  connection: Connection,
  { id, version }: ListVersion,
  users: Sql | null,
): Promise<number> {
  const others = users ? sql`not exists (select 1 from (${users}) w where w.user_id = m.user_id)` : sql`true`;
  return execute(
    connection,
    sql`/* audiences.keep_members */
update audience_members m set valid_to = ${version}::integer
 where m.audience_id = ${id}::integer and m.valid_to = ${OPEN_END}::integer and ${others}`,
  );
}

/** Ids of one call. */
export function theseIds(externalIds: readonly string[]): Sql {
  return sql`select unnest(${externalIds}::text[]) as external_id`;
}

const ID_BYTES = 48;

/** Ids of any number, laid down in a table that is gone with the transaction. */
export async function loadIds(connection: Connection, batches: IdBatches): Promise<Sql> {
  await connection.query(
    '/* audiences.given_ids */ create temporary table given_ids (external_id text collate "C" not null) on commit drop',
  );
  for await (const batch of batches) {
    const rows = new BinaryRows(batch.length * ID_BYTES);
    for (const id of batch) {
      rows.beginRow(1);
      rows.text(id);
    }
    await copyIn(
      connection,
      '/* audiences.copy_ids */ copy given_ids (external_id) from stdin (format binary)',
      rows.finish(),
    );
  }
  await connection.query('/* audiences.analyze_ids */ analyze given_ids');
  return sql`select external_id from given_ids`;
}
