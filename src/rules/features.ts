// The features that rules may read, as columns of the recompute's `features` step (alias f).
// A ratio is never divided out: `n / d >= t` is compared as `n >= t * d`, exactly.
import type { RuleSet } from './rule-set.ts';

export interface NumberFeature {
  readonly type: 'number';
  readonly label: string;
  readonly column: string;
  /** What the column holds, in its own unit. */
  readonly stored: 'whole' | 'decimal';
  /** How many of the column's units make one of the feature's. */
  readonly scale?: number;
  readonly nullable?: boolean;
  /** The smallest and the largest value that there can be. */
  readonly least?: number;
  readonly most?: number;
  /** The largest threshold, either way, by which it can be compared. */
  readonly furthest?: number;
}

export interface RatioFeature {
  readonly type: 'ratio';
  readonly label: string;
  readonly numerator: string;
  readonly denominator: string;
  readonly scale?: number;
}

/** Whole days of 24 hours from an instant to the as-of time; unknown where the instant is. */
export interface DaysFeature {
  readonly type: 'days';
  readonly label: string;
  readonly column: string;
  readonly furthest: number;
}

export interface WordFeature<Type extends 'text' | 'set'> {
  readonly type: Type;
  readonly label: string;
  readonly column: string;
}

export type Feature = NumberFeature | RatioFeature | DaysFeature | WordFeature<'text'> | WordFeature<'set'>;

/** Microseconds in a minute: durations are stored in the one and spoken of in the other. */
export const MICROS_PER_MINUTE = 60_000_000;
/** Further than any purchase, and near enough that no sum of it and an instant leaves the database's calendar. */
const FURTHEST_DAYS = 100_000;
const FURTHEST_YEARS = 1_000;

const count = (label: string, column: string): Feature => ({
  type: 'number',
  label,
  column,
  stored: 'whole',
  least: 0,
});
const minutes = (label: string, column: string): Feature => ({
  type: 'number',
  label,
  column,
  stored: 'whole',
  scale: MICROS_PER_MINUTE,
  least: 0,
});
const days = (label: string, column: string): Feature => ({
  type: 'days',
  label,
  column,
  furthest: FURTHEST_DAYS,
});
const word = (label: string, column: string): Feature => ({ type: 'text', label, column });
const set = (label: string, column: string): Feature => ({ type: 'set', label, column });

export const FEATURES: Readonly<Record<string, Feature>> = {
  transactions: count('Transactions', 'transactions'),
  revenue: { type: 'number', label: 'Revenue', column: 'revenue', stored: 'decimal' },
  session_count: count('Sessions', 'session_count'),
  total_events: count('Events', 'total_events'),
  total_session_minutes: minutes('Minutes in sessions', 'total_session_us'),
  longest_session_minutes: minutes('Minutes of the longest session', 'longest_session_us'),
  largest_session_events: count('Events of the largest session', 'largest_session_events'),
  average_session_minutes: {
    type: 'ratio',
    label: 'Average minutes a session',
    numerator: 'total_session_us',
    denominator: 'session_count',
    scale: MICROS_PER_MINUTE,
  },
  average_events_per_session: {
    type: 'ratio',
    label: 'Average events a session',
    numerator: 'total_events',
    denominator: 'session_count',
  },
  days_since_first_seen: days('Days since first seen', 'first_seen_at'),
  days_since_last_seen: days('Days since last seen', 'last_seen_at'),
  days_since_last_order: days('Days since the last order', 'last_order_at'),
  age_years: {
    type: 'number',
    label: 'Age in years',
    column: 'age_years',
    stored: 'whole',
    nullable: true,
    furthest: FURTHEST_YEARS,
  },
  age: word('Age as given', 'age'),
  gender: word('Gender as given', 'gender'),
  income_group: word('Income as given', 'income_group'),
  city: word('City', 'city'),
  state: word('State', 'state'),
  country: word('Country', 'country'),
  sources: set('Sources', 'sources'),
  mediums: set('Mediums', 'mediums'),
};

/** The features that scores may be made of, and of which populations are described. */
export function featuresBeforeScores({ signals }: RuleSet): string[] {
  return [...Object.keys(FEATURES), ...signals.map(({ key }) => `signal.${key}`)];
}

/** All features that rules may read. */
export function featuresOfRules(rules: RuleSet): string[] {
  return [...featuresBeforeScores(rules), ...rules.scores.map(({ key }) => `score.${key}`)];
}

/** The feature of that name, the rule set's signals and scores included; undefined if there is none. */
export function findFeature(name: string, rules: RuleSet): Feature | undefined {
  if (Object.hasOwn(FEATURES, name)) return FEATURES[name];
  const signal = rules.signals.find(({ key }) => `signal.${key}` === name);
  if (signal) return featureOfSignal(signal);
  const score = rules.scores.find(({ key }) => `score.${key}` === name);
  return score && featureOfScore(score);
}

function featureOfSignal({ key, label, measure }: RuleSet['signals'][number]): NumberFeature {
  const column = `signal_${key}`;
  if (measure === 'sum') return { type: 'number', label, column, stored: 'decimal' };
  return { type: 'number', label, column, stored: 'whole', least: 0, ...(measure === 'any' && { most: 1 }) };
}

function featureOfScore({ key, label, components }: RuleSet['scores'][number]): NumberFeature {
  const ends = components.map((component) => {
    if ('cuts' in component) return { least: 1, most: component.cuts.length + 1 };
    const points = [...component.steps.map((step) => step.points), component.otherwise ?? 0];
    return { least: Math.min(...points), most: Math.max(...points) };
  });
  return {
    type: 'number',
    label,
    column: `score_${key}`,
    stored: 'whole',
    least: ends.reduce((sum, { least }) => sum + least, 0),
    most: ends.reduce((sum, { most }) => sum + most, 0),
  };
}

/** Whether all of its values are whole numbers. */
export function isWholeNumber(feature: Feature): boolean {
  return (
    feature.type === 'days' || (feature.type === 'number' && feature.stored === 'whole' && !feature.scale)
  );
}
