// Small builders for examples worked out by hand: only the cells that matter are named, times are offsets.

import { evaluate, type OracleInput, type OracleUser, type RawRow } from './evaluate.ts';

export const minuteUs = 60_000_000;

/** 2024-01-10 00:00:00 UTC, from which `at` counts. */
const startUs = 1_704_844_800_000_000;
const afterEverything = '2024-06-01 00:00:00';

export const byUser = { user_pseudo_id: 'u' };

/** An instant so many microseconds after the start, as an epoch. */
export function at(offsetUs: number): string {
  return String(startUs + offsetUs);
}

export function event(cells: RawRow = {}, offsetUs = 0): RawRow {
  return { ...byUser, event_name: 'page_view', eventTimestamp: at(offsetUs), ...cells };
}

export function line(orderId: string, revenue: string, cells: RawRow = {}): RawRow {
  return { Transaction_ID: orderId, Item_revenue: revenue, ...cells };
}

export type SessionShape = readonly [minutes: number, events: number];

/** Events of the user's sessions, each a day after the one before. */
export function sessions(shapes: readonly SessionShape[]): RawRow[] {
  return shapes.flatMap(([minutes, events], index) =>
    Array.from({ length: events }, (_, place) => {
      const offsetUs = place === events - 1 && events > 1 ? Math.round(minutes * minuteUs) : 0;
      return event({}, index * 1440 * minuteUs + offsetUs);
    }),
  );
}

export function shop(input: Partial<OracleInput>) {
  return evaluate({ activity: [], transactions: [], profiles: [], asOf: afterEverything, ...input });
}

/** The row of user `u`. */
export function userOf(input: Partial<OracleInput>): OracleUser {
  const row = shop(input).users.get('u');
  if (row === undefined) throw new Error('the example has no user "u"');
  return row;
}
