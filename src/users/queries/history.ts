// Which segments users were in, from the versions of their states. Segments have names of their own here: those of a
// dimension that is gone are answered too.
import type { Read } from '../../db/read.ts';
import { raw, sql } from '../../db/sql.ts';
import type { RunKind } from '../../recompute/run-version.ts';

export interface SegmentChange {
  readonly userId: string;
  readonly dimension: string;
  /** Key; null where the user was not there, or had no segment in the dimension. */
  readonly from: string | null;
  /** Key; null where the user is there no more, or has no segment in the dimension. */
  readonly to: string | null;
  /** The snapshot that shows the change first; its run has the same id. */
  readonly snapshotId: number;
  /** ISO text with microseconds. */
  readonly asOf: string;
  readonly ruleSetVersion: number;
  readonly runKind: RunKind;
}

export interface ChangesRequest {
  /** Nothing that came after it. */
  readonly snapshotId: number;
  readonly userIds: readonly string[];
  /** Null for all. */
  readonly dimensions: readonly string[] | null;
  /** Of each user and dimension. */
  readonly first: number;
}

/**
 * The newest changes of each user in each dimension, the newest first. A change is told where the snapshot that shows
 * it first is kept, and the one before it too, unless it was the first of all: what was before is known then.
 */
export function readChanges(
  read: Read,
  { snapshotId, userIds, dimensions, first }: ChangesRequest,
): Promise<SegmentChange[]> {
  const those = dimensions ? sql`where g.dimension = any (${dimensions}::text[])` : raw('');
  return read<SegmentChange>(sql`/* users.changes */
with asked as materialized (select g.segment_id, g.dimension, g.key from segments g ${those}),
placed as (
  select s.user_id, a.dimension, a.segment_id, a.key, s.valid_from, s.valid_to,
         lag(s.valid_to) over w as last_to, lag(a.key) over w as last_key, lead(s.valid_from) over w as next_from
    from user_states s
    join asked a on a.segment_id = any (s.segment_ids)
   where s.user_id = any (${userIds}::bigint[]) and s.valid_from <= ${snapshotId}::integer
  window w as (partition by s.user_id, a.dimension order by s.valid_from)),
changes as (
  select p.user_id, p.dimension, p.segment_id, p.valid_from as snapshot_id, p.key as to_key,
         case when p.last_to = p.valid_from then p.last_key end as from_key
    from placed p
   where p.last_to is null or p.last_to <> p.valid_from or p.last_key <> p.key
   union all
  select p.user_id, p.dimension, p.segment_id, p.valid_to, null, p.key
    from placed p
   where p.valid_to <= ${snapshotId}::integer and (p.next_from is null or p.next_from <> p.valid_to)),
numbered as (
  select c.*, k.as_of, k.rule_set_version,
         row_number() over (partition by c.user_id, c.dimension order by c.snapshot_id desc) as place
    from changes c
    join snapshots k on k.snapshot_id = c.snapshot_id
   where not exists (
     select 1
       from runs f
      where f.status = 'succeeded' and f.run_id < k.snapshot_id
        and f.run_id > coalesce((select max(b.snapshot_id) from snapshots b where b.snapshot_id < k.snapshot_id), 0)))
select n.user_id::text as "userId", n.dimension, n.from_key as "from", n.to_key as "to",
       n.snapshot_id as "snapshotId", to_char(n.as_of at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"') as "asOf",
       n.rule_set_version as "ruleSetVersion", r.kind as "runKind"
  from numbered n
  join runs r on r.run_id = n.snapshot_id
 where n.place <= ${first}
 order by n.snapshot_id desc, n.segment_id, n.user_id`);
}

export interface PastSegment {
  readonly dimension: string;
  readonly key: string;
}

export interface PastRow {
  readonly userId: string;
  readonly snapshotId: number;
  /** Whether the snapshot is kept, whole or not. */
  readonly isKept: boolean;
  /** In the order of the dimensions then; null where the user was not there. */
  readonly segments: PastSegment[] | null;
}

/** The segments of each user in the snapshot that stands at the same place of the other list. */
export function readPastSegments(
  read: Read,
  userIds: readonly string[],
  snapshotIds: readonly number[],
): Promise<PastRow[]> {
  return read<PastRow>(sql`/* users.past_segments */
select a.user_id::text as "userId", a.snapshot_id as "snapshotId", k.snapshot_id is not null as "isKept",
       (select jsonb_agg(jsonb_build_object('dimension', g.dimension, 'key', g.key)
                         order by array_position(s.segment_ids, g.segment_id))
          from segments g where g.segment_id = any (s.segment_ids)) as segments
  from unnest(${userIds}::bigint[], ${snapshotIds}::integer[]) as a (user_id, snapshot_id)
  left join snapshots k on k.snapshot_id = a.snapshot_id
  left join user_states s on s.user_id = a.user_id and s.valid_from <= k.snapshot_id and s.valid_to > k.snapshot_id`);
}
