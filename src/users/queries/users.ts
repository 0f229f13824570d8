// Reads published users: one user, and counts.
import type { Read } from '../../db/read.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';
import { compileFilter, type FilterScope, type UserFilter } from '../../filters/user-filter.ts';

/** A user as it is stored, its segments as numbers. */
export interface UserRow {
  readonly userId: string;
  readonly externalId: string;
  readonly segmentIds: readonly number[];
  readonly engagementScore: number;
  readonly transactions: number;
  readonly revenue: string;
  readonly sessionCount: number;
  readonly totalEvents: number;
  readonly totalSessionMinutes: number;
  readonly averageSessionMinutes: number;
  readonly averageEventsPerSession: number;
  readonly firstSeenAt: Date | null;
  readonly lastSeenAt: Date | null;
  readonly lastOrderAt: Date | null;
  readonly city: string | null;
  readonly state: string | null;
  readonly country: string | null;
  readonly email: string | null;
  readonly phone: string | null;
  readonly consent: boolean | null;
  /** The value that the page is ordered by. */
  readonly position: string;
}

export const COLUMNS =
  raw(`u.user_id::text as "userId", u.external_id as "externalId", u.segment_ids as "segmentIds",
       u.engagement_score as "engagementScore", u.transactions, round(u.revenue, 2)::text as revenue,
       u.session_count as "sessionCount", u.total_events as "totalEvents",
       round(u.total_session_us / 60000000.0, 6)::float8 as "totalSessionMinutes",
       coalesce(round(u.total_session_us / 60000000.0 / nullif(u.session_count, 0), 6), 0)::float8 as "averageSessionMinutes",
       coalesce(round(u.total_events::numeric / nullif(u.session_count, 0), 6), 0)::float8 as "averageEventsPerSession",
       u.first_seen_at as "firstSeenAt", u.last_seen_at as "lastSeenAt", u.last_order_at as "lastOrderAt",
       u.city, u.state, u.country, u.email, u.phone, u.consent`);

export async function countUsers(read: Read, scope: FilterScope, filter: UserFilter): Promise<number> {
  const [row] = await read<{ users: bigint }>(
    sql`/* users.count */ select count(*) as users from user_states u where ${compileFilter(filter, scope)}`,
  );
  return Number(row?.users ?? 0);
}

/** One user of a snapshot by Strata's id or by any external id that leads to them. */
export async function findUser(
  read: Read,
  scope: FilterScope,
  by: { userId: string } | { externalId: string },
): Promise<UserRow | null> {
  const who =
    'userId' in by
      ? sql`u.user_id = ${by.userId}::bigint`
      : sql`u.user_id = (select i.user_id from user_identities i where i.external_id = ${by.externalId})`;
  const [user] = await read<UserRow>(
    sql`/* users.one */ select ${COLUMNS}, '' as position from user_states u where ${who} and ${compileFilter(null, scope)}`,
  );
  return user ?? null;
}

/** Some of the users `u` of whom the condition holds, always the same ones of the same users. */
export function someUsers(read: Read, condition: Sql, limit: number): Promise<UserRow[]> {
  return read<UserRow>(sql`/* users.some */
select ${COLUMNS}, '' as position
  from (select u.* from user_states u where ${condition} order by hashint8extended(u.user_id, 0), u.user_id limit ${limit}::integer) u
 order by u.user_id`);
}
