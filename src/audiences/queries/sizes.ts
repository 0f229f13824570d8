// Sizes of audiences by snapshot, as they were counted.
import { execute } from '../../db/execute.ts';
import type { Pool } from '../../db/pool.ts';
import { withConnection } from '../../db/pool.ts';
import { sql } from '../../db/sql.ts';

/** Audiences that are to be counted in a snapshot: those not counted in any since `before` in their newest version. */
export async function audiencesToMeasure(pool: Pool, snapshotId: number, before: Date): Promise<number[]> {
  const { rows } = await pool.query<{ audience_id: number }>(sql`/* audiences.to_measure */
select a.audience_id
  from audiences a
 where a.deleted_at is null
   and not exists (
     select 1 from audience_sizes z
      where z.audience_id = a.audience_id and z.version = a.version
        and (z.snapshot_id = ${snapshotId}::integer or z.measured_at > ${before}::timestamptz))
 order by a.audience_id`);
  return rows.map(({ audience_id }) => audience_id);
}

export interface Measured {
  readonly audienceId: number;
  readonly version: number;
  readonly snapshotId: number;
  readonly users: number;
}

/** Kept as it was first counted: an erasure since then changes what it would be. */
export async function insertSize(pool: Pool, size: Measured, at: Date): Promise<void> {
  await withConnection(pool, (connection) =>
    execute(
      connection,
      sql`/* audiences.insert_size */
insert into audience_sizes (audience_id, version, snapshot_id, users, measured_at)
values (${size.audienceId}, ${size.version}, ${size.snapshotId}, ${size.users}, ${at})
on conflict (audience_id, version, snapshot_id) do nothing`,
    ),
  );
}

export interface TrendRow {
  readonly snapshot_id: number;
  readonly as_of: string;
  readonly whole: boolean;
  readonly version: number | null;
  readonly users: string | null;
}

/** The newest snapshots up to `upTo`, each with the size in the newest version that was counted in it, if any was. */
export async function trendRows(
  pool: Pool,
  audienceId: number,
  upTo: number,
  first: number,
): Promise<TrendRow[]> {
  const { rows } = await pool.query<TrendRow>(sql`/* audiences.trend */
select n.snapshot_id, to_char(n.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as as_of, n.whole,
       z.version, z.users
  from snapshots n
  left join lateral (
    select s.version, s.users from audience_sizes s
     where s.audience_id = ${audienceId}::integer and s.snapshot_id = n.snapshot_id
     order by s.version desc limit 1) z on true
 where n.snapshot_id <= ${upTo}::integer and (n.whole or z.users is not null)
 order by n.snapshot_id desc
 limit ${first}::integer`);
  return rows;
}

/** Of snapshots that are whole no longer the last size of a day is kept; of those that are forgotten, none. */
export async function thinSizes(pool: Pool): Promise<number> {
  const { rowCount } = await pool.query(sql`/* audiences.thin_sizes */
delete from audience_sizes z
 where not exists (select 1 from snapshots n where n.snapshot_id = z.snapshot_id)
    or exists (
      select 1
        from snapshots n
        join snapshots l on l.snapshot_id > n.snapshot_id
         and date_trunc('day', l.as_of at time zone 'UTC') = date_trunc('day', n.as_of at time zone 'UTC')
        join audience_sizes y on y.audience_id = z.audience_id and y.snapshot_id = l.snapshot_id
       where n.snapshot_id = z.snapshot_id and not n.whole)`);
  return rowCount ?? 0;
}

/** Who was on lists that were deleted before then: exports that began earlier are done. */
export async function deleteMembersOfDeleted(pool: Pool, before: Date): Promise<number> {
  const { rowCount } = await pool.query(sql`/* audiences.forget_members */
delete from audience_members m
 where m.audience_id in (select a.audience_id from audiences a where a.deleted_at < ${before}::timestamptz)`);
  return rowCount ?? 0;
}
