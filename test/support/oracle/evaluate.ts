// The oracle: semantics.md sections 1 to 12, written plainly and apart from src, to check src against.
// Pure and exact; users, orders and summaries come in the order in which the files must show them.

import { exact, fixed, sum } from './decimal.ts';
import { type Dimension, dimensions, type Insights, insightsOf } from './insights.ts';
import { isReturn, type Order, type OrderBook, settleOrders } from './orders.ts';
import { type ActivityEvent, readActivity } from './read-activity.ts';
import { readProfiles } from './read-profiles.ts';
import { readTransactions } from './read-transactions.ts';
import { type OracleUser, type SegmentedUser, segmentUser } from './segment-user.ts';
import { type SummaryRow, summarise } from './summaries.ts';
import { compareBytes, type RawRow, trimAscii } from './text.ts';
import { parseLineDate } from './time.ts';

export type { Insights, OracleUser, RawRow, SummaryRow };

export type OracleInput = {
  readonly activity: readonly RawRow[];
  readonly transactions: readonly RawRow[];
  readonly profiles: readonly RawRow[];
  /** Microseconds since 1970, an `eventTimestamp` in any spelling, or a bare date (midnight UTC). */
  readonly asOf: string | bigint;
};

export type OracleOrder = {
  readonly transactionId: string;
  readonly user: string | null;
  /** Exact: at least two decimals, more where the sum has more. */
  readonly revenue: string;
  readonly isReturn: boolean;
};

export type OracleTotals = {
  readonly users: number;
  /** Events that count at the as-of time, repeats of an event id left out. */
  readonly events: number;
  readonly sessions: number;
  /** All orders, returns and unattributed ones too. */
  readonly orders: number;
  readonly returns: number;
  /** Of users: attributed orders that are no returns. */
  readonly transactions: number;
  /** Of all orders, and of those that have a user; both rounded to 2 decimals. */
  readonly revenue: string;
  readonly attributedRevenue: string;
};

export type OracleResult = {
  readonly users: ReadonlyMap<string, OracleUser>;
  readonly rejected: { readonly activity: number; readonly transactions: number; readonly profiles: number };
  readonly orders: readonly OracleOrder[];
  readonly unattributedOrders: number;
  readonly unmatchedEvents: number;
  readonly totals: OracleTotals;
  readonly summaries: Readonly<Record<Dimension, readonly SummaryRow[]>>;
  readonly insights: Insights;
};

export function evaluate(input: OracleInput): OracleResult {
  const asOf = typeof input.asOf === 'bigint' ? input.asOf : readAsOf(input.asOf);
  const activity = readActivity(input.activity);
  const transactions = readTransactions(input.transactions);
  const profiles = readProfiles(input.profiles);
  const events = activity.accepted.filter((event) => event.at <= asOf);
  const lines = transactions.accepted.filter((line) => line.at === null || line.at <= asOf);
  const book = settleOrders(events, lines);
  const userIds = new Set([
    ...activity.accepted.map((event) => event.user),
    ...transactions.accepted.map((line) => line.user).filter((user) => user !== ''),
    ...profiles.byUser.keys(),
  ]);
  const eventsByUser = Map.groupBy(events, (event) => event.user);
  const ordersByUser = Map.groupBy(book.orders, (order) => order.user);
  const segmented = [...userIds].toSorted(compareBytes).map((id) =>
    segmentUser({
      id,
      asOf,
      events: eventsByUser.get(id) ?? [],
      orders: ordersByUser.get(id) ?? [],
      profile: profiles.byUser.get(id),
    }),
  );
  const { rejected } = activity;
  return {
    ...present(segmented, book, events),
    rejected: { activity: rejected, transactions: transactions.rejected, profiles: profiles.rejected },
  };
}

function present(
  segmented: readonly SegmentedUser[],
  book: OrderBook,
  events: readonly ActivityEvent[],
): Omit<OracleResult, 'rejected'> {
  return {
    users: new Map(segmented.map(({ row }) => [row.user_pseudo_id, row])),
    orders: book.orders.map((order) => ({
      transactionId: order.transactionId,
      user: order.user,
      revenue: exact(order.revenue),
      isReturn: isReturn(order),
    })),
    unattributedOrders: book.orders.filter((order) => order.user === null).length,
    unmatchedEvents: book.unmatchedEvents,
    totals: totalsOf(segmented, book.orders, events),
    summaries: summariesOf(segmented),
    insights: insightsOf(segmented),
  };
}

function summariesOf(segmented: readonly SegmentedUser[]): OracleResult['summaries'] {
  const columns = Object.keys(dimensions) as Dimension[];
  const rows = columns.map((column) => [column, summarise(segmented, column, dimensions[column])]);
  return Object.fromEntries(rows);
}

function totalsOf(
  segmented: readonly SegmentedUser[],
  orders: readonly Order[],
  events: readonly ActivityEvent[],
): OracleTotals {
  return {
    users: segmented.length,
    events: events.length,
    sessions: segmented.reduce((total, user) => total + Number(user.row.session_count), 0),
    orders: orders.length,
    returns: orders.filter(isReturn).length,
    transactions: segmented.reduce((total, user) => total + user.transactions, 0),
    revenue: fixed(sum(orders.map((order) => order.revenue)), 2),
    attributedRevenue: fixed(sum(segmented.map((user) => user.revenue)), 2),
  };
}

function readAsOf(text: string): bigint {
  const instant = parseLineDate(trimAscii(text));
  if (instant === null) throw new Error(`asOf: "${text}" is no timestamp of semantics.md section 1`);
  return instant;
}
