-- Features, scores and segments of every user, by the rules of semantics.md, written to a table.

create or replace temp table age_words as
with words as (select distinct t.age from traits t union select distinct p.age from profiles p),
read as (
  select w.age, lower(w.age) as word,
         case when regexp_full_match(w.age, '[0-9]{1,3}(\.0)?') then split_part(w.age, '.', 1)::integer end as years
    from words w)
select r.age, case when r.word = '18-24' or r.years between 18 and 24 then 1
                   when r.word = '25-34' or r.years between 25 and 34 then 2
                   when r.word = '35-44' or r.years between 35 and 44 then 3
                   when r.word = '45-54' or r.years between 45 and 54 then 4
                   when r.word = '55-64' or r.years between 55 and 64 then 5
                   when r.word in ('65+', 'above 64', '65 or more', '>64') or r.years between 65 and 150 then 6
                   else 7 end::utinyint as age_segment
  from read r
 where r.age is not null;

create or replace temp table us_states as
select unnest(string_split(s.words, ', ')) as word, s.region
  from (values
    (1, 'connecticut, ct, maine, me, massachusetts, ma, new hampshire, nh, rhode island, ri, vermont, vt, new jersey, nj, new york, ny, pennsylvania, pa'),
    (2, 'illinois, il, indiana, in, michigan, mi, ohio, oh, wisconsin, wi, iowa, ia, kansas, ks, minnesota, mn, missouri, mo, nebraska, ne, north dakota, nd, south dakota, sd'),
    (3, 'delaware, de, florida, fl, georgia, ga, maryland, md, north carolina, nc, south carolina, sc, virginia, va, district of columbia, dc, west virginia, wv, alabama, al, kentucky, ky, mississippi, ms, tennessee, tn, arkansas, ar, louisiana, la, oklahoma, ok, texas, tx'),
    (4, 'arizona, az, colorado, co, idaho, id, montana, mt, nevada, nv, new mexico, nm, utah, ut, wyoming, wy, alaska, ak, california, ca, hawaii, hi, oregon, or, washington, wa')
  ) as s (region, words);

create or replace temp table channel_segments as
select c.channel_ids, to_json(c.sources)::varchar as sources, to_json(c.mediums)::varchar as mediums, case
    when list_has_any(c.sources, ['facebook', 'instagram', 'twitter', 'linkedin', 'tiktok', 'youtube']) then 1
    when list_has_any(c.mediums, ['paid', 'cpc', 'cpm', 'ppc', 'paidsearch', 'paidsocial']) then 2
    when list_contains(c.sources, 'google') or list_contains(c.mediums, 'organic') then 3
    when list_contains(c.sources, 'direct') or list_contains(c.mediums, 'none') then 4
    when list_contains(c.sources, 'email') or list_contains(c.mediums, 'email') then 5
    when list_contains(c.mediums, 'referral') then 6
    else 7 end::utinyint as traffic_source_segment,
  case when list_contains(c.sources, 'facebook') then 1
       when list_contains(c.sources, 'google') then 2
       when list_contains(c.sources, 'instagram') then 3
       when list_contains(c.sources, 'direct') then 4
       when list_contains(c.sources, 'email') then 5
       else 6 end::utinyint as primary_source_segment
  from channel_sets c;

create or replace table user_states as
with gathered as (
  select u.user_id, u.external_id, coalesce(b.transactions, 0) as transactions, coalesce(b.revenue, 0) as revenue, b.last_order_at,
         coalesce(v.session_count, 0) as session_count, coalesce(e.total_events, 0) as total_events,
         coalesce(v.total_session_us, 0) as total_session_us, coalesce(v.longest_session_us, 0) as longest_session_us,
         coalesce(v.largest_session_events, 0) as largest_session_events, coalesce(e.carts, 0) as carts,
         make_timestamp(e.first_us) as first_seen_at, make_timestamp(e.last_us) as last_seen_at,
         coalesce(s.sources, '[]') as sources, coalesce(s.mediums, '[]') as mediums,
         coalesce(s.traffic_source_segment, 7) as traffic_source_segment,
         coalesce(s.primary_source_segment, 6) as primary_source_segment,
         coalesce(g.gender, eg.gender) as gender, coalesce(g.income_group, ei.income_group) as income_group, g.birth_date,
         case when g.birth_date is null then coalesce(g.age, ea.age) end as age, g.email, g.phone, g.consent,
         coalesce(g.city, g.state, g.country) is not null as is_placed,
         case when is_placed then g.city else p.city end as city, case when is_placed then g.state else p.state end as state,
         case when is_placed then g.country else p.country end as country
    from users u
    left join visits v using (user_id)
    left join seen e using (user_id)
    left join channel_segments s using (channel_ids)
    left join given g using (user_id)
    left join buyers b using (user_id)
    left join ranked_places p on p.place_rank = e.place_rank
    left join genders eg on eg.gender_rank = e.gender_rank
    left join ages ea on ea.age_rank = e.age_rank
    left join incomes ei on ei.income_rank = e.income_rank),
