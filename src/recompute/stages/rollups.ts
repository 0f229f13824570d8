// Rollups: users and sums of each segment, of everybody, and of each country, state and city, by version.
// Derived from the states of the version, so that a count and its list can't disagree.
import { OPEN_END, raw, type Sql, sql } from '../../db/sql.ts';

const SUMS = 'users, revenue, score_sum, transactions';
const SUMMED =
  'count(*) as users, sum(s.revenue) as revenue, sum(s.engagement_score) as score_sum, sum(s.transactions) as transactions';

/** Close rows that differ or are gone, add rows that are new or differ. */
function replaceStatement(name: string, table: string, keys: string[], found: Sql, version: number): Sql {
  const same = raw(keys.map((key) => `r.${key} = f.${key}`).join(' and '));
  const sums = (alias: string): Sql =>
    raw(
      SUMS.split(', ')
        .map((sum) => `${alias}.${sum}`)
        .join(', '),
    );
  return sql`/* ${raw(name)} */
with ${found},
closed as (
  update ${raw(table)} r set valid_to = ${version}::integer
   where r.valid_to = ${OPEN_END}::integer
     and not exists (select 1 from found f where ${same} and (${sums('r')}) is not distinct from (${sums('f')})))
insert into ${raw(table)} (${raw(keys.join(', '))}, valid_from, valid_to, ${raw(SUMS)})
select ${raw(keys.map((key) => `f.${key}`).join(', '))}, ${version}::integer, ${OPEN_END}::integer, ${sums('f')}
  from found f
 where not exists (
   select 1 from ${raw(table)} r
    where ${same} and r.valid_to = ${OPEN_END}::integer and (${sums('r')}) is not distinct from (${sums('f')}))`;
}

/** Segments one by one, and everybody under the empty list. */
export function segmentRollupsStatement(version: number): Sql {
  const found = sql`combinations as materialized (
  select s.segment_ids, ${raw(SUMMED)}
    from user_states s
   where s.valid_to = ${OPEN_END}::integer
   group by s.segment_ids),
found as materialized (
  select array[i.segment_id] as segment_ids, sum(c.users) as users, sum(c.revenue) as revenue,
         sum(c.score_sum) as score_sum, sum(c.transactions) as transactions
    from combinations c
   cross join unnest(c.segment_ids) as i (segment_id)
   group by i.segment_id
   union all
  select '{}'::integer[], coalesce(sum(c.users), 0), coalesce(sum(c.revenue), 0), coalesce(sum(c.score_sum), 0),
         coalesce(sum(c.transactions), 0)
    from combinations c)`;
  return replaceStatement('recompute.segment_rollups', 'segment_rollups', ['segment_ids'], found, version);
}

/** Countries, states and cities; '' is unknown. */
export function placeRollupsStatement(version: number): Sql {
  const found = sql`combinations as materialized (
  select coalesce(s.country, '') as country, coalesce(s.state, '') as state, coalesce(s.city, '') as city, ${raw(SUMMED)}
    from user_states s
   where s.valid_to = ${OPEN_END}::integer
   group by 1, 2, 3),
found as materialized (
  select l.level, l.place, sum(c.users) as users, sum(c.revenue) as revenue, sum(c.score_sum) as score_sum,
         sum(c.transactions) as transactions
    from combinations c
   cross join lateral (values ('country', c.country), ('state', c.state), ('city', c.city)) as l (level, place)
   group by l.level, l.place)`;
  return replaceStatement('recompute.place_rollups', 'place_rollups', ['level', 'place'], found, version);
}
