// Sums of users by segment: from the rollups where there is no filter, else over the filtered states.
import type { Read } from '../db/read.ts';
import { raw, type Sql, sql } from '../db/sql.ts';
import { compileFilter, type FilterScope, type UserFilter } from '../filters/user-filter.ts';

export interface Sums {
  readonly users: number;
  /** Of all users that the filter lets through, 0 to 1, at most 4 decimals. */
  readonly share: number;
  /** Decimal text with two decimals, as all money. */
  readonly totalRevenue: string;
  readonly averageRevenue: string;
  readonly averageEngagementScore: number;
  readonly transactions: number;
}

interface Row {
  readonly segment_id: number;
  readonly users: bigint;
  readonly share: string;
  readonly total_revenue: string;
  readonly average_revenue: string;
  readonly average_engagement_score: string;
  readonly transactions: bigint;
}

// Shares and averages are rounded here, once, and nowhere compared.
const SHOWN =
  raw(`g.segment_id, g.users, round(g.users / t.users, 4)::text as share, round(g.revenue, 2)::text as total_revenue,
       round(g.revenue / g.users, 2)::text as average_revenue,
       round(g.score_sum / g.users, 2)::text as average_engagement_score, g.transactions`);

function toSums(rows: readonly Row[]): Map<number, Sums> {
  return new Map(
    rows.map((row) => [
      row.segment_id,
      {
        users: Number(row.users),
        share: Number(row.share),
        totalRevenue: row.total_revenue,
        averageRevenue: row.average_revenue,
        averageEngagementScore: Number(row.average_engagement_score),
        transactions: Number(row.transactions),
      },
    ]),
  );
}

async function readSums(read: Read, statement: Sql): Promise<Map<number, Sums>> {
  return toSums(await read<Row>(statement));
}

/** Sums of the given segments in a snapshot; segments without users are absent. */
export function rolledUpSums(
  read: Read,
  snapshotId: number,
  segmentIds: readonly number[],
): Promise<Map<number, Sums>> {
  return readSums(
    read,
    sql`/* segments.rolled_up */
with valid as (
  select r.* from segment_rollups r where r.valid_from <= ${snapshotId}::integer and r.valid_to > ${snapshotId}::integer),
t as (select v.users::numeric from valid v where v.segment_ids = '{}'),
g as (
  select i.segment_id, v.users, v.revenue, v.score_sum::numeric, v.transactions
    from unnest(${segmentIds}::integer[]) as i (segment_id)
    join valid v on v.segment_ids = array[i.segment_id]
   where v.users > 0)
select ${SHOWN} from g cross join t`,
  );
}

/** The same over the users that `filter` lets through. */
export function filteredSums(
  read: Read,
  scope: FilterScope,
  segmentIds: readonly number[],
  filter: UserFilter,
): Promise<Map<number, Sums>> {
  return readSums(
    read,
    sql`/* segments.filtered */
with chosen as materialized (
  select u.segment_ids, u.revenue, u.engagement_score, u.transactions from user_states u where ${compileFilter(filter, scope)}),
t as (select count(*)::numeric as users from chosen c),
g as (
  select i.segment_id, count(*) as users, sum(c.revenue) as revenue, sum(c.engagement_score)::numeric as score_sum,
         sum(c.transactions) as transactions
    from chosen c
   cross join unnest(c.segment_ids) as i (segment_id)
   where i.segment_id = any (${segmentIds}::integer[])
   group by i.segment_id)
select ${SHOWN} from g cross join t`,
  );
}
