// What events say of a user: the first known gender, age and income, the place of the event that knows most of its
// three, and the channels. The earliest instant is found first and the value among those of that instant, so that
// among equals the text that sorts first is taken.
import { raw, type Sql, sql } from '../../db/sql.ts';
import { compileMedium, compileSource } from '../../rules/traffic.ts';
import { isMember, type Reading, rowsOf } from '../scope.ts';

/** Steps `attributes` and `channel_sets`, a row a user, from `marks`. */
export function attributeSteps(reading: Reading): Sql {
  const { traffic } = reading.rules;
  return sql`ranked_places as materialized (
  select p.place_id, row_number() over (order by p.country, p.state, p.city) as place_rank,
         (3 - (p.city <> '')::integer - (p.state <> '')::integer - (p.country <> '')::integer) * interval '20000 years' as penalty
    from places p),
named_channels as materialized (
  select c.channel_id, ${compileSource(traffic)} as source, ${compileMedium(traffic)} as medium
    from channels c),
described as materialized (
  select k.user_id, k.occurred_at, k.occurred_at + p.penalty as place_key, p.place_rank, k.channel_id,
         r.gender, r.age, r.income_group
    from marks k
    join ranked_places p on p.place_id = k.place_id
    join traits r on r.trait_id = k.trait_id),
first_known as (
  select d.user_id, min(d.place_key) as place_key,
         min(d.occurred_at) filter (where d.gender <> '') as gender_at,
         min(d.occurred_at) filter (where d.age <> '') as age_at,
         min(d.occurred_at) filter (where d.income_group <> '') as income_at
    from described d
   group by d.user_id),
attributes as (
  select d.user_id,
         min(d.place_rank) filter (where d.place_key = f.place_key) as place_rank,
         min(d.gender) filter (where d.gender <> '' and d.occurred_at = f.gender_at) as gender,
         min(d.age) filter (where d.age <> '' and d.occurred_at = f.age_at) as age,
         min(d.income_group) filter (where d.income_group <> '' and d.occurred_at = f.income_at) as income_group
    from described d
    join first_known f on f.user_id = d.user_id
   group by d.user_id),
${channelStep(reading)}`;
}

/** The sources and mediums that count: of all events, or of the first or last that has either. */
function channelStep(reading: Reading): Sql {
  const { traffic } = reading.rules;
  if (traffic.attribution === 'any') return ANY_TOUCH;
  const touches = traffic.attribution === 'first' ? FIRST_TOUCHES : lastTouches(reading);
  return sql`${touches},
channel_sets as (
  select t.user_id, array_remove(array[t.source], '') as sources, array_remove(array[t.medium], '') as mediums
    from touches t)`;
}

const ANY_TOUCH = raw(`user_channels as (
  select distinct k.user_id, k.channel_id from marks k),
channel_sets as (
  select k.user_id, coalesce(array_agg(distinct c.source) filter (where c.source <> ''), '{}') as sources,
         coalesce(array_agg(distinct c.medium) filter (where c.medium <> ''), '{}') as mediums
    from user_channels k
    join named_channels c on c.channel_id = k.channel_id
   group by k.user_id)`);

const FIRST_TOUCHES = raw(`touches as (
  select distinct on (k.user_id) k.user_id, c.source, c.medium
    from marks k
    join named_channels c on c.channel_id = k.channel_id
   where c.source <> '' or c.medium <> ''
   order by k.user_id, k.occurred_at, c.source, c.medium)`);

/** From the events themselves: which of several at one instant comes last among the marks is not said. */
function lastTouches({ asOf, scope }: Reading): Sql {
  return sql`touches as (
  select distinct on (e.user_id) e.user_id, c.source, c.medium
    from ${rowsOf('events', 'e', scope)}
    join named_channels c on c.channel_id = e.channel_id
   where ${isMember('e', scope)} and e.occurred_at <= ${asOf}::timestamptz and (c.source <> '' or c.medium <> '')
   order by e.user_id, e.occurred_at desc, c.source, c.medium)`;
}
