-- What semantics.md calls sessions, attributes, channels, orders and profiles, from the stored inputs, in DuckDB's own
-- way. Events of one user within a slot of 18 minutes are of one session, so that sessions, first known words, places
-- and channels are read from the slots, which are several times fewer than the events.

create or replace temp table slots as
with named_actions as (
  select a.action_id,
         coalesce(lower(a.page_type) like '%cart%' or lower(a.page_type) like '%checkout%', false)
           or coalesce(lower(a.event_name) in ('add_to_cart', 'view_cart', 'begin_checkout'), false) as is_cart
    from actions a)
select e.user_id, epoch_us(e.occurred_at) >> 30 as slot, e.place_id, e.channel_id, e.trait_id,
       count(*) as events, count(*) filter (a.is_cart) as carts,
       min(epoch_us(e.occurred_at)) as first_us, max(epoch_us(e.occurred_at)) as last_us
  from events e
  join named_actions a using (action_id)
 where e.occurred_at <= getvariable('as_of')
 group by all;

create or replace temp table visits as
with walked as (
  select s.user_id, s.first_us, s.last_us, s.events, max(s.last_us) over w as previous_us
    from slots s
  window w as (partition by s.user_id order by s.first_us rows between unbounded preceding and 1 preceding)),
numbered as (
  select w.*, sum(case when w.first_us - w.previous_us <= 1800000000 then 0 else 1 end)
                over (partition by w.user_id order by w.first_us rows unbounded preceding) as session_no
    from walked w),
sessions as (
  select n.user_id, n.session_no, max(n.last_us) - min(n.first_us) as us, sum(n.events) as events
    from numbered n
   group by n.user_id, n.session_no)
select s.user_id, count(*) as session_count, sum(s.us)::bigint as total_session_us, max(s.us) as longest_session_us,
       max(s.events)::bigint as largest_session_events
  from sessions s
 group by s.user_id;

-- Words and places by their rank in sort order: behind the instant, in one number, the least of them is the earliest
-- and among equals the one that sorts first.
create or replace temp table ranked_places as
select p.*, (p.city is null)::integer + (p.state is null)::integer + (p.country is null)::integer as unknown,
       row_number() over (order by p.country nulls first, p.state nulls first, p.city nulls first) as place_rank
  from places p;

create or replace temp table ranked_traits as
select t.*, case when t.gender is not null then dense_rank() over (order by t.gender) end as gender_rank,
       case when t.age is not null then dense_rank() over (order by t.age) end as age_rank,
       case when t.income_group is not null then dense_rank() over (order by t.income_group) end as income_rank
  from traits t;

create or replace temp table genders as
select distinct t.gender_rank, t.gender from ranked_traits t where t.gender is not null;

create or replace temp table ages as
select distinct t.age_rank, t.age from ranked_traits t where t.age is not null;

create or replace temp table incomes as
select distinct t.income_rank, t.income_group from ranked_traits t where t.income_group is not null;

create or replace temp table seen as
select s.user_id, sum(s.events)::bigint as total_events, sum(s.carts)::bigint as carts, min(s.first_us) as first_us,
       max(s.last_us) as last_us,
       case when min(s.channel_id) = max(s.channel_id) then min(s.channel_id)::varchar
            else array_to_string(list_sort(list_distinct(list(s.channel_id))), ' ') end as channel_ids,
       (min((p.unknown::hugeint << 96) + (s.first_us::hugeint << 32) + p.place_rank) & 4294967295)::bigint as place_rank,
       (min((s.first_us::hugeint << 32) + t.gender_rank) & 4294967295)::bigint as gender_rank,
       (min((s.first_us::hugeint << 32) + t.age_rank) & 4294967295)::bigint as age_rank,
       (min((s.first_us::hugeint << 32) + t.income_rank) & 4294967295)::bigint as income_rank
  from slots s
  join ranked_places p using (place_id)
  join ranked_traits t using (trait_id)
 group by s.user_id;

-- Sources and mediums are worked out once for each set of channels that any user has.
create or replace temp table channel_sets as
with hosts as (
  select c.channel_id, regexp_replace(lower(c.source), '^(www\.|m\.|l\.|lm\.)', '') as host,
         translate(lower(c.medium), ' _-()', '') as medium
    from channels c),
