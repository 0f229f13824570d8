// What is verified: the newest snapshot, and whose turn it is.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';
import type { UserRange } from '../../recompute/scope.ts';

export interface PublishedSnapshot {
  readonly id: number;
  /** ISO text with microseconds. */
  readonly asOf: string;
  readonly ruleSetVersion: number;
  /** Which rollups it has. */
  readonly rollupScheme: number;
  /** Whether any input is dated after the as-of. */
  readonly inputsWait: boolean;
}

/** From here on the transaction can't write. Sorts and hashes get the memory that a run would give them. */
export async function readOnly(tx: PrismaTransaction): Promise<void> {
  await tx.$executeRaw(sql`/* verification.read_only */ set transaction read only`);
  await tx.$executeRaw(
    sql`/* verification.prepare */ select set_config('work_mem', '128MB', true), set_config('jit', 'off', true)`,
  );
}

export async function newestPublished(tx: PrismaTransaction): Promise<PublishedSnapshot | null> {
  const [snapshot] = await tx.$queryRaw<PublishedSnapshot[]>(sql`/* verification.snapshot */
select s.snapshot_id as id, to_char(s.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "asOf",
       s.rule_set_version as "ruleSetVersion", s.rollup_scheme as "rollupScheme",
       exists (select 1 from imports i where i.last_input_at > s.as_of) as "inputsWait"
  from snapshots s
 order by s.snapshot_id desc
 limit 1`);
  return snapshot ?? null;
}

/** That the snapshot sees the row. */
export function isVisible(alias: string, snapshotId: number): Sql {
  return sql`${raw(alias)}.valid_from <= ${snapshotId}::integer and ${raw(alias)}.valid_to > ${snapshotId}::integer`;
}

/** Users whom the inputs or the snapshot know. */
function everybody(snapshotId: number): Sql {
  return sql`(
  select u.user_id from users u
   union all
  select s.user_id from user_states s
   where ${isVisible('s', snapshotId)} and not exists (select 1 from users u where u.user_id = s.user_id)) p`;
}

/** Up to `size` users: the same ones whenever the snapshot is verified. */
export async function sampleUsers(
  tx: PrismaTransaction,
  snapshotId: number,
  size: number,
): Promise<bigint[]> {
  const rows = await tx.$queryRaw<{ user_id: bigint }[]>(sql`/* verification.sample */
select p.user_id from ${everybody(snapshotId)}
 order by hashint8extended(p.user_id, ${snapshotId}::bigint), p.user_id
 limit ${size}`);
  return rows.map(({ user_id }) => user_id);
}

/** Ranges that hold everybody, each as wide as `size` ids. */
export async function rangesOfUsers(
  tx: PrismaTransaction,
  snapshotId: number,
  size: number,
): Promise<UserRange[]> {
  const rows = await tx.$queryRaw<{ part: bigint }[]>(sql`/* verification.ranges */
select (p.user_id - 1) / ${size}::bigint as part from ${everybody(snapshotId)} group by 1 order by 1`);
  return rows.map(({ part }) => ({ after: part * BigInt(size), upTo: (part + 1n) * BigInt(size) }));
}
