// Takes users out of every snapshot: their states go, and each count in which one of them was counted is reduced, for
// exactly the versions in which it counted them, so that every count still equals its list.
import { raw, type Sql, sql } from '../../db/sql.ts';

interface Rollup {
  readonly table: string;
  readonly keys: readonly string[];
  /** Keys and measures of the users' states, as the rollup counts them. */
  readonly counted: (userIds: readonly string[]) => Sql;
  /** The row that stays even when it counts nobody. */
  readonly always: Sql;
}

const MEASURES = raw('s.valid_from, s.valid_to, s.revenue, s.engagement_score, s.transactions');

/** All that a state may be counted in, whichever of them its snapshots keep: up to three of its segments, rising. */
const COMBINATIONS = raw(`
    select '{}'::integer[]
     union all
    select array[one.id] from unnest(s.segment_ids) as one (id)
     union all
    select array[one.id, two.id]
      from unnest(s.segment_ids) as one (id)
      join unnest(s.segment_ids) as two (id) on two.id > one.id
     union all
    select array[one.id, two.id, three.id]
      from unnest(s.segment_ids) as one (id)
      join unnest(s.segment_ids) as two (id) on two.id > one.id
      join unnest(s.segment_ids) as three (id) on three.id > two.id`);

const ROLLUPS: readonly Rollup[] = [
  {
    table: 'segment_rollups',
    keys: ['segment_ids'],
    counted: (userIds) => sql`
  select c.segment_ids, ${MEASURES}
    from user_states s
   cross join lateral (${COMBINATIONS}) as c (segment_ids)
   where s.user_id = any (${userIds}::bigint[])`,
    always: raw(`r.segment_ids = '{}'`),
  },
  {
    table: 'place_rollups',
    keys: ['level', 'place'],
    counted: (userIds) => sql`
  select l.level, l.place, ${MEASURES}
    from user_states s
   cross join lateral (values ('country', coalesce(s.country, '')), ('state', coalesce(s.state, '')), ('city', coalesce(s.city, ''))) as l (level, place)
   where s.user_id = any (${userIds}::bigint[])`,
    always: raw('false'),
  },
];

/** In this order: rollups are cut and reduced, empty pieces go. */
export function reduceRollups(userIds: readonly string[]): Sql[] {
  return ROLLUPS.flatMap((rollup) => [reduceStatement(rollup, userIds), dropEmpty(rollup, userIds)]);
}

function keysOf({ keys }: Rollup, alias: string): Sql {
  return raw(keys.map((key) => `${alias}.${key}`).join(', '));
}

function sameKeys({ keys }: Rollup, left: string, right: string): Sql {
  return raw(keys.map((key) => `${left}.${key} = ${right}.${key}`).join(' and '));
}

/**
 * Each rollup row is cut where a state that it counts begins or ends. The first piece takes the row's place, for it has
 * its key; the others are new.
 */
function reduceStatement(rollup: Rollup, userIds: readonly string[]): Sql {
  const { table, keys } = rollup;
  return sql`/* identities.reduce_${raw(table)} */
with counted as materialized (${rollup.counted(userIds)}),
touched as materialized (
  select ${keysOf(rollup, 'r')}, r.valid_from, r.valid_to, r.users, r.revenue, r.score_sum, r.transactions
    from (select distinct ${keysOf(rollup, 'c')} from counted c) k
    join ${raw(table)} r on ${sameKeys(rollup, 'k', 'r')}
   where exists (
     select 1 from counted c
      where ${sameKeys(rollup, 'c', 'r')} and c.valid_from < r.valid_to and c.valid_to > r.valid_from)),
cuts as (
  select ${keysOf(rollup, 't')}, t.valid_from as row_from, t.valid_from as cut_at from touched t
   union
  select ${keysOf(rollup, 't')}, t.valid_from, e.cut_at
    from touched t
    join (select ${keysOf(rollup, 'c')}, c.valid_from as cut_at from counted c
           union
          select ${keysOf(rollup, 'c')}, c.valid_to from counted c) e
      on ${sameKeys(rollup, 'e', 't')} and e.cut_at > t.valid_from and e.cut_at < t.valid_to),
pieces as (
  select ${keysOf(rollup, 't')}, k.cut_at as valid_from, t.users, t.revenue, t.score_sum, t.transactions,
         coalesce(lead(k.cut_at) over (partition by ${keysOf(rollup, 'k')}, k.row_from order by k.cut_at), t.valid_to) as valid_to
    from cuts k
    join touched t on ${sameKeys(rollup, 't', 'k')} and t.valid_from = k.row_from)
insert into ${raw(table)} (${raw(keys.join(', '))}, valid_from, valid_to, users, revenue, score_sum, transactions)
select ${keysOf(rollup, 'p')}, p.valid_from, p.valid_to, p.users - count(c.valid_from), p.revenue - coalesce(sum(c.revenue), 0),
       p.score_sum - coalesce(sum(c.engagement_score), 0), p.transactions - coalesce(sum(c.transactions), 0)
  from pieces p
  left join counted c on ${sameKeys(rollup, 'c', 'p')} and c.valid_from <= p.valid_from and c.valid_to >= p.valid_to
 group by ${keysOf(rollup, 'p')}, p.valid_from, p.valid_to, p.users, p.revenue, p.score_sum, p.transactions
on conflict (${raw(keys.join(', '))}, valid_from) do update
  set valid_to = excluded.valid_to, users = excluded.users, revenue = excluded.revenue,
      score_sum = excluded.score_sum, transactions = excluded.transactions`;
}

function dropEmpty(rollup: Rollup, userIds: readonly string[]): Sql {
  return sql`/* identities.drop_empty_${raw(rollup.table)} */
with counted as (${rollup.counted(userIds)})
delete from ${raw(rollup.table)} r
 where r.users = 0 and not ${rollup.always}
   and exists (select 1 from counted c where ${sameKeys(rollup, 'c', 'r')})`;
}

/** The number of users of each snapshot that had one of them; its revision tells readers that it has changed. */
export function reduceSnapshots(userIds: readonly string[]): Sql {
  return sql`/* identities.reduce_snapshots */
update snapshots n set users = n.users - h.users, revision = n.revision + 1
  from (select p.snapshot_id, count(*) as users
          from snapshots p
          join user_states s on s.valid_from <= p.snapshot_id and s.valid_to > p.snapshot_id
         where s.user_id = any (${userIds}::bigint[])
         group by p.snapshot_id) h
 where h.snapshot_id = n.snapshot_id`;
}

export function deleteStates(userIds: readonly string[]): Sql {
  return sql`/* identities.delete_states */ delete from user_states where user_id = any (${userIds}::bigint[])`;
}
