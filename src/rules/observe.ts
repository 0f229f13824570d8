// What is observed of a user: the exact value of each feature that rules may name, and its text as people are shown it.
import { ageAt, daysBetween } from './calendar.ts';
import { divide, type Fraction, toDecimalText, toFraction } from './exact.ts';
import { MICROS_PER_MINUTE } from './features.ts';
import type { UserFeatures } from './user-features.ts';

export type Observed = Fraction | string | readonly string[] | null;

/** The observed value, of features that are not the rule set's own. */
const READERS: Readonly<Record<string, (user: UserFeatures, asOf: bigint) => Observed>> = {
  transactions: ({ transactions }) => toFraction(transactions),
  revenue: ({ revenue }) => toFraction(revenue),
  session_count: ({ sessionCount }) => toFraction(sessionCount),
  total_events: ({ totalEvents }) => toFraction(totalEvents),
  total_session_minutes: ({ totalSessionUs }) => minutes(totalSessionUs),
  longest_session_minutes: ({ longestSessionUs }) => minutes(longestSessionUs),
  largest_session_events: ({ largestSessionEvents }) => toFraction(largestSessionEvents),
  average_session_minutes: ({ totalSessionUs, sessionCount }) => minutes(totalSessionUs, sessionCount),
  average_events_per_session: ({ totalEvents, sessionCount }) => average(BigInt(totalEvents), sessionCount),
  days_since_first_seen: ({ firstSeenAt }, asOf) => days(firstSeenAt, asOf),
  days_since_last_seen: ({ lastSeenAt }, asOf) => days(lastSeenAt, asOf),
  days_since_last_order: ({ lastOrderAt }, asOf) => days(lastOrderAt, asOf),
  age_years: ageOf,
  age: ({ age }) => age,
  gender: ({ gender }) => gender,
  income_group: ({ incomeGroup }) => incomeGroup,
  city: ({ city }) => city,
  state: ({ state }) => state,
  country: ({ country }) => country,
  sources: ({ sources }) => sources,
  mediums: ({ mediums }) => mediums,
};

function minutes(us: bigint, sessions = 1): Fraction {
  return average(us, sessions * MICROS_PER_MINUTE);
}

/** The average of none is 0. */
function average(sum: bigint, count: number): Fraction {
  return count > 0 ? divide(sum, BigInt(count)) : toFraction(0);
}

function days(instant: bigint | null, asOf: bigint): Fraction | null {
  return instant === null ? null : toFraction(daysBetween(instant, asOf));
}

function ageOf({ birthDate, age }: UserFeatures, asOf: bigint): Fraction | null {
  if (birthDate !== null) return toFraction(ageAt(birthDate, asOf));
  return age !== null && /^[0-9]{1,3}(\.0)?$/.test(age) ? toFraction(Number.parseInt(age, 10)) : null;
}

/** One user at one instant, and the scores that have been evaluated. */
export interface Subject {
  readonly user: UserFeatures;
  /** Microseconds since the epoch. */
  readonly asOf: bigint;
  readonly scores: ReadonlyMap<string, number>;
}

/** The exact value of the feature; null where it is unknown. A signal that the user lacks is 0. */
export function observe(name: string, { user, asOf, scores }: Subject): Observed {
  const [kind, key] = name.split('.', 2) as [string, string | undefined];
  if (key === undefined) return READERS[name]?.(user, asOf) ?? null;
  if (kind === 'score') return toFraction(scores.get(key) ?? 0);
  return toFraction(signalOf(user, key));
}

/** A key may be the name of something that every object has. */
function signalOf({ signals }: UserFeatures, key: string): string {
  return Object.hasOwn(signals, key) ? (signals[key] as string) : '0';
}

/** As people are shown it: numbers with at most 6 decimals, of which only averages and minutes can have more. */
export function textOf(observed: Observed, feature: string, user: UserFeatures): string | null {
  if (feature === 'revenue') return user.revenue;
  if (feature.startsWith('signal.')) return signalOf(user, feature.slice('signal.'.length));
  if (observed === null || typeof observed === 'string') return observed;
  return isFraction(observed) ? toDecimalText(observed, 6) : observed.join(', ');
}

export function isFraction(observed: Observed): observed is Fraction {
  return observed !== null && typeof observed === 'object' && 'denominator' in observed;
}
