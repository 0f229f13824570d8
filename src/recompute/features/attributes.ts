// What events say of a user: the first known gender, age and income, the place of the event that knows most of its
// three, and the channels. The earliest instant is found first and the value among those of that instant, so that
// among equals the text that sorts first is taken. Most users have one place and one set of traits, and many one
// channel, so that there is nothing to find.
import { raw, type Sql, sql } from '../../db/sql.ts';
import { compileMedium, compileSource } from '../../rules/traffic.ts';
import type { Reading } from '../scope.ts';

/** Steps `attributes` and `channel_sets`, a row a user, from `slots` and `totals`. */
export function attributeSteps(reading: Reading): Sql {
  const { traffic } = reading.rules;
  return sql`ranked_places as materialized (
  select p.place_id, nullif(p.city, '') as city, nullif(p.state, '') as state, nullif(p.country, '') as country,
         row_number() over (order by p.country, p.state, p.city) as place_rank,
         (3 - (p.city <> '')::integer - (p.state <> '')::integer - (p.country <> '')::integer) * interval '20000 years' as penalty
    from places p),
named_channels as materialized (
  select n.channel_id, n.source, n.medium,
         array_remove(array[n.source], '') as sources, array_remove(array[n.medium], '') as mediums
    from (select c.channel_id, ${compileSource(traffic)} as source, ${compileMedium(traffic)} as medium
            from channels c offset 0) n),
described as materialized (
  select k.user_id, k.first_at, k.first_at + p.penalty as place_key, p.place_rank, r.gender, r.age, r.income_group
    from totals t
    join slots k on k.user_id = t.user_id
    join ranked_places p on p.place_id = k.place_id
    join traits r on r.trait_id = k.trait_id
   where t.only_place_id is null or t.only_trait_id is null),
first_known as (
  select d.user_id, min(d.place_key) as place_key,
         min(d.first_at) filter (where d.gender <> '') as gender_at,
         min(d.first_at) filter (where d.age <> '') as age_at,
         min(d.first_at) filter (where d.income_group <> '') as income_at
    from described d
   group by d.user_id),
attributes as (
  select t.user_id, p.place_rank, nullif(r.gender, '') as gender, nullif(r.age, '') as age,
         nullif(r.income_group, '') as income_group
    from totals t
    join ranked_places p on p.place_id = t.only_place_id
    join traits r on r.trait_id = t.only_trait_id
   union all
  select d.user_id,
         min(d.place_rank) filter (where d.place_key = f.place_key) as place_rank,
         min(d.gender) filter (where d.gender <> '' and d.first_at = f.gender_at) as gender,
         min(d.age) filter (where d.age <> '' and d.first_at = f.age_at) as age,
         min(d.income_group) filter (where d.income_group <> '' and d.first_at = f.income_at) as income_group
    from described d
    join first_known f on f.user_id = d.user_id
   group by d.user_id),
${channelStep(reading)}`;
}

/** The sources and mediums that count: of all events, or of the first or last that has either. */
function channelStep({ rules: { traffic } }: Reading): Sql {
  const several =
    traffic.attribution === 'any'
      ? ANY_TOUCH
      : touchStep(traffic.attribution === 'first' ? 'k.first_at' : 'k.last_at desc');
  return sql`${several},
channel_sets as (
  select t.user_id, c.sources, c.mediums
    from totals t
    join named_channels c on c.channel_id = t.only_channel_id
   union all
  select s.user_id, s.sources, s.mediums from several_channels s)`;
}

const ANY_TOUCH = raw(`user_channels as (
  select distinct k.user_id, k.channel_id
    from totals t
    join slots k on k.user_id = t.user_id
   where t.only_channel_id is null),
several_channels as (
  select k.user_id, coalesce(array_agg(distinct c.source) filter (where c.source <> ''), '{}') as sources,
         coalesce(array_agg(distinct c.medium) filter (where c.medium <> ''), '{}') as mediums
    from user_channels k
    join named_channels c on c.channel_id = k.channel_id
   group by k.user_id)`);

/** Only the first event of a slot, or the last, can be a user's first, or last, of its channel. */
function touchStep(order: string): Sql {
  return raw(`several_channels as (
  select distinct on (k.user_id) k.user_id, c.sources, c.mediums
    from totals t
    join slots k on k.user_id = t.user_id
    join named_channels c on c.channel_id = k.channel_id
   where t.only_channel_id is null and (c.source <> '' or c.medium <> '')
   order by k.user_id, ${order}, c.source, c.medium)`);
}
