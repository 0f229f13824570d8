// What a filter may test of a user, by the names that the API has for it, and where a state holds it.
import { FEATURES, type NumberFeature, type RatioFeature } from '../rules/features.ts';

type Measure = NumberFeature | RatioFeature;

function measure(name: string): Measure {
  const feature = FEATURES[name];
  if (feature?.type === 'number' || feature?.type === 'ratio') return feature;
  throw new Error(`The feature ${name} is no number.`);
}

/** Numbers that rules read too, and compared as they compare them. */
export const NUMBERS = {
  revenue: measure('revenue'),
  engagementScore: {
    type: 'number',
    label: 'Engagement score',
    column: 'engagement_score',
    stored: 'whole',
  } as Measure,
  transactions: measure('transactions'),
  sessionCount: measure('session_count'),
  totalEvents: measure('total_events'),
  totalSessionMinutes: measure('total_session_minutes'),
  longestSessionMinutes: measure('longest_session_minutes'),
  largestSessionEvents: measure('largest_session_events'),
  averageSessionMinutes: measure('average_session_minutes'),
  averageEventsPerSession: measure('average_events_per_session'),
  ageYears: measure('age_years'),
} as const;

/** The columns of everything else. */
export const TEXTS = {
  externalId: 'external_id',
  city: 'city',
  state: 'state',
  country: 'country',
  gender: 'gender',
  age: 'age',
  incomeGroup: 'income_group',
  email: 'email',
  phone: 'phone',
} as const;
export const TIMES = {
  firstSeenAt: 'first_seen_at',
  lastSeenAt: 'last_seen_at',
  lastOrderAt: 'last_order_at',
} as const;
export const DATES = { birthDate: 'birth_date' } as const;
export const FLAGS = { consent: 'consent' } as const;
export const WORDS = { sources: 'sources', mediums: 'mediums' } as const;

/** Not for everybody to look for, as they are not for everybody to see. */
export const PERSONAL = ['email', 'phone', 'birthDate'] as const;

export function namesOf<T extends object>(table: T): (keyof T & string)[] {
  return Object.keys(table) as (keyof T & string)[];
}
