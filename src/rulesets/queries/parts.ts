// Cuts the users of a snapshot into parts that are worth a statement and small enough for its sorts to stay in memory.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';
import type { Part } from './preview.ts';

const RANGE_USERS = 25_000n;
/** Named users are looked up one by one. */
const NAMED_USERS = 10_000;

/** Ranges that hold every user there is. */
export async function rangesOf(tx: PrismaTransaction): Promise<Part[]> {
  const [row] = await tx.$queryRaw<{ first: bigint | null; last: bigint | null }[]>(sql`/* rulesets.ranges */
select min(s.user_id) as first, max(s.user_id) as last from user_states s`);
  if (!row || row.first === null || row.last === null) return [];
  const parts: Part[] = [];
  for (let after = row.first - 1n; after < row.last; after += RANGE_USERS)
    parts.push({ after, upTo: after + RANGE_USERS });
  return parts;
}

/** At most `users` of the snapshot, the same ones whenever and wherever their external ids are the same. */
export async function sampledUsers(
  tx: PrismaTransaction,
  snapshotId: number,
  users: number,
): Promise<Part[]> {
  const rows = await tx.$queryRaw<{ user_id: bigint }[]>(sql`/* rulesets.sample */
select s.user_id
  from user_states s
 where s.valid_from <= ${snapshotId}::integer and s.valid_to > ${snapshotId}::integer
 order by md5(s.external_id), s.external_id
 limit ${users}::integer`);
  const parts: Part[] = [];
  for (let at = 0; at < rows.length; at += NAMED_USERS)
    parts.push({ userIds: rows.slice(at, at + NAMED_USERS).map(({ user_id }) => user_id) });
  return parts;
}
