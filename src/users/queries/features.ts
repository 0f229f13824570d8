// What rules read of some users, exactly, and what they made of it when the snapshot was computed.
import type { Read } from '../../db/read.ts';
import { raw, sql } from '../../db/sql.ts';
import type { UserFeatures } from '../../rules/user-features.ts';

export interface StoredUser {
  readonly userId: string;
  readonly features: UserFeatures;
  /** Numbers of segments, in the order of the rule set's dimensions. */
  readonly segmentIds: readonly number[];
  readonly engagementScore: number;
  /** When time alone will next change something, ISO text with microseconds; null for never. */
  readonly nextChangeAt: string | null;
}

type Row = Omit<StoredUser, 'features'> & UserFeatures;

function micros(column: string, name: string): string {
  return `(extract(epoch from s.${column}) * 1000000)::bigint as "${name}"`;
}

const COLUMNS = raw(`s.user_id::text as "userId", s.segment_ids as "segmentIds",
       s.engagement_score as "engagementScore",
       to_char(s.next_change_at at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "nextChangeAt",
       s.transactions, s.revenue::text as revenue, s.session_count as "sessionCount", s.total_events as "totalEvents",
       s.total_session_us as "totalSessionUs", s.longest_session_us as "longestSessionUs",
       s.largest_session_events as "largestSessionEvents",
       ${micros('first_seen_at', 'firstSeenAt')}, ${micros('last_seen_at', 'lastSeenAt')},
       ${micros('last_order_at', 'lastOrderAt')}, s.sources, s.mediums, s.gender, s.age,
       to_char(s.birth_date, 'YYYY-MM-DD') as "birthDate", s.income_group as "incomeGroup", s.city, s.state, s.country,
       (select coalesce(jsonb_object_agg(e.key, e.value), '{}') from jsonb_each_text(s.signals) e) as signals`);

/** Those of the users whom the snapshot has, in no order. */
export async function readFeatures(
  read: Read,
  snapshotId: number,
  userIds: readonly string[],
): Promise<StoredUser[]> {
  const rows = await read<Row>(sql`/* users.features */
select ${COLUMNS}
  from user_states s
 where s.user_id = any (${userIds}::bigint[])
   and s.valid_from <= ${snapshotId}::integer and s.valid_to > ${snapshotId}::integer`);
  return rows.map(({ userId, segmentIds, engagementScore, nextChangeAt, ...features }) => ({
    userId,
    segmentIds,
    engagementScore,
    nextChangeAt,
    features,
  }));
}
