// Segments of segments, small enough to be listed in one page: customer segment, age, income and US region together.
import type { Database } from '../../../src/db/database.ts';
import type { UserFilter } from '../../../src/filters/user-filter.ts';
import { segmentCatalogue } from '../../../src/segments/service.ts';
import type { Snapshot } from '../../../src/snapshots/service.ts';

const DIMENSIONS = ['customer', 'age', 'income', 'us_region'];
const MOST_USERS = 400;

export interface SmallSegment {
  readonly filter: UserFilter;
  readonly users: number;
}

/** Up to `most` of them, the largest first. */
export async function smallSegments(
  database: Database,
  snapshot: Snapshot,
  most: number,
): Promise<SmallSegment[]> {
  const { dimensions, byId } = await segmentCatalogue(database, snapshot);
  const places = DIMENSIONS.map((key) => dimensions.findIndex((dimension) => dimension.key === key) + 1);
  const { rows } = await database.pool.query<{ ids: number[]; users: string }>(
    `/* bench.small_segments */
select array[${places.map((place) => `s.segment_ids[${place}]`).join(', ')}] as ids, count(*) as users
  from user_states s
 where s.valid_from <= $1 and s.valid_to > $1
 group by 1
having count(*) <= $2
 order by 2 desc, 1
 limit $3`,
    [snapshot.id, MOST_USERS, most],
  );
  return rows.map(({ ids, users }) => {
    const segments = ids.flatMap((id) => byId.get(id) ?? []);
    return {
      filter: { segments: segments.map(({ dimension, key }) => ({ dimension, in: [key] })) },
      users: Number(users),
    };
  });
}
