// How users moved between two snapshots, from the versions of their states.
import type { Read } from '../../db/read.ts';
import { type Sql, sql } from '../../db/sql.ts';
import type { Snapshot } from '../service.ts';

/** Every dimension that any rule set has had so far. */
export async function knownDimensions(read: Read): Promise<string[]> {
  const rows = await read<{ dimension: string }>(
    sql`/* snapshots.dimensions */ select s.dimension from segments s group by s.dimension order by min(s.segment_id)`,
  );
  return rows.map(({ dimension }) => dimension);
}

export interface Transition {
  /** Keys of segments; null for who is not there, or where the snapshot's rule set lacks the dimension. */
  readonly from: string | null;
  readonly to: string | null;
  readonly users: number;
}

/** Where the segment of the dimension stands in the states of a rule set; null in one that lacks it. */
function placeOf(dimension: string, ruleSetVersion: number): Sql {
  return sql`(
  select d.place::integer
    from rule_sets r
   cross join lateral jsonb_array_elements(r.document -> 'dimensions') with ordinality as d (dimension, place)
   where r.version = ${ruleSetVersion}::integer and d.dimension ->> 'key' = ${dimension})`;
}

/**
 * One pass over the states of both snapshots: a row that both see says that its user did not move, and is counted with
 * all of its like; only the rows that one of them sees are paired up, user by user.
 */
export async function readTransitions(
  read: Read,
  dimension: string,
  { from, to }: { from: Snapshot; to: Snapshot },
): Promise<Transition[]> {
  const rows = await read<{
    from_key: string | null;
    to_key: string | null;
    users: bigint;
  }>(sql`/* snapshots.transitions */
with visible as (
  select s.user_id, s.segment_ids,
         s.valid_from <= ${from.id}::integer and s.valid_to > ${from.id}::integer as at_from,
         s.valid_from <= ${to.id}::integer and s.valid_to > ${to.id}::integer as at_to
    from user_states s),
counted as materialized (
  select case when not (v.at_from and v.at_to) then v.user_id end as user_id, v.at_from,
         case when v.at_from then v.segment_ids[${placeOf(dimension, from.ruleSetVersion)}] end as from_id,
         case when v.at_to then v.segment_ids[${placeOf(dimension, to.ruleSetVersion)}] end as to_id,
         count(*) as users
    from visible v
   where v.at_from or v.at_to
   group by 1, 2, 3, 4),
gone as (select c.user_id, c.from_id from counted c where c.user_id is not null and c.at_from),
come as (select c.user_id, c.to_id from counted c where c.user_id is not null and not c.at_from),
moves as (
  select c.from_id, c.to_id, c.users from counted c where c.user_id is null
   union all
  select g.from_id, c.to_id, 1 from gone g full join come c on c.user_id = g.user_id)
select f.key as from_key, t.key as to_key, sum(m.users)::bigint as users
  from moves m
  left join segments f on f.segment_id = m.from_id
  left join segments t on t.segment_id = m.to_id
 group by m.from_id, f.key, m.to_id, t.key
 order by m.from_id nulls last, m.to_id nulls last`);
  return rows.map(({ from_key, to_key, users }) => ({ from: from_key, to: to_key, users: Number(users) }));
}
