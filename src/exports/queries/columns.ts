// The columns that an export may have, read off a row `u` of user_states.
import { copyLiteral } from '../../db/copy.ts';
import type { SegmentDimension } from '../../segments/service.ts';
import { defused, FORMULA_STARTS, PHONE_CHARACTERS } from '../formats/csv.ts';
import type { CellKind } from '../formats/format.ts';

export interface Source {
  readonly kind: CellKind;
  readonly description: string;
  /** SQL of the value as it is written; null where there is none. */
  readonly sql: string;
  /** The same without a formula in it, where that is known beforehand. */
  readonly defusedSql?: string;
}

function instant(column: string): string {
  return `to_char(${column} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS.US"Z"')`;
}

export const SOURCES = {
  external_id: { kind: 'text', description: "The shop's id.", sql: 'u.external_id' },
  user_id: { kind: 'bigint', description: "Strata's own id.", sql: 'u.user_id' },
  email: { kind: 'text', description: 'E-mail address as given.', sql: 'u.email' },
  phone: { kind: 'phone', description: 'Phone number as given.', sql: 'u.phone' },
  gender: { kind: 'text', description: 'Gender as given.', sql: 'u.gender' },
  age: { kind: 'text', description: 'Age as given.', sql: 'u.age' },
  birth_date: {
    kind: 'date',
    description: 'Date of birth, YYYY-MM-DD.',
    sql: `to_char(u.birth_date, 'YYYY-MM-DD')`,
  },
  income_group: { kind: 'text', description: 'Income group as given.', sql: 'u.income_group' },
  city: { kind: 'text', description: 'City as given.', sql: 'u.city' },
  state: { kind: 'text', description: 'State or region as given.', sql: 'u.state' },
  country: { kind: 'text', description: 'Country as given.', sql: 'u.country' },
  engagement_score: {
    kind: 'integer',
    description: 'Engagement score, 0 to 100.',
    sql: 'u.engagement_score',
  },
  transactions: { kind: 'integer', description: 'Distinct orders, returns left out.', sql: 'u.transactions' },
  revenue: {
    kind: 'decimal',
    description: 'Sum of orders and returns, two decimals.',
    // Rounding costs more than to see that there is nothing to round.
    sql: 'case when scale(u.revenue) = 2 then u.revenue when u.revenue = 0 then 0.00 else round(u.revenue, 2) end',
  },
  session_count: { kind: 'integer', description: 'Number of sessions.', sql: 'u.session_count' },
  total_events: { kind: 'integer', description: 'Number of events.', sql: 'u.total_events' },
  first_seen_at: {
    kind: 'instant',
    description: 'Time of the first event, UTC.',
    sql: instant('u.first_seen_at'),
  },
  last_seen_at: {
    kind: 'instant',
    description: 'Time of the last event, UTC.',
    sql: instant('u.last_seen_at'),
  },
  last_order_at: {
    kind: 'instant',
    description: 'Time of the last order, returns left out, UTC.',
    sql: instant('u.last_order_at'),
  },
} as const satisfies Record<string, Source>;

/** Columns of segments are called so, behind this the dimension's key. */
export const SEGMENT_PREFIX = 'segment.';

/** The user's segment in the dimension at that place of the snapshot's rule set. */
export function segmentSource({ label, segments }: SegmentDimension, place: number): Source {
  const named = (nameOf: (key: string) => string): string => {
    const arms = segments.map(({ id, key }) => `when ${id} then ${copyLiteral(nameOf(key))}`);
    return `case u.segment_ids[${place + 1}] ${arms.join(' ')} end`;
  };
  return {
    kind: 'text',
    description: `Segment of ${label}.`,
    sql: named((key) => key),
    defusedSql: named((key) => defused(key, 'text')),
  };
}

const STARTS = FORMULA_STARTS.map((start) => start.charCodeAt(0));

/** The value as CSV has it, without a formula in it: what `defused` says in TypeScript. */
export function csvValue({ kind, sql, defusedSql }: Source): string {
  if (defusedSql !== undefined) return defusedSql;
  if (kind !== 'text' && kind !== 'phone') return sql;
  const poses = kind === 'phone' ? ` and ${sql} !~ '^${PHONE_CHARACTERS}*$'` : '';
  // Nearly every text begins with a letter, which one comparison tells.
  const begins = `ascii(${sql}) <= ${Math.max(...STARTS)} and ascii(${sql}) in (${STARTS.join(', ')})`;
  return `case when ${begins}${poses} then '''' || ${sql} else ${sql} end`;
}
