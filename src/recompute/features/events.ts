// From events: how many, when, in which sessions, and the marks: the events at which a session starts or the place,
// channel or traits differ from the event before. Whatever is asked of places, channels and traits later can be
// read from the marks alone, which are several times fewer than the events.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { compileEventTest } from '../../rules/compile.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { isMember, type Reading, rowsOf } from '../scope.ts';
import { type SignalOf, signalsOf, startOf } from './signals.ts';

/** Steps `totals`, `marks` and `session_measures`, a row a user but for `marks`. */
export function eventSteps(reading: Reading): Sql {
  return sql`${totalSteps(reading)},
${markSteps(reading)},
${sessionSteps(reading)}`;
}

function totalSteps({ rules, asOf, scope }: Reading): Sql {
  const signals = signalsOf(rules, 'events');
  const tests = signals.map(
    ({ key, anyOf }) => sql`(${join(anyOf.map(compileEventTest), ' or ')}) as ${raw(`is_${key}`)}`,
  );
  const counts = signals.flatMap((signal) => eventCounts(rules, signal, asOf));
  const actions =
    signals.length === 0 ? raw('') : raw(' join signalled_actions a on a.action_id = e.action_id');
  return sql`signalled_actions as materialized (
  select ${join([raw('a.action_id'), ...tests])} from actions a),
totals as materialized (
  select ${join([
    raw(
      'e.user_id, count(*) as total_events, min(e.occurred_at) as first_seen_at, max(e.occurred_at) as last_seen_at',
    ),
    ...counts,
  ])}
    from ${rowsOf('events', 'e', scope)}${actions}
   where ${isMember('e', scope)} and e.occurred_at <= ${asOf}::timestamptz
   group by e.user_id)`;
}

function eventCounts(rules: RuleSet, { key, measure, window }: SignalOf<'events'>, asOf: string): Sql[] {
  const counted = window
    ? sql`a.${raw(`is_${key}`)} and e.occurred_at >= ${startOf(rules, window, asOf)}`
    : sql`a.${raw(`is_${key}`)}`;
  const count = sql`count(*) filter (where ${counted})`;
  const value = sql`${measure === 'any' ? sql`least(${count}, 1)` : count} as ${raw(`signal_${key}`)}`;
  if (!window) return [value];
  return [value, sql`min(e.occurred_at) filter (where ${counted}) as ${raw(`oldest_${key}`)}`];
}

function markSteps({ rules, asOf, scope }: Reading): Sql {
  return sql`walk as (
  select e.user_id, e.occurred_at, e.place_id, e.channel_id, e.trait_id, row_number() over w as event_no,
         lag(e.occurred_at) over w as previous_at, lag(e.place_id) over w as previous_place_id,
         lag(e.channel_id) over w as previous_channel_id, lag(e.trait_id) over w as previous_trait_id
    from ${rowsOf('events', 'e', scope)}
   where ${isMember('e', scope)} and e.occurred_at <= ${asOf}::timestamptz
  window w as (partition by e.user_id order by e.occurred_at)),
marks as materialized (
  select w.user_id, w.occurred_at, w.previous_at, w.place_id, w.channel_id, w.trait_id, w.event_no,
         w.occurred_at - w.previous_at <= ${timeoutOf(rules)} is not true as starts
    from walk w
   where w.previous_at is null or w.occurred_at - w.previous_at > ${timeoutOf(rules)}
      or w.previous_place_id <> w.place_id or w.previous_channel_id <> w.channel_id
      or w.previous_trait_id <> w.trait_id)`;
}

function timeoutOf({ session }: RuleSet): Sql {
  return sql`make_interval(mins => ${session.timeoutMinutes}::integer)`;
}

/** A session ends with the event before the next one starts, or with the user's last event. */
function sessionSteps({ rules, asOf }: Reading): Sql {
  const counts = signalsOf(rules, 'sessions').flatMap((signal) => sessionCounts(rules, signal, asOf));
  return sql`sessions as (
  select k.user_id, k.occurred_at as started_at,
         coalesce(lead(k.previous_at) over w, t.last_seen_at) - k.occurred_at as duration,
         coalesce(lead(k.event_no) over w, t.total_events + 1) - k.event_no as events
    from marks k
    join totals t on t.user_id = k.user_id
   where k.starts
  window w as (partition by k.user_id order by k.event_no)),
session_measures as (
  select ${join([
    raw(`s.user_id, count(*) as session_count, sum(s.duration) as total_session, max(s.duration) as longest_session,
         max(s.events) as largest_session_events`),
    ...counts,
  ])}
    from sessions s
   group by s.user_id)`;
}

function sessionCounts(rules: RuleSet, { key, measure, window }: SignalOf<'sessions'>, asOf: string): Sql[] {
  const counted = window ? sql`s.started_at >= ${startOf(rules, window, asOf)}` : raw('true');
  const count = sql`count(*) filter (where ${counted})`;
  const value = sql`${measure === 'any' ? sql`least(${count}, 1)` : count} as ${raw(`signal_${key}`)}`;
  if (!window) return [value];
  return [value, sql`min(s.started_at) filter (where ${counted}) as ${raw(`oldest_${key}`)}`];
}
