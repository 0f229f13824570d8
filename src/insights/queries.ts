// What insights need beside the segments' sums: totals of the snapshot, and its most frequent places.
import type { Read } from '../db/read.ts';
import { raw, sql } from '../db/sql.ts';

export interface Totals {
  readonly revenue: string;
  readonly averageRevenue: string;
}

/** Revenue of all users of a snapshot, and of one on average, with two decimals. */
export async function readTotals(read: Read, snapshotId: number): Promise<Totals> {
  const [row] = await read<{ revenue: string; average: string }>(sql`/* insights.totals */
select round(r.revenue, 2)::text as revenue, coalesce(round(r.revenue / nullif(r.users, 0), 2), 0.00)::text as average
  from segment_rollups r
 where r.segment_ids = '{}' and r.valid_from <= ${snapshotId}::integer and r.valid_to > ${snapshotId}::integer`);
  return { revenue: row?.revenue ?? '0.00', averageRevenue: row?.average ?? '0.00' };
}

export interface PlaceCount {
  readonly place: string | null;
  readonly users: number;
  readonly share: number;
}

/** The places of a level with the most users, the most first; null is unknown. */
export async function readPlaces(
  read: Read,
  snapshotId: number,
  level: 'country' | 'state' | 'city',
  limit: number,
): Promise<PlaceCount[]> {
  const rows = await read<{ place: string | null; users: bigint; share: string }>(sql`/* insights.places */
select nullif(r.place, '') as place, r.users, round(r.users::numeric / sum(r.users) over (), 4)::text as share
  from place_rollups r
 where r.level = ${level} and r.valid_from <= ${snapshotId}::integer and r.valid_to > ${snapshotId}::integer
 order by r.users desc, r.place ${raw('collate "C"')}
 limit ${limit}`);
  return rows.map(({ place, users, share }) => ({ place, users: Number(users), share: Number(share) }));
}
