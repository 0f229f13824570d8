// From orders and their lines: transactions, revenue, and the signals that count either. A return (revenue below
// zero) changes sums and is never counted. An order without a time is in no window.
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { compileLineTest } from '../../rules/compile.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { isMember, type Reading, rowsOf } from '../scope.ts';
import { type SignalOf, signalsOf, startOf } from './signals.ts';

/** Steps `buyers` and `line_signals`, a row for each user with orders. */
export function purchaseSteps(reading: Reading): Sql {
  const { rules, asOf, scope } = reading;
  const signals = signalsOf(rules, 'orders').flatMap((signal) => orderCounts(rules, signal, asOf));
  return sql`buyers as (
  select ${join([
    raw(`o.user_id, count(*) filter (where o.revenue >= 0)::integer as transactions, sum(o.revenue) as revenue,
         max(o.ordered_at) filter (where o.revenue >= 0) as last_order_at`),
    ...signals,
  ])}
    from ${rowsOf('orders', 'o', scope)}
   where ${isMember('o', scope)}
   group by o.user_id)${lineStep(reading)}`;
}

type Measure = SignalOf<'orders'>['measure'];

function counted(measure: Measure, amount: Sql, filter: Sql): Sql {
  if (measure === 'sum') return sql`coalesce(sum(${amount}) filter (where ${filter}), 0)`;
  const count = sql`count(*) filter (where ${filter})`;
  return measure === 'any' ? sql`least(${count}, 1)` : count;
}

function orderCounts(rules: RuleSet, { key, measure, window }: SignalOf<'orders'>, asOf: string): Sql[] {
  const filters: Sql[] = [];
  if (measure !== 'sum') filters.push(raw('o.revenue >= 0'));
  if (window) filters.push(sql`o.ordered_at >= ${startOf(rules, window, asOf)}`);
  const filter = filters.length === 0 ? raw('true') : join(filters, ' and ');
  const value = sql`${counted(measure, raw('o.revenue'), filter)} as ${raw(`signal_${key}`)}`;
  if (!window) return [value];
  return [value, sql`min(o.ordered_at) filter (where ${filter}) as ${raw(`oldest_${key}`)}`];
}

function lineStep({ rules, asOf, scope }: Reading): Sql {
  const signals = signalsOf(rules, 'lines');
  if (signals.length === 0) return raw('');
  const tests = signals.map(
    ({ key, anyOf }) =>
      sql`(${anyOf ? join(anyOf.map(compileLineTest), ' or ') : raw('true')}) as ${raw(`is_${key}`)}`,
  );
  const counts = signals.flatMap((signal) => lineCounts(rules, signal, asOf));
  return sql`,
signalled_items as materialized (
  select i.item_id, ${join(tests)} from items i),
line_signals as (
  select o.user_id, ${join(counts)}
    from ${rowsOf('orders', 'o', scope)}
    join order_lines l on l.transaction_id = o.transaction_id
    join signalled_items i on i.item_id = l.item_id
   where ${isMember('o', scope)} and (l.ordered_at is null or l.ordered_at <= ${asOf}::timestamptz)
   group by o.user_id)`;
}

function lineCounts(rules: RuleSet, signal: SignalOf<'lines'>, asOf: string): Sql[] {
  const { key, measure, window } = signal;
  const filters: Sql[] = [raw(`i.is_${key}`)];
  if (measure !== 'sum') filters.push(raw('l.revenue >= 0'));
  if (window) filters.push(sql`o.ordered_at >= ${startOf(rules, window, asOf)}`);
  const filter = join(filters, ' and ');
  const amount = raw(measure === 'sum' && signal.sum === 'quantity' ? 'l.quantity' : 'l.revenue');
  const value = sql`${counted(measure, amount, filter)} as ${raw(`signal_${key}`)}`;
  if (!window) return [value];
  return [value, sql`min(o.ordered_at) filter (where ${filter}) as ${raw(`oldest_${key}`)}`];
}
