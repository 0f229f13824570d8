// Features: one row a user in a range of user ids, from events, orders and profiles, as named CTE steps that end
// in `features` (alias f). One ordered pass over the events gives sessions; what is left is per user and small.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { compileEventTest } from '../../rules/compile.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { compileMedium, compileSource } from '../../rules/traffic.ts';

/** Users with `after < user_id <= upTo`. */
export interface UserRange {
  readonly after: bigint;
  readonly upTo: bigint;
}

function within(column: string, { after, upTo }: UserRange): Sql {
  return sql`${raw(column)} > ${after}::bigint and ${raw(column)} <= ${upTo}::bigint`;
}

/**
 * Events to touches: one row for each place, channel and traits by which a user came. A gap of more than the
 * timeout starts a session, so the gaps up to it sum to the time in sessions, and the others count them.
 */
function touchSteps(rules: RuleSet, asOf: string, range: UserRange): Sql {
  const timeout = sql`make_interval(mins => ${rules.session.timeoutMinutes}::integer)`;
  const tests = rules.signals.map(
    ({ key, anyOf }) => sql`(${join(anyOf.map(compileEventTest), ' or ')}) as ${raw(`signal_${key}`)}`,
  );
  const counts = rules.signals.map(
    ({ key }) => sql`count(*) filter (where a.${raw(`signal_${key}`)}) as ${raw(`signal_${key}`)}`,
  );
  return sql`action_signals as (
  select a.action_id${separate(tests)} from actions a),
gaps as (
  select e.user_id, e.occurred_at, e.action_id, e.place_id, e.channel_id, e.trait_id,
         e.occurred_at - lag(e.occurred_at) over w as gap,
         coalesce(e.occurred_at - lag(e.occurred_at) over w > ${timeout}, true) as starts,
         row_number() over w as event_no
    from events e
   where ${within('e.user_id', range)} and e.occurred_at <= ${asOf}::timestamptz
  window w as (partition by e.user_id order by e.occurred_at)),
sessions as (
  select g.*,
         max(case when g.starts then g.occurred_at end) over s as started_at,
         max(case when g.starts then g.event_no end) over s as first_event_no
    from gaps g
  window s as (partition by g.user_id order by g.occurred_at rows unbounded preceding)),
touches as materialized (
  select s.user_id, s.place_id, s.channel_id, s.trait_id,
         min(s.occurred_at) as first_at, max(s.occurred_at) as last_at, count(*) as events,
         sum(s.gap) filter (where not s.starts) as session_time,
         count(*) filter (where s.starts) as sessions,
         max(s.occurred_at - s.started_at) as longest_session,
         max(s.event_no - s.first_event_no + 1) as largest_session${separate(counts)}
    from sessions s
    join action_signals a on a.action_id = s.action_id
   group by s.user_id, s.place_id, s.channel_id, s.trait_id)`;
}

function separate(columns: readonly Sql[]): Sql {
  return columns.length === 0 ? raw('') : sql`, ${join(columns)}`;
}

/**
 * The first known value in time, and the place of the event that knows most of its three. Among equals the text
 * that sorts first, so the earliest instant is found first and the value among those of that instant.
 */
function attributeSteps(rules: RuleSet): Sql {
  const signals = rules.signals.map(({ key }) => raw(`sum(t.signal_${key})::bigint as signal_${key}`));
  return sql`ranked_places as materialized (
  select p.place_id, row_number() over (order by p.country, p.state, p.city) as place_rank,
         (3 - (p.city <> '')::integer - (p.state <> '')::integer - (p.country <> '')::integer) * interval '20000 years' as penalty
    from places p),
named_channels as materialized (
  select c.channel_id, ${compileSource(rules.traffic)} as source, ${compileMedium(rules.traffic)} as medium
    from channels c),
described as (
  select t.*, t.first_at + p.penalty as place_key, p.place_rank, c.source, c.medium, r.gender, r.age, r.income_group
    from touches t
    join ranked_places p on p.place_id = t.place_id
    join named_channels c on c.channel_id = t.channel_id
    join traits r on r.trait_id = t.trait_id),
measures as (
  select t.user_id, sum(t.events)::integer as total_events, sum(t.sessions)::integer as session_count,
         coalesce(extract(epoch from sum(t.session_time)) * 1000000, 0)::bigint as total_session_us,
         coalesce(extract(epoch from max(t.longest_session)) * 1000000, 0)::bigint as longest_session_us,
         max(t.largest_session)::integer as largest_session_events,
         min(t.first_at) as first_seen_at, max(t.last_at) as last_seen_at,
         min(t.place_key) as place_key,
         min(t.first_at) filter (where t.gender <> '') as gender_at,
         min(t.first_at) filter (where t.age <> '') as age_at,
         min(t.first_at) filter (where t.income_group <> '') as income_at${separate(signals)}
    from described t
   group by t.user_id),
attributes as (
  select t.user_id,
         min(t.place_rank) filter (where t.place_key = m.place_key) as place_rank,
         min(t.gender) filter (where t.gender <> '' and t.first_at = m.gender_at) as gender,
         min(t.age) filter (where t.age <> '' and t.first_at = m.age_at) as age,
         min(t.income_group) filter (where t.income_group <> '' and t.first_at = m.income_at) as income_group,
         coalesce(array_agg(distinct t.source) filter (where t.source <> ''), '{}') as sources,
         coalesce(array_agg(distinct t.medium) filter (where t.medium <> ''), '{}') as mediums
    from described t
    join measures m on m.user_id = t.user_id
   group by t.user_id)`;
}