scored as (
  select g.* exclude (is_placed),
         case when g.transactions >= 2 then 40 when g.transactions = 1 then 20 else 0 end
         + case when g.session_count = 0 then 0
                when g.total_session_us >= g.session_count * 900000000 then 25
                when g.total_session_us >= g.session_count * 600000000 then 20
                when g.total_session_us >= g.session_count * 300000000 then 15
                when g.total_session_us >= g.session_count * 120000000 then 10 else 0 end
         + case when g.session_count = 0 then 0
                when g.total_events >= g.session_count * 10 then 20
                when g.total_events >= g.session_count * 8 then 15
                when g.total_events >= g.session_count * 5 then 10
                when g.total_events >= g.session_count * 3 then 5 else 0 end
         + case when g.session_count >= 5 then 15 when g.session_count >= 3 then 10 when g.session_count >= 2 then 5 else 0 end
           as engagement_score,
         case when g.last_order_at > getvariable('as_of') - interval 192 hours then 5
              when g.last_order_at > getvariable('as_of') - interval 744 hours then 4
              when g.last_order_at > getvariable('as_of') - interval 1464 hours then 3
              when g.last_order_at > getvariable('as_of') - interval 2904 hours then 2 else 1 end as recency,
         case when g.transactions > 5 then 5 when g.transactions > 3 then 4 when g.transactions > 2 then 3
              when g.transactions > 1 then 2 else 1 end as frequency,
         case when g.revenue > 500 then 5 when g.revenue > 250 then 4 when g.revenue > 100 then 3
              when g.revenue > 50 then 2 else 1 end as monetary,
         date_sub('year', g.birth_date, getvariable('as_of')::date) as years
    from gathered g)
select s.* exclude (years),
       case when s.revenue >= 500 and s.transactions >= 2 then 1
            when s.engagement_score >= 70 and s.transactions >= 1 then 2
            when s.engagement_score >= 60 and s.transactions = 0 then 3
            when s.transactions >= 1 and s.engagement_score <= 30 then 4
            when s.transactions = 1 and s.engagement_score <= 50 then 5
            when s.engagement_score <= 40 and s.transactions = 0 then 6
            else 7 end::utinyint as customer_segment,
       case when s.transactions >= 2 then 1
            when s.transactions = 1 then 2
            when s.carts >= 1 then 3
            when s.session_count > 0 and s.total_session_us >= s.session_count * 600000000
              or s.session_count > 0 and s.total_events >= s.session_count * 8
              or s.longest_session_us >= 900000000 or s.largest_session_events >= 10 then 4
            when s.session_count >= 3 then 5
            else 6 end::utinyint as engagement_segment,
       case when s.birth_date is null then coalesce(a.age_segment, 7)
            when s.years between 18 and 24 then 1
            when s.years between 25 and 34 then 2
            when s.years between 35 and 44 then 3
            when s.years between 45 and 54 then 4
            when s.years between 55 and 64 then 5
            when s.years between 65 and 150 then 6
            else 7 end::utinyint as age_segment,
       case when lower(s.gender) in ('male', 'm', 'man') then 1
            when lower(s.gender) in ('female', 'f', 'woman') then 2
            else 3 end::utinyint as gender_segment,
       case when lower(s.income_group) in ('top 10%', 'high', 'high income') then 1
            when lower(s.income_group) in ('11-20%', 'above average') then 2
            when lower(s.income_group) in ('21-30%', '31-40%', '41-50%', '21-50%', 'average') then 3
            when lower(s.income_group) in ('below 50%', 'lower 50%', 'low', 'low income') then 4
            else 5 end::utinyint as income_segment,
       case when s.country is null or lower(s.country) in ('united states', 'usa', 'us', 'united states of america')
            then coalesce(r.region, 5) else 5 end::utinyint as us_region_segment,
       case when s.transactions = 0 then 1
            when s.recency >= 4 and s.frequency >= 4 and s.monetary >= 4 then 2
            when s.recency >= 3 and s.frequency >= 3 then 3
            when s.recency >= 4 and s.frequency = 1 then 4
            when s.recency >= 3 then 5
            when s.frequency >= 4 and s.monetary >= 4 then 6
            when s.frequency >= 3 then 7
            when s.recency = 2 then 8
            else 9 end::utinyint as rfm_segment
  from scored s
  left join age_words a on a.age = s.age
  left join us_states r on r.word = lower(s.state);
