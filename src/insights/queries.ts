// What insights need beside the segments' sums: the most frequent places of a snapshot.
import type { Read } from '../db/read.ts';
import { raw, sql } from '../db/sql.ts';

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
