// The statements of the change feed. Positions (comparison, user) are committed in their order, for each step of a
// comparison holds the lock of its watch: whoever reads on from a position misses nothing.
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';
import { type Sql, sql } from '../db/sql.ts';
import type { Place } from './cursor.ts';

export interface WatchRow {
  readonly comparison: number;
  readonly snapshotId: number | null;
  readonly snapshotRevision: number | null;
  readonly definition: unknown;
  /** Up to whom a comparison that goes on has come; null between two. */
  readonly afterUserId: bigint | null;
}

/** Locks the watch of an audience until the transaction ends; null if it is not watched. */
export async function lockWatch(tx: PrismaTransaction, audienceId: number): Promise<WatchRow | null> {
  const [row] = await tx.$queryRaw<WatchRow[]>(sql`/* changes.lock_watch */
select w.comparison, w.snapshot_id as "snapshotId", w.snapshot_revision as "snapshotRevision", w.definition,
       w.after_user_id as "afterUserId"
  from audience_watches w
 where w.audience_id = ${audienceId}::integer
   for update`);
  return row ?? null;
}

export interface UserRange {
  readonly after: bigint;
  /** Null: to the end. */
  readonly upTo: bigint | null;
}

/** The last of the next users of a snapshot; null where there are no more than so many. */
export async function rangeEnd(
  tx: PrismaTransaction,
  snapshotId: number,
  after: bigint,
  users: number,
): Promise<bigint | null> {
  const [row] = await tx.$queryRaw<{ user_id: bigint }[]>(sql`/* changes.range_end */
select u.user_id
  from user_states u
 where u.valid_from <= ${snapshotId}::integer and u.valid_to > ${snapshotId}::integer and u.user_id > ${after}::bigint
 order by u.user_id
offset ${users - 1}::bigint limit 1`);
  return row?.user_id ?? null;
}

export interface Comparison {
  readonly audienceId: number;
  readonly comparison: number;
  readonly snapshotId: number;
  /** Over a row \`u\` of user_states: whether it is a member's in that snapshot. */
  readonly condition: Sql;
}

/** Writes who joined and left among the users of the range, and keeps the members as they are now. */
export async function recordChanges(
  tx: PrismaTransaction,
  { audienceId, comparison, snapshotId, condition }: Comparison,
  { after, upTo }: UserRange,
): Promise<void> {
  const within = (column: Sql): Sql =>
    upTo === null
      ? sql`${column} > ${after}::bigint`
      : sql`${column} > ${after}::bigint and ${column} <= ${upTo}::bigint`;
  await tx.$executeRaw(sql`/* changes.record */
with current as (
  select u.user_id from user_states u where ${within(sql`u.user_id`)} and (${condition})),
known as (
  select m.user_id from watched_members m where m.audience_id = ${audienceId}::integer and ${within(sql`m.user_id`)}),
changed as materialized (
  select coalesce(c.user_id, k.user_id) as user_id, case when k.user_id is null then 'joined' else 'left' end as change
    from current c
    full join known k on k.user_id = c.user_id
   where c.user_id is null or k.user_id is null),
recorded as (
  insert into audience_changes (user_id, audience_id, comparison, change, snapshot_id, changed_at)
  select d.user_id, ${audienceId}::integer, ${comparison}::integer, d.change, ${snapshotId}::integer, clock_timestamp()
    from changed d),
joined as (
  insert into watched_members (user_id, audience_id)
  select d.user_id, ${audienceId}::integer from changed d where d.change = 'joined')
delete from watched_members m
 using changed d
 where d.change = 'left' and m.user_id = d.user_id and m.audience_id = ${audienceId}::integer`);
}

export interface ChangeRow {
  readonly userId: bigint;
  readonly comparison: number;
  /** Null for who is no user any more. */
  readonly externalId: string | null;
  readonly change: 'joined' | 'left';
  readonly snapshotId: number;
  readonly changedAt: Date;
}

/** Changes after a place, in their order. */
export function changesAfter(
  prisma: PrismaClient | PrismaTransaction,
  audienceId: number,
  { comparison, userId }: Place,
  first: number,
): Promise<ChangeRow[]> {
  return prisma.$queryRaw<ChangeRow[]>(sql`/* changes.after */
select c.user_id as "userId", c.comparison, x.external_id as "externalId", c.change, c.snapshot_id as "snapshotId",
       c.changed_at as "changedAt"
  from (select * from audience_changes a
         where a.audience_id = ${audienceId}::integer
           and (a.comparison, a.user_id) > (${comparison}::integer, ${userId}::bigint)
         order by a.comparison, a.user_id
         limit ${first}::integer) c
  left join users x on x.user_id = c.user_id
 order by c.comparison, c.user_id`);
}

/** Forgets changes of before that time, whole comparisons only; returns how many. */
export async function forgetChanges(prisma: PrismaClient, before: Date): Promise<number> {
  const old = sql`
  select c.audience_id, max(c.comparison) as comparison
    from audience_changes c
    join audience_watches w on w.audience_id = c.audience_id and c.comparison < w.comparison
   where c.changed_at < ${before.toISOString()}::timestamptz
   group by c.audience_id`;
  return prisma.$transaction(async (tx) => {
    await tx.$executeRaw(sql`/* changes.mark_forgotten */
update audience_watches w set forgotten = greatest(w.forgotten, o.comparison)
  from (${old}) o
 where o.audience_id = w.audience_id`);
    return tx.$executeRaw(sql`/* changes.forget */
delete from audience_changes c
 using audience_watches w
 where w.audience_id = c.audience_id and c.comparison <= w.forgotten`);
  });
}

export async function deleteWatch(tx: PrismaTransaction, audienceId: number): Promise<void> {
  await tx.audienceWatch.deleteMany({ where: { audienceId } });
  await tx.watchedMember.deleteMany({ where: { audienceId } });
  await tx.audienceChange.deleteMany({ where: { audienceId } });
  await tx.audienceFeed.deleteMany({ where: { audienceId } });
}
