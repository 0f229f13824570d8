// From events: the slots, and from these how many events, when, and in which sessions. A slot is what a user did within
// a stretch of time no longer than the session timeout, at one place, by one channel, with one set of traits: all of
// one session, whatever lies between. Everything else is read from slots, which are several times fewer than events.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { compileEventTest } from '../../rules/compile.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { isMember, type Reading, rowsOf } from '../scope.ts';
import { type SignalOf, signalsOf, startOf } from './signals.ts';

/** Steps `slots`, several rows a user, and `totals` and `session_measures`, a row a user. */
export function eventSteps(reading: Reading): Sql {
  return sql`${slotStep(reading)},
${totalStep(reading)},
${sessionSteps(reading)}`;
}

/** The instants of a slot's events are less than a timeout apart, for they are in one bin of that width. */
function slotStep({ rules, asOf, scope }: Reading): Sql {
  const signals = signalsOf(rules, 'events');
  const counts = signals.flatMap((signal) => slotCounts(rules, signal, asOf));
  return sql`${join(signals.map(actionStep), '')}slots as materialized (
  select ${join([
    raw(
      'e.user_id, e.place_id, e.channel_id, e.trait_id, min(e.occurred_at) as first_at, max(e.occurred_at) as last_at, count(*)::integer as events',
    ),
    ...counts,
  ])}
    from ${rowsOf('events', 'e', scope)}
   where ${isMember('e', scope)} and e.occurred_at <= ${asOf}::timestamptz
   group by e.user_id, e.place_id, e.channel_id, e.trait_id, date_bin(${timeoutOf(rules)}, e.occurred_at, 'epoch')
   order by e.user_id, first_at)`;
}

/** Whether each action is one that the signal counts, as one array by id, which events look up faster than they join. */
function actionStep({ key, anyOf }: SignalOf<'events'>): Sql {
  return sql`actions_${raw(key)} as materialized (
  select array_agg(coalesce(${join(anyOf.map(compileEventTest), ' or ')}, false) order by n.action_id) as counted
    from generate_series(1, (select max(m.action_id) from actions m)) n (action_id)
    left join actions a on a.action_id = n.action_id),
`;
}

function slotCounts(rules: RuleSet, { key, window }: SignalOf<'events'>, asOf: string): Sql[] {
  const isCounted = raw(`(select c.counted from actions_${key} c)[e.action_id]`);
  const counted = window ? sql`${isCounted} and e.occurred_at >= ${startOf(rules, window, asOf)}` : isCounted;
  const count = sql`(count(*) filter (where ${counted}))::integer as ${raw(`count_${key}`)}`;
  if (!window) return [count];
  return [count, sql`min(e.occurred_at) filter (where ${counted}) as ${raw(`oldest_${key}`)}`];
}

function totalStep({ rules }: Reading): Sql {
  const sums = signalsOf(rules, 'events').flatMap(({ key, measure, window }) => {
    const sum = `sum(k.count_${key})`;
    const value = `${measure === 'any' ? `least(${sum}, 1)` : sum} as signal_${key}`;
    return window ? [value, `min(k.oldest_${key}) as oldest_${key}`] : [value];
  });
  return sql`totals as materialized (
  select ${raw(
    [
      `k.user_id, sum(k.events) as total_events, min(k.first_at) as first_seen_at, max(k.last_at) as last_seen_at,
         ${['place', 'trait', 'channel'].map(onlyOne).join(', ')}`,
      ...sums,
    ].join(', '),
  )}
    from slots k
   group by k.user_id)`;
}

/** Null where the user's events have several. */
function onlyOne(what: string): string {
  return `case when min(k.${what}_id) = max(k.${what}_id) then min(k.${what}_id) end as only_${what}_id`;
}

function timeoutOf({ session }: RuleSet): Sql {
  return sql`make_interval(mins => ${session.timeoutMinutes}::integer)`;
}

/**
 * A session starts with the slot before which all others had ended for longer than the timeout. It ends with the last
 * event before the next one starts; the user's last session is known by its start, and ends with the user's last event.
 */
function sessionSteps({ rules, asOf }: Reading): Sql {
  const counts = signalsOf(rules, 'sessions').flatMap((signal) => sessionCounts(rules, signal, asOf));
  return sql`walk as (
  select k.user_id, k.first_at, max(k.last_at) over w as reached_at, sum(k.events) over w as events_before
    from slots k
  window w as (partition by k.user_id order by k.first_at rows between unbounded preceding and 1 preceding)),
sessions as (
  select w.user_id, w.first_at as started_at, coalesce(w.events_before, 0) as events_before,
         lead(w.reached_at) over next - w.first_at as duration,
         lead(w.events_before) over next - coalesce(w.events_before, 0) as events
    from walk w
   where w.first_at - w.reached_at <= ${timeoutOf(rules)} is not true
  window next as (partition by w.user_id order by w.first_at)),
session_measures as (
  select ${join([
    raw(`s.user_id, count(*) as session_count, coalesce(sum(s.duration), '0') as earlier_sessions,
         max(s.duration) as longest_earlier, max(s.events) as largest_earlier,
         max(s.started_at) as last_started_at, max(s.events_before) as events_before_last`),
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