named as (
  select h.channel_id, h.medium,
         case when h.host in ('facebook.com', 'fb', 'fb.com', 'fb.me') then 'facebook'
              when h.host in ('instagram.com', 'ig') then 'instagram'
              when h.host in ('twitter.com', 't.co', 'x', 'x.com') then 'twitter'
              when h.host in ('linkedin.com', 'lnkd.in') then 'linkedin'
              when h.host = 'tiktok.com' then 'tiktok'
              when h.host in ('youtube.com', 'youtu.be') then 'youtube'
              when h.host = '(direct)' then 'direct'
              when regexp_full_match(h.host, 'google\.[a-z]+(\.[a-z]+)?') then 'google'
              else h.host end as source
    from hosts h),
members as (
  select s.channel_ids, unnest(string_split(s.channel_ids, ' '))::integer as channel_id
    from (select distinct n.channel_ids from seen n) s)
select m.channel_ids,
       coalesce(list(distinct n.source order by n.source) filter (n.source <> ''), []) as sources,
       coalesce(list(distinct n.medium order by n.medium) filter (n.medium <> ''), []) as mediums
  from members m
  join named n using (channel_id)
 group by m.channel_ids;

create or replace temp table buyers as
with lines as (
  select l.transaction_id, sum(l.revenue) as revenue, min(l.ordered_at) as ordered_at,
         arg_min(l.user_id, u.external_id) as owner
    from order_lines l
    left join users u using (user_id)
   where l.ordered_at is null or l.ordered_at <= getvariable('as_of')
   group by l.transaction_id),
mentions as (
  select m.transaction_id, min(m.occurred_at) as occurred_at,
         arg_min(m.user_id, (m.occurred_at, u.external_id)) as first_user,
         arg_min(m.revenue, (m.occurred_at, u.external_id, m.revenue)) filter (m.revenue is not null) as revenue
    from order_mentions m
    join users u using (user_id)
   where m.occurred_at <= getvariable('as_of')
   group by m.transaction_id),
orders as (
  select coalesce(l.owner, m.first_user) as user_id, coalesce(l.ordered_at, m.occurred_at) as ordered_at,
         coalesce(l.revenue, m.revenue) as revenue
    from lines l
    full join mentions m using (transaction_id))
select o.user_id, count(*) filter (o.revenue >= 0) as transactions, sum(o.revenue) as revenue,
       max(o.ordered_at) filter (o.revenue >= 0) as last_order_at
  from orders o
 where o.user_id is not null and o.revenue is not null
 group by o.user_id;

-- A profile counts as it is where it is the user's only one; of several, the last that has the column.
create or replace temp table given as
with counted as (select p.user_id, count(*) > 1 as several from profiles p group by p.user_id)
select p.user_id, p.email, p.phone, p.consent, p.gender, p.age, p.birth_date, p.income_group, p.city, p.state, p.country
  from profiles p
  join counted c using (user_id)
 where not c.several
 union all
select p.user_id, arg_max_null(p.email, p.import_id) filter (list_contains(p.given, 'email')),
       arg_max_null(p.phone, p.import_id) filter (list_contains(p.given, 'phone')),
       arg_max_null(p.consent, p.import_id) filter (list_contains(p.given, 'consent')),
       arg_max_null(p.gender, p.import_id) filter (list_contains(p.given, 'gender')),
       arg_max_null(p.age, p.import_id) filter (list_contains(p.given, 'age')),
       arg_max_null(p.birth_date, p.import_id) filter (list_contains(p.given, 'birth_date')),
       arg_max_null(p.income_group, p.import_id) filter (list_contains(p.given, 'income_group')),
       arg_max_null(p.city, p.import_id) filter (list_contains(p.given, 'city')),
       arg_max_null(p.state, p.import_id) filter (list_contains(p.given, 'state')),
       arg_max_null(p.country, p.import_id) filter (list_contains(p.given, 'country'))
  from profiles p
  join counted c using (user_id)
 where c.several
 group by p.user_id;