const PROFILE_COLUMNS = [
  'email',
  'phone',
  'consent',
  'gender',
  'age',
  'birth_date',
  'income_group',
  'city',
  'state',
  'country',
];

/** Profiles to one row a user: in each column the last import whose file had that column counts. */
function profileSteps(range: UserRange): Sql {
  const latest = PROFILE_COLUMNS.map((name) =>
    raw(`max(p.import_id) filter (where '${name}' = any (p.given)) as ${name}_by`),
  );
  const chosen = PROFILE_COLUMNS.map((name) => {
    const aggregate = name === 'consent' ? 'bool_or' : 'max';
    return raw(`${aggregate}(p.${name}) filter (where p.import_id = l.${name}_by) as ${name}`);
  });
  return sql`latest_profiles as (
  select p.user_id, ${join(latest)} from profiles p where ${within('p.user_id', range)} group by p.user_id),
given as (
  select p.user_id, ${join(chosen)}
    from profiles p
    join latest_profiles l on l.user_id = p.user_id
   where ${within('p.user_id', range)}
   group by p.user_id),
buyers as (
  select o.user_id, count(*) filter (where o.revenue >= 0)::integer as transactions, sum(o.revenue) as revenue,
         max(o.ordered_at) filter (where o.revenue >= 0) as last_order_at
    from orders o
   where ${within('o.user_id', range)}
   group by o.user_id)`;
}

/** What follows `with` up to and including the step `features`, for the users of `range` at `asOf` (ISO text). */
export function featureSteps(rules: RuleSet, asOf: string, range: UserRange): Sql {
  const signals = rules.signals.map(({ key }) => raw(`coalesce(m.signal_${key}, 0) as signal_${key}`));
  const pairs = rules.signals.map(({ key }) => sql`${key}::text, coalesce(m.${raw(`signal_${key}`)}, 0)`);
  const placeGiven = raw('coalesce(g.city, g.state, g.country) is not null');
  return sql`${touchSteps(rules, asOf, range)},
${attributeSteps(rules)},
${profileSteps(range)},
gathered as (
  select u.user_id, u.external_id,
         coalesce(b.transactions, 0) as transactions, coalesce(b.revenue, 0) as revenue, b.last_order_at,
         coalesce(m.session_count, 0) as session_count, coalesce(m.total_events, 0) as total_events,
         coalesce(m.total_session_us, 0) as total_session_us, coalesce(m.longest_session_us, 0) as longest_session_us,
         coalesce(m.largest_session_events, 0) as largest_session_events, m.first_seen_at, m.last_seen_at,
         jsonb_build_object(${pairs.length > 0 ? join(pairs) : raw('')}) as signals${separate(signals)},
         coalesce(t.sources, '{}') as sources, coalesce(t.mediums, '{}') as mediums,
         coalesce(g.gender, t.gender) as gender, g.birth_date,
         case when g.birth_date is null then coalesce(g.age, t.age) end as age,
         coalesce(g.income_group, t.income_group) as income_group,
         case when ${placeGiven} then g.city else nullif(p.city, '') end as city,
         case when ${placeGiven} then g.state else nullif(p.state, '') end as state,
         case when ${placeGiven} then g.country else nullif(p.country, '') end as country,
         g.email, g.phone, g.consent
    from users u
    left join measures m on m.user_id = u.user_id
    left join attributes t on t.user_id = u.user_id
    left join ranked_places r on r.place_rank = t.place_rank
    left join places p on p.place_id = r.place_id
    left join given g on g.user_id = u.user_id
    left join buyers b on b.user_id = u.user_id
   where ${within('u.user_id', range)}),
features as materialized (
  select g.*,
         case when g.birth_date is not null
              then extract(year from age((${asOf}::timestamptz at time zone 'UTC')::date, g.birth_date))::integer
              when g.age ~ '^[0-9]{1,3}(\\.0)?$' then split_part(g.age, '.', 1)::integer
         end as age_years
    from gathered g)`;
}
