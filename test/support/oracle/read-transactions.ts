// Section 1 for transaction rows: gives the accepted order lines with what each adds to its order, counts the rejected.
// A line without a date has `at` null and always counts; a line without a user has ''.

import { type Decimal, multiply, parseDecimal, zero } from './decimal.ts';
import type { Accepted } from './read-activity.ts';
import { cell, type RawRow, userIdCell } from './text.ts';
import { parseLineDate } from './time.ts';

export type OrderLine = {
  readonly orderId: string;
  readonly user: string;
  readonly at: bigint | null;
  readonly revenue: Decimal;
};

export function readTransactions(rows: readonly RawRow[]): Accepted<OrderLine> {
  const read = rows.map(readLine);
  const accepted = read.filter((line) => line !== null);
  return { accepted, rejected: read.length - accepted.length };
}

function readLine(row: RawRow): OrderLine | null {
  const orderId = cell(row, 'Transaction_ID');
  const at = optional(cell(row, 'Date'), parseLineDate);
  const quantity = optional(cell(row, 'Item_purchase_quantity'), parseQuantity);
  const itemRevenue = optional(cell(row, 'Item_revenue'), parseDecimal);
  const unitPrice = optional(cell(row, 'unit_price'), parseDecimal);
  if (orderId === '' || at === undefined) return null;
  if (quantity === undefined || itemRevenue === undefined || unitPrice === undefined) return null;
  return { orderId, at, user: userIdCell(row), revenue: lineRevenue(itemRevenue, quantity, unitPrice) };
}

type Maybe = Decimal | null;

/** Item_revenue is the total of the line; only without it is the unit price multiplied. */
function lineRevenue(itemRevenue: Maybe, quantity: Maybe, unitPrice: Maybe): Decimal {
  if (itemRevenue !== null) return itemRevenue;
  return quantity !== null && unitPrice !== null ? multiply(quantity, unitPrice) : zero;
}

function parseQuantity(text: string): Decimal | null {
  return /^-?[0-9]+$/.test(text) ? parseDecimal(text) : null;
}

/** null for an empty cell, undefined for an unreadable one. */
function optional<Value>(text: string, parse: (text: string) => Value | null): Value | null | undefined {
  return text === '' ? null : (parse(text) ?? undefined);
}
