// A user of whom nothing is known, for tests that say only what matters to them.
import type { UserFeatures } from '../../src/rules/user-features.ts';

export const nobody: UserFeatures = {
  transactions: 0,
  revenue: '0',
  sessionCount: 0,
  totalEvents: 0,
  totalSessionUs: 0n,
  longestSessionUs: 0n,
  largestSessionEvents: 0,
  firstSeenAt: null,
  lastSeenAt: null,
  lastOrderAt: null,
  signals: {},
  sources: [],
  mediums: [],
  gender: null,
  age: null,
  birthDate: null,
  incomeGroup: null,
  city: null,
  state: null,
  country: null,
};
