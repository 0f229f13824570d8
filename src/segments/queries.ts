// Sums of users by segment: from the sums of combinations that runs keep, or over the states that a filter lets through.
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
  readonly users: bigint;
  readonly share: string;
  readonly total_revenue: string;
  readonly average_revenue: string;
  readonly average_engagement_score: string;
  readonly transactions: bigint;
}

// Shares and averages are rounded here, once, and nowhere compared.
const SHOWN =
  raw(`g.users, round(g.users / t.users, 4)::text as share, round(g.revenue, 2)::text as total_revenue,
       round(g.revenue / g.users, 2)::text as average_revenue,
       round(g.score_sum / g.users, 2)::text as average_engagement_score, g.transactions`);

function toSums(row: Row): Sums {
  return {
    users: Number(row.users),
    share: Number(row.share),
    totalRevenue: row.total_revenue,
    averageRevenue: row.average_revenue,
    averageEngagementScore: Number(row.average_engagement_score),
    transactions: Number(row.transactions),
  };
}

/** What is added up: a combination of segments by rising numbers, into the sum of that number. */
export interface Part {
  readonly segmentIds: readonly number[];
  readonly into: number;
}

/** Segments one by one, each into the sum of its own number. */
export function partsOf(segmentIds: Iterable<number>): Part[] {
  return Array.from(segmentIds, (id) => ({ segmentIds: [id], into: id }));
}

/** The number of the sum of which all the others are shares; without it, they are shares of what they come to. */
export const WHOLE = -1;

/**
 * Sums of combinations in a snapshot, by number; those without users are absent. Each combination is one probe of the
 * index, however many versions of it are kept.
 */
export async function sumsOfCells(
  read: Read,
  snapshotId: number,
  parts: readonly Part[],
): Promise<Map<number, Sums>> {
  const rows = await read<Row & { sum_no: number }>(
    sql`/* segments.cells */
with cells as materialized (
  select p.sum_no, r.users, r.revenue, r.score_sum, r.transactions
    from unnest(${parts.map(({ segmentIds }) => `{${segmentIds}}`)}::text[], ${parts.map(({ into }) => into)}::integer[]) as p (segment_ids, sum_no)
   cross join lateral (
     select o.users, o.revenue, o.score_sum, o.transactions, o.valid_to
       from segment_rollups o
      where o.segment_ids = p.segment_ids::integer[] and o.valid_from <= ${snapshotId}::integer
      order by o.valid_from desc
      limit 1) r
   where r.valid_to > ${snapshotId}::integer),
g as materialized (
  select c.sum_no, sum(c.users)::bigint as users, sum(c.revenue) as revenue, sum(c.score_sum)::numeric as score_sum,
         sum(c.transactions)::bigint as transactions
    from cells c
   group by c.sum_no
  having sum(c.users) > 0),
t as (select coalesce(sum(g.users) filter (where g.sum_no = ${WHOLE}::integer), sum(g.users)) as users from g)
select g.sum_no, ${SHOWN} from g cross join t where g.sum_no <> ${WHOLE}::integer`,
    { prepared: true },
  );
  return new Map(rows.map((row) => [row.sum_no, toSums(row)]));
}

/**
 * The same over the states that `filter` lets through, by the segments at these places of their dimensions (from 1 on):
 * `1,5` → sums. Of no places, everybody's under the empty text.
 */
export async function sumsOfStates(
  read: Read,
  scope: FilterScope,
  places: readonly number[],
  filter: UserFilter | null,
): Promise<Map<string, Sums>> {
  const rows = await read<Row & { segment_ids: number[] }>(sql`/* segments.filtered */
with g as materialized (
  select ${groupOf(places)} as segment_ids, count(*) as users, sum(u.revenue) as revenue,
         sum(u.engagement_score)::numeric as score_sum, sum(u.transactions) as transactions
    from user_states u
   where ${compileFilter(filter, scope)}
   group by 1),
t as (select sum(g.users) as users from g)
select g.segment_ids, ${SHOWN} from g cross join t`);
  return new Map(rows.map((row) => [row.segment_ids.join(), toSums(row)]));
}

function groupOf(places: readonly number[]): Sql {
  return raw(`array[${places.map((place) => `u.segment_ids[${place}]`).join(', ')}]::integer[]`);
}
