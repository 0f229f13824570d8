// Section 2: which orders exist, whose they are, and what each is worth.
// Takes only events and lines that count at the as-of time; revenue stays exact.

import { compare, type Decimal, sum, zero } from './decimal.ts';
import type { ActivityEvent } from './read-activity.ts';
import type { OrderLine } from './read-transactions.ts';
import { compareBytes } from './text.ts';

export type Order = {
  readonly transactionId: string;
  readonly user: string | null;
  readonly revenue: Decimal;
  /** The earliest date on its lines, else the time of the earliest event that carries its id; null without either. */
  readonly at: bigint | null;
};
export type OrderBook = { readonly orders: Order[]; readonly unmatchedEvents: number };

export function settleOrders(events: readonly ActivityEvent[], lines: readonly OrderLine[]): OrderBook {
  const linesById = Map.groupBy(lines, (line) => line.orderId);
  const carriersById = Map.groupBy(
    events.filter((event) => event.orderId !== ''),
    (event) => event.orderId,
  );
  const orders: Order[] = [];
  let unmatchedEvents = 0;
  for (const transactionId of new Set([...linesById.keys(), ...carriersById.keys()])) {
    const orderLines = linesById.get(transactionId) ?? [];
    const carriers = (carriersById.get(transactionId) ?? []).toSorted(byTimeThenUser);
    const revenue =
      orderLines.length > 0 ? sum(orderLines.map((line) => line.revenue)) : eventRevenue(carriers);
    if (revenue === null) unmatchedEvents += carriers.length;
    else
      orders.push({
        transactionId,
        revenue,
        user: owner(orderLines, carriers),
        at: earliestDate(orderLines) ?? carriers[0]?.at ?? null,
      });
  }
  orders.sort((left, right) => compareBytes(left.transactionId, right.transactionId));
  return { orders, unmatchedEvents };
}

/** A return changes the revenue and is no transaction. */
export function isReturn(order: Order): boolean {
  return compare(order.revenue, zero) < 0;
}

function owner(lines: readonly OrderLine[], carriers: readonly ActivityEvent[]): string | null {
  const named = lines.map((line) => line.user).filter((user) => user !== '');
  return named.toSorted(compareBytes)[0] ?? carriers[0]?.user ?? null;
}

function earliestDate(lines: readonly OrderLine[]): bigint | null {
  const dates = lines.map((line) => line.at).filter((at) => at !== null);
  return dates.reduce<bigint | null>((first, at) => (first === null || at < first ? at : first), null);
}

/** The revenue of the earliest carrier that has one, which need not be the carrier that owns the order. */
function eventRevenue(carriers: readonly ActivityEvent[]): Decimal | null {
  const priced = carriers.filter((event) => event.revenue !== null);
  const byRevenue = (left: ActivityEvent, right: ActivityEvent) => compare(left.revenue!, right.revenue!);
  const first = priced.toSorted((left, right) => byTimeThenUser(left, right) || byRevenue(left, right))[0];
  return first?.revenue ?? null;
}

function byTimeThenUser(left: ActivityEvent, right: ActivityEvent): number {
  if (left.at !== right.at) return left.at < right.at ? -1 : 1;
  return compareBytes(left.user, right.user);
}
