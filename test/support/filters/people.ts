// The users of one snapshot as the database stores them, exact, for filters to be judged by. Shares nothing with src.
import type { Database } from '../../../src/db/database.ts';
import { type Decimal, decimal } from '../oracle/decimal.ts';

/** `of / per`; 0 where it is per 0. */
export interface Quantity {
  readonly of: Decimal;
  readonly per: bigint;
}

export interface Person {
  readonly id: string;
  /** Dimension → key. */
  readonly segments: ReadonlyMap<string, string>;
  /** Signal → what it comes to. */
  readonly signals: Readonly<Record<string, Quantity>>;
  /** Null is unknown, here and below. */
  readonly numbers: Readonly<Record<string, Quantity | null>>;
  readonly texts: Readonly<Record<string, string | null>>;
  /** Microseconds since 1970. */
  readonly instants: Readonly<Record<string, bigint | null>>;
  readonly birthDate: string | null;
  readonly consent: boolean | null;
  readonly words: Readonly<Record<string, readonly string[]>>;
}

export interface People {
  readonly people: readonly Person[];
  /** The snapshot's as-of in microseconds since 1970. */
  readonly asOf: bigint;
}

const MICROS_PER_MINUTE = 60_000_000n;

const micros = (column: string): string => `(extract(epoch from ${column}) * 1000000)::bigint::text`;

const PEOPLE = `
select s.external_id, s.engagement_score::text, s.transactions::text, s.revenue::text, s.session_count::text,
       s.total_events::text, s.total_session_us::text, s.longest_session_us::text, s.largest_session_events::text,
       ${micros('s.first_seen_at')} as "firstSeenAt", ${micros('s.last_seen_at')} as "lastSeenAt",
       ${micros('s.last_order_at')} as "lastOrderAt", s.birth_date::text, s.gender, s.age, s.income_group, s.city, s.state,
       s.country, s.email, s.phone, s.consent, s.sources, s.mediums, s.signals::text as signals, ${micros('n.as_of')} as as_of,
       (select jsonb_object_agg(g.dimension, g.key) from segments g where g.segment_id = any (s.segment_ids)) as segments
  from snapshots n
  join user_states s on s.valid_from <= n.snapshot_id and s.valid_to > n.snapshot_id
 where n.snapshot_id = $1`;

export async function peopleOf({ pool }: Database, snapshotId: number): Promise<People> {
  const { rows } = await pool.query(PEOPLE, [snapshotId]);
  const asOf = BigInt(rows[0]?.as_of ?? 0);
  return { asOf, people: rows.map((row) => toPerson(row, asOf)) };
}

// biome-ignore lint/suspicious/noExplicitAny: a row as the driver gives it
function toPerson(row: any, asOf: bigint): Person {
  const one = (text: string, per = 1n): Quantity => ({ of: decimal(text), per });
  const instant = (text: string | null): bigint | null => (text === null ? null : BigInt(text));
  const years = yearsOf(row.birth_date, row.age, asOf);
  return {
    id: row.external_id,
    segments: new Map(Object.entries(row.segments)),
    signals: Object.fromEntries(
      Object.entries(JSON.parse(row.signals)).map(([key, value]) => [key, one(String(value))]),
    ),
    numbers: {
      revenue: one(row.revenue),
      engagementScore: one(row.engagement_score),
      transactions: one(row.transactions),
      sessionCount: one(row.session_count),
      totalEvents: one(row.total_events),
      totalSessionMinutes: one(row.total_session_us, MICROS_PER_MINUTE),
      longestSessionMinutes: one(row.longest_session_us, MICROS_PER_MINUTE),
      largestSessionEvents: one(row.largest_session_events),
      averageSessionMinutes: one(row.total_session_us, MICROS_PER_MINUTE * BigInt(row.session_count)),
      averageEventsPerSession: one(row.total_events, BigInt(row.session_count)),
      ageYears: years === null ? null : one(String(years)),
    },
    texts: {
      externalId: row.external_id,
      city: row.city,
      state: row.state,
      country: row.country,
      gender: row.gender,
      age: row.age,
      incomeGroup: row.income_group,
      email: row.email,
      phone: row.phone,
    },
    instants: {
      firstSeenAt: instant(row.firstSeenAt),
      lastSeenAt: instant(row.lastSeenAt),
      lastOrderAt: instant(row.lastOrderAt),
    },
    birthDate: row.birth_date,
    consent: row.consent,
    words: { sources: row.sources, mediums: row.mediums },
  };
}

/** Whole years at the as-of day; whoever is born later is as many years below 0. */
function yearsOf(birthDate: string | null, age: string | null, asOf: bigint): number | null {
  if (birthDate !== null) {
    const today = new Date(Number(asOf / 1000n)).toISOString().slice(0, 10);
    return birthDate <= today ? yearsBetween(birthDate, today) : -yearsBetween(today, birthDate);
  }
  return age !== null && /^[0-9]{1,3}(\.0)?$/.test(age) ? Number.parseInt(age, 10) : null;
}

function yearsBetween(from: string, to: string): number {
  const years = Number(to.slice(0, 4)) - Number(from.slice(0, 4));
  return to.slice(4) < from.slice(4) ? years - 1 : years;
}
