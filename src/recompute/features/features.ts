// Features: one row a user with everything that rules read and readers are shown, as the step `features`: from the
// inputs (events, orders, profiles), or, where a rule set is published that reads the same inputs, from the states.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { ageYears } from '../../rules/age.ts';
import { STANDING } from '../../rules/evaluation-steps.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { isMember, memberStep, type Reading, rowsOf } from '../scope.ts';
import { attributeSteps } from './attributes.ts';
import { eventSteps } from './events.ts';
import { profileSteps } from './profiles.ts';
import { purchaseSteps } from './purchases.ts';
import { countOf, exitsOf, signalsOf } from './signals.ts';

/** The columns of a state that are measured, in contrast to those that rules derive from them. */
export const MEASURED = [
  'external_id',
  'transactions',
  'revenue',
  'session_count',
  'total_events',
  'total_session_us',
  'longest_session_us',
  'largest_session_events',
  'first_seen_at',
  'last_seen_at',
  'last_order_at',
  'signals',
  'sources',
  'mediums',
  'gender',
  'age',
  'birth_date',
  'income_group',
  'city',
  'state',
  'country',
  'email',
  'phone',
  'consent',
  'input_change_at',
];

/** What follows `with` up to the step `features`, from the inputs up to `asOf` (ISO text). */
export function featuresFromInputs(reading: Reading): Sql {
  return sql`${memberStep(reading.scope)}${eventSteps(reading)},
${attributeSteps(reading)},
${profileSteps(reading.scope)},
${purchaseSteps(reading)},
${gatheredStep(reading)},
features as (
  select g.*, ${ageYears(reading.asOf)} as age_years
    from gathered g offset 0)`;
}

function gatheredStep(reading: Reading): Sql {
  const { rules, scope } = reading;
  const signals = rules.signals.map((signal) => sql`${countOf(signal)} as ${raw(`signal_${signal.key}`)}`);
  const byLines = signalsOf(rules, 'lines').length > 0;
  return sql`gathered as (
  select ${join([MEASURES, PLACE, sql`${signalsAsJson(rules)} as signals`, ...signals])},
         ${changeOf(reading)} as input_change_at
    from ${rowsOf('users', 'u', scope)}
    left join totals t on t.user_id = u.user_id
    left join session_measures s on s.user_id = u.user_id
    left join attributes a on a.user_id = u.user_id
    left join channel_sets h on h.user_id = u.user_id
    left join ranked_places p on p.place_rank = a.place_rank
    left join given g on g.user_id = u.user_id
    left join buyers b on b.user_id = u.user_id${raw(byLines ? '\n    left join line_signals l on l.user_id = u.user_id' : '')}${waitingJoin(reading)}
   where ${isMember('u', scope)})`;
}

/** An object costs more than any other column to make, and of most users it is the same. */
function signalsAsJson({ signals }: RuleSet): Sql {
  const none = sql`${JSON.stringify(Object.fromEntries(signals.map(({ key }) => [key, 0])))}::jsonb`;
  if (signals.length === 0) return none;
  const areNone = signals.map((signal) => sql`${countOf(signal)} = 0`);
  const pairs = signals.map((signal) => sql`${signal.key}::text, ${countOf(signal)}`);
  return sql`case when ${join(areNone, ' and ')} then ${none} else jsonb_build_object(${join(pairs)}) end`;
}

/**
 * Of an interval of days and time, none of it negative, as a whole number. Up to 30 years a double is off by less than
 * a third of a microsecond, and several times quicker than a numeric.
 */
export function microseconds(interval: string): string {
  return `coalesce(case when ${interval} < interval '30 years' then (date_part('epoch', ${interval}) * 1000000)::bigint
                        else (extract(epoch from ${interval}) * 1000000)::bigint end, 0)`;
}

const MEASURES = raw(`u.user_id, u.external_id,
         coalesce(b.transactions, 0) as transactions, coalesce(b.revenue, 0) as revenue, b.last_order_at,
         coalesce(s.session_count, 0)::integer as session_count, coalesce(t.total_events, 0)::integer as total_events,
         ${microseconds('s.earlier_sessions + (t.last_seen_at - s.last_started_at)')} as total_session_us,
         ${microseconds('greatest(s.longest_earlier, t.last_seen_at - s.last_started_at)')} as longest_session_us,
         coalesce(greatest(s.largest_earlier, t.total_events - s.events_before_last), 0)::integer as largest_session_events,
         t.first_seen_at, t.last_seen_at,
         coalesce(h.sources, '{}') as sources, coalesce(h.mediums, '{}') as mediums,
         coalesce(g.gender, a.gender) as gender, g.birth_date,
         case when g.birth_date is null then coalesce(g.age, a.age) end as age,
         coalesce(g.income_group, a.income_group) as income_group, g.email, g.phone, g.consent`);

const PLACE = raw(
  ['city', 'state', 'country']
    .map(
      (name) =>
        `case when coalesce(g.city, g.state, g.country) is not null then g.${name} else p.${name} end as ${name}`,
    )
    .join(', '),
);

/** When the inputs alone next change something: one drops out of a window, or one that is dated later counts. */
function changeOf({ rules, asOf, inputsWait }: Reading): Sql {
  const instants = exitsOf(rules, asOf);
  if (inputsWait) instants.push(raw('w.waits_until'));
  return instants.length === 0 ? raw('null::timestamptz') : sql`least(${join(instants)})`;
}

function waitingJoin({ asOf, scope, inputsWait }: Reading): Sql {
  if (!inputsWait) return raw('');
  return sql`
    left join (
      select e.user_id, min(e.occurred_at) as waits_until
        from ${rowsOf('events', 'e', scope)}
       where ${isMember('e', scope)} and e.occurred_at > ${asOf}::timestamptz
       group by e.user_id) w on w.user_id = u.user_id`;
}

/** The same step, from the rows `s` of user_states of which `which` holds, with what rules made of them as STANDING. */
export function featuresOfStates({ rules, asOf }: Pick<Reading, 'rules' | 'asOf'>, which: Sql): Sql {
  const signals = rules.signals.map(
    ({ key }) => sql`(s.signals ->> ${key}::text)::numeric as ${raw(`signal_${key}`)}`,
  );
  const measured = raw(MEASURED.map((name) => `s.${name}`).join(', '));
  const standing = [
    raw(`s.segment_ids as ${STANDING.segmentIds}`),
    raw(`s.engagement_score as ${STANDING.engagementScore}`),
    raw(`s.next_change_at as ${STANDING.changeAt}`),
  ];
  return sql`stored as (
  select ${join([raw('s.user_id'), measured, ...signals, ...standing])}
    from user_states s
   where ${which}),
features as (
  select g.*, ${ageYears(asOf)} as age_years
    from stored g offset 0)`;
}
