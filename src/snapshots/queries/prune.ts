// The statements of retention. Each can be repeated, and none touches a row that the newest snapshot, one that is
// protected, or a run that goes on can see. Instants are ISO text.
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';

/** When a snapshot ceased to be the newest. */
const AGES = raw(`ages as (
  select s.snapshot_id, s.whole, s.rollup_scheme, lead(s.computed_at) over (order by s.snapshot_id) as superseded_at from snapshots s)`);

/** Those that may expire, so that nobody pins them meanwhile. */
export function lockWholeSnapshots(): Sql {
  return sql`/* snapshots.lock */ select s.snapshot_id from snapshots s where s.whole order by s.snapshot_id for update`;
}

export function dropExpiredPins(now: string): Sql {
  return sql`/* snapshots.drop_pins */ delete from snapshot_pins p where p.expires_at <= ${now}::timestamptz`;
}

/** Those without a pin that were superseded by `before` are whole no longer. */
export function expireSnapshots(before: string): Sql {
  return sql`/* snapshots.expire */
with ${AGES}
update snapshots s set whole = false
  from ages a
 where a.snapshot_id = s.snapshot_id and s.whole and a.superseded_at <= ${before}::timestamptz
   and not exists (select 1 from snapshot_pins p where p.snapshot_id = s.snapshot_id)`;
}

/** Those that are not whole and were superseded by `before` are no more. */
export function forgetSnapshots(before: string): Sql {
  return sql`/* snapshots.forget */
with ${AGES}
delete from snapshots s
 using ages a
 where a.snapshot_id = s.snapshot_id and not s.whole and a.superseded_at <= ${before}::timestamptz`;
}

/**
 * Ids of the snapshots whose rows are kept as they are, rising: the whole ones, the newest among them, and those
 * that have expired since `before`, of which a reader may be in the middle.
 */
export async function protectedSnapshots(tx: PrismaTransaction, before: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ snapshot_id: number }[]>(sql`/* snapshots.protected */
with ${AGES}
select a.snapshot_id from ages a where a.whole or a.superseded_at is null or a.superseded_at > ${before}::timestamptz
 order by a.snapshot_id`);
  return rows.map(({ snapshot_id }) => snapshot_id);
}

/** Those that were superseded by `before` have sums of single segments alone: of several, their lists are added up. */
export function dropSums(before: string): Sql {
  return sql`/* snapshots.drop_sums */
with ${AGES}
update snapshots s set rollup_scheme = 0
  from ages a
 where a.snapshot_id = s.snapshot_id and s.rollup_scheme > 0 and a.superseded_at <= ${before}::timestamptz`;
}

/** Ids of the snapshots whose sums of several segments are kept, as `protectedSnapshots` are. */
export async function snapshotsWithSums(tx: PrismaTransaction, before: string): Promise<number[]> {
  const rows = await tx.$queryRaw<{ snapshot_id: number }[]>(sql`/* snapshots.with_sums */
with ${AGES}
select a.snapshot_id from ages a
 where a.rollup_scheme > 0 or a.superseded_at is null or a.superseded_at > ${before}::timestamptz
 order by a.snapshot_id`);
  return rows.map(({ snapshot_id }) => snapshot_id);
}

/** Published and closed rows that no protected snapshot sees: none lies between both ends. */
function isUnprotected(alias: string, ids: readonly number[]): Sql {
  const [from, to] = [raw(`${alias}.valid_from - 1`), raw(`${alias}.valid_to - 1`)];
  return sql`${raw(alias)}.valid_to <= ${ids.at(-1)}::integer
     and width_bucket(${from}, ${ids}::integer[]) = width_bucket(${to}, ${ids}::integer[])`;
}

/** The user up to whom the next batch goes; null behind the last. */
export async function nextBatchEnd(
  prisma: PrismaClient,
  after: bigint,
  rows: number,
): Promise<bigint | null> {
  const [batch] = await prisma.$queryRaw<{ up_to: bigint | null }[]>(sql`/* snapshots.prune_batch */
select max(r.user_id) as up_to
  from (select s.user_id from user_states s where s.user_id > ${after}::bigint order by s.user_id limit ${rows}) r`);
  return batch?.up_to ?? null;
}

/**
 * Deletes what no snapshot sees any more, and makes one row of those that follow each other and differ in no segment:
 * the first, valid for all of them. Returns how many rows are gone.
 */
export async function pruneStates(
  prisma: PrismaClient,
  ids: readonly number[],
  { after, upTo }: { after: bigint; upTo: bigint },
): Promise<number> {
  const [counted] = await prisma.$queryRaw<{ removed: bigint }[]>(sql`/* snapshots.prune_states */
with loose as materialized (
  select s.user_id, s.valid_from, s.valid_to, s.segment_ids,
         exists (select 1 from snapshots k where k.snapshot_id >= s.valid_from and k.snapshot_id < s.valid_to) as is_seen
    from user_states s
   where s.user_id > ${after}::bigint and s.user_id <= ${upTo}::bigint
     and ${isUnprotected('s', ids)}),
marked as (
  select l.*, case when lag(l.valid_to) over w = l.valid_from and lag(l.segment_ids) over w = l.segment_ids
                   then 0 else 1 end as differs
    from loose l
   where l.is_seen
  window w as (partition by l.user_id order by l.valid_from)),
numbered as (
  select m.*, sum(m.differs) over (partition by m.user_id order by m.valid_from) as stretch from marked m),
merged as materialized (
  select n.user_id, min(n.valid_from) as valid_from, max(n.valid_to) as valid_to
    from numbered n
   group by n.user_id, n.stretch
  having count(*) > 1),
unseen as (
  delete from user_states s
   using loose l
   where s.user_id = l.user_id and s.valid_from = l.valid_from and not l.is_seen
  returning s.user_id),
absorbed as (
  delete from user_states s
   using merged m
   where s.user_id = m.user_id and s.valid_from > m.valid_from and s.valid_from < m.valid_to
  returning s.user_id),
stretched as (
  update user_states s set valid_to = m.valid_to
    from merged m
   where s.user_id = m.user_id and s.valid_from = m.valid_from)
select (select count(*) from unseen) + (select count(*) from absorbed) as removed`);
  return Number(counted?.removed ?? 0);
}

/** Users who were merged or taken back, and whom no state names any more. */
export function dropFormerUsers(): Sql {
  return sql`/* snapshots.drop_former_users */
delete from former_users f
 where not exists (select 1 from user_states s where s.user_id = f.user_id)
   and not exists (select 1 from orders o where o.user_id = f.user_id)`;
}

/** Sums are kept for protected snapshots only: who was where is in the states. */
export function pruneRollups(table: 'segment_rollups' | 'place_rollups', ids: readonly number[]): Sql {
  return sql`/* snapshots.prune_rollups */ delete from ${raw(table)} r where ${isUnprotected('r', ids)}`;
}

/** Of sums of several segments, a run rewrites thousands: they go sooner than the rest. */
export function pruneSums(ids: readonly number[]): Sql {
  return sql`/* snapshots.prune_sums */
delete from segment_rollups r where cardinality(r.segment_ids) > 1 and ${isUnprotected('r', ids)}`;
}
