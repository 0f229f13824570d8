// Section 1 for activity rows: gives the accepted events, event ids de-duplicated, and counts the rejected rows.
// Text cells are trimmed and '' where empty; whether an event counts at the as-of time is not decided here.

import { type Decimal, parseDecimal } from './decimal.ts';
import { cell, type RawRow, userIdCell } from './text.ts';
import { parseTimestamp } from './time.ts';

export type ActivityEvent = {
  readonly user: string;
  readonly at: bigint;
  readonly eventId: string;
  readonly name: string;
  readonly pageType: string;
  readonly orderId: string;
  readonly revenue: Decimal | null;
  readonly source: string;
  readonly medium: string;
  readonly city: string;
  readonly region: string;
  readonly country: string;
  readonly gender: string;
  readonly age: string;
  readonly income: string;
};

export type Accepted<Row> = { readonly accepted: Row[]; readonly rejected: number };

export function readActivity(rows: readonly RawRow[]): Accepted<ActivityEvent> {
  const read = rows.map(readEvent);
  const events = read.filter((event) => event !== null);
  return { accepted: dropRepeatedIds(events), rejected: read.length - events.length };
}

function readEvent(row: RawRow): ActivityEvent | null {
  const user = userIdCell(row);
  const at = parseTimestamp(cell(row, 'eventTimestamp'));
  const revenueText = cell(row, 'revenue');
  const revenue = parseDecimal(revenueText);
  if (user === '' || at === null || (revenueText !== '' && revenue === null)) return null;
  return {
    user,
    at,
    revenue,
    eventId: cell(row, 'event_id'),
    name: cell(row, 'event_name'),
    pageType: cell(row, 'page_type'),
    orderId: cell(row, 'transaction_id'),
    source: cell(row, 'source'),
    medium: cell(row, 'medium'),
    city: cell(row, 'city'),
    region: cell(row, 'region'),
    country: cell(row, 'country'),
    gender: cell(row, 'gender'),
    age: cell(row, 'Age'),
    income: cell(row, 'income_group'),
  };
}

/** Repeats go at import, so even one dated after the as-of time keeps out a later row of its id. */
function dropRepeatedIds(events: readonly ActivityEvent[]): ActivityEvent[] {
  const seen = new Set<string>();
  return events.filter((event) => {
    if (event.eventId === '') return true;
    const key = JSON.stringify([event.user, event.eventId]);
    const isFirst = !seen.has(key);
    seen.add(key);
    return isFirst;
  });
}
