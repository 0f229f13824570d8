// The features that rules may read, as columns of the recompute's `features` step (alias f).
// A ratio is never divided out: `n / d >= t` is compared as `n >= t * d`, exactly.

export type Feature =
  | { readonly type: 'number'; readonly column: string; readonly scale?: number; readonly nullable?: boolean }
  | {
      readonly type: 'ratio';
      readonly numerator: string;
      readonly denominator: string;
      readonly scale?: number;
    }
  | { readonly type: 'text'; readonly column: string }
  | { readonly type: 'set'; readonly column: string };

/** Microseconds in a minute: durations are stored in the one and spoken of in the other. */
export const MICROS_PER_MINUTE = 60_000_000;

export const FEATURES: Readonly<Record<string, Feature>> = {
  transactions: { type: 'number', column: 'transactions' },
  revenue: { type: 'number', column: 'revenue' },
  session_count: { type: 'number', column: 'session_count' },
  total_events: { type: 'number', column: 'total_events' },
  total_session_minutes: { type: 'number', column: 'total_session_us', scale: MICROS_PER_MINUTE },
  longest_session_minutes: { type: 'number', column: 'longest_session_us', scale: MICROS_PER_MINUTE },
  largest_session_events: { type: 'number', column: 'largest_session_events' },
  average_session_minutes: {
    type: 'ratio',
    numerator: 'total_session_us',
    denominator: 'session_count',
    scale: MICROS_PER_MINUTE,
  },
  average_events_per_session: { type: 'ratio', numerator: 'total_events', denominator: 'session_count' },
  age_years: { type: 'number', column: 'age_years', nullable: true },
  age: { type: 'text', column: 'age' },
  gender: { type: 'text', column: 'gender' },
  income_group: { type: 'text', column: 'income_group' },
  city: { type: 'text', column: 'city' },
  state: { type: 'text', column: 'state' },
  country: { type: 'text', column: 'country' },
  sources: { type: 'set', column: 'sources' },
  mediums: { type: 'set', column: 'mediums' },
};

const OF_THE_RULE_SET = /^(signal|score)\.([a-z][a-z0-9_]*)$/;

/** The feature of that name, signals and scores included; undefined if there can be none. */
export function findFeature(name: string): Feature | undefined {
  const [, kind, key] = OF_THE_RULE_SET.exec(name) ?? [];
  if (kind) return { type: 'number', column: `${kind}_${key}` };
  return Object.hasOwn(FEATURES, name) ? FEATURES[name] : undefined;
}
