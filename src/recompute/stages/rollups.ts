// Rollups: users and sums of each segment, of everybody, and of each country, state and city, by version. Derived
// from the states of the version: all of them, or what the run's states add and take away, so that a run costs what
// it changes. Either way a count and its list can't disagree.
import { OPEN_END, raw, type Sql, sql } from '../../db/sql.ts';

const SUMS = ['users', 'revenue', 'score_sum', 'transactions'];

/** From which states: all that are open, or those that the run has opened and closed among its claimed users. */
export type RollupScope = 'all' | 'changes';

interface Rollup {
  readonly name: string;
  readonly table: string;
  readonly keys: readonly string[];
  /** Steps that end in `found`: keys and sums, from `parts` (the same, by what is finer). */
  readonly steps: Sql;
  /** A row that stays even when it counts nobody. */
  readonly always: Sql;
}

function columns(alias: string, names: readonly string[]): Sql {
  return raw(names.map((name) => `${alias}.${name}`).join(', '));
}

const SUMMED = raw(SUMS.map((sum) => `sum(c.${sum}) as ${sum}`).join(', '));

/** States to `states`: each with a sign, 1 where it is to be added and -1 where it goes. */
function stateStep(version: number, scope: RollupScope): Sql {
  const open = sql`s.valid_to = ${OPEN_END}::integer`;
  if (scope === 'all') return sql`states as (select s.*, 1 as sign from user_states s where ${open})`;
  return sql`states as (
  select s.*, case when s.valid_from = ${version}::integer then 1 else -1 end as sign
    from (select distinct d.user_id from dirty_users d where d.claimed_by = ${version}::integer) m
    join user_states s on s.user_id = m.user_id
   where (s.valid_from = ${version}::integer and ${open}) or s.valid_to = ${version}::integer)`;
}

const STATE_SUMS = raw(
  'sum(s.sign) as users, sum(s.sign * s.revenue) as revenue, sum(s.sign * s.engagement_score) as score_sum, sum(s.sign * s.transactions) as transactions',
);

/** Close rows that differ or are gone, add rows that are new or differ. */
function replaceStatement(rollup: Rollup, version: number, scope: RollupScope): Sql {
  const { name, table, keys, steps, always } = rollup;
  const same = raw(keys.map((key) => `r.${key} = f.${key}`).join(' and '));
  const touched = scope === 'all' ? raw('true') : sql`exists (select 1 from found f where ${same})`;
  const totals =
    scope === 'all'
      ? sql`totals as materialized (select * from found)`
      : sql`totals as materialized (
  select ${columns('f', keys)}, ${raw(SUMS.map((sum) => `f.${sum} + coalesce(r.${sum}, 0) as ${sum}`).join(', '))}
    from found f
    left join ${raw(table)} r on ${same} and r.valid_to = ${OPEN_END}::integer)`;
  return sql`/* recompute.${raw(name)} */
with ${stateStep(version, scope)},
${steps},
${totals},
kept as materialized (
  select f.* from totals f where f.users <> 0 or ${always}),
closed as (
  update ${raw(table)} r set valid_to = ${version}::integer
   where r.valid_to = ${OPEN_END}::integer and ${touched}
     and not exists (select 1 from kept f where ${same} and (${columns('r', SUMS)}) is not distinct from (${columns('f', SUMS)})))
insert into ${raw(table)} (${raw(keys.join(', '))}, valid_from, valid_to, ${raw(SUMS.join(', '))})
select ${columns('f', keys)}, ${version}::integer, ${OPEN_END}::integer, ${columns('f', SUMS)}
  from kept f
 where not exists (
   select 1 from ${raw(table)} r
    where ${same} and r.valid_to = ${OPEN_END}::integer and (${columns('r', SUMS)}) is not distinct from (${columns('f', SUMS)}))`;
}

/** Segments one by one, and everybody under the empty list. */
function segmentRollupsStatement(version: number, scope: RollupScope): Sql {
  const steps = sql`combinations as materialized (
  select s.segment_ids, ${STATE_SUMS}
    from states s
   group by s.segment_ids),
found as materialized (
  select array[i.segment_id] as segment_ids, ${SUMMED}
    from combinations c
   cross join unnest(c.segment_ids) as i (segment_id)
   group by i.segment_id
   union all
  select '{}'::integer[], ${raw(SUMS.map((sum) => `coalesce(sum(c.${sum}), 0) as ${sum}`).join(', '))}
    from combinations c)`;
  const rollup = { name: 'segment_rollups', table: 'segment_rollups', keys: ['segment_ids'], steps };
  return replaceStatement({ ...rollup, always: raw(`f.segment_ids = '{}'`) }, version, scope);
}

/** Countries, states and cities; '' is unknown. */
function placeRollupsStatement(version: number, scope: RollupScope): Sql {
  const steps = sql`combinations as materialized (
  select coalesce(s.country, '') as country, coalesce(s.state, '') as state, coalesce(s.city, '') as city, ${STATE_SUMS}
    from states s
   group by 1, 2, 3),
found as materialized (
  select l.level, l.place, ${SUMMED}
    from combinations c
   cross join lateral (values ('country', c.country), ('state', c.state), ('city', c.city)) as l (level, place)
   group by l.level, l.place)`;
  const rollup = { name: 'place_rollups', table: 'place_rollups', keys: ['level', 'place'], steps };
  return replaceStatement({ ...rollup, always: raw('false') }, version, scope);
}

/** Every table of rollups with the statement that brings it up to a version. */
export const ROLLUPS = [
  { table: 'segment_rollups', statement: segmentRollupsStatement },
  { table: 'place_rollups', statement: placeRollupsStatement },
] as const;
