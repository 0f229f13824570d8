// Values that meet: thresholds and what users have are drawn from the same few, so that most comparisons are close.
import fc from 'fast-check';

export const KEYS = { any: 'seen', count: 'views', sum: 'spent' } as const;

export const counts = fc.constantFrom(0, 1, 2, 3, 5, 8, 10, 2_147_483_647);
export const countThresholds = fc.constantFrom(
  -1,
  -0.5,
  0,
  0.5,
  1,
  2,
  2.5,
  3,
  5,
  7.999,
  8,
  10,
  2_147_483_648,
  1e15,
);

export const amounts = fc.constantFrom(
  '0',
  '0.1',
  '-5',
  '49.99',
  '50',
  '50.00',
  '50.01',
  '0.30000000000000004',
  '499.999',
  '500',
  '123456789012345678.123456789',
);
export const amountThresholds = fc.constantFrom(
  0,
  0.1,
  0.3,
  0.30000000000000004,
  -5,
  49.99,
  50,
  50.01,
  499.999,
  500,
  1e-7,
  -1e15,
);

const minutes = [0, 1 / 3, 0.1, 2, 2.5, 5, 10, 15, 66.7, 70, 1e15];
export const minuteThresholds = fc.constantFrom(...minutes, -1);
/** Microseconds of so many sessions of so many minutes, and those just beside. */
export const durations = fc
  .tuple(fc.constantFrom(...minutes.slice(0, -1)), fc.constantFrom(1, 2, 3, 7), fc.constantFrom(-1, 0, 1))
  .map(([each, times, beside]) => BigInt(Math.max(0, Math.round(each * 60_000_000) * times + beside)));
export const averageThresholds = fc.constantFrom(0, -1, 0.5, 1, 1 / 3, 1.5, 2, 2.5, 8, 1e10, 1e15);

export const dayCounts = [0, 1, 2, 3, 7, 8, 29, 30, 31, 60, 120, 365, 36_500];
export const dayThresholds = fc.constantFrom(...dayCounts, -1, 0.5, 2.5, 7.01, 29.999, 100_000, -100_000);

export const ages = [0, 1, 17, 18, 19, 24, 25, 64, 65, 66, 150];
export const ageThresholds = fc.constantFrom(...ages, -2, -1, 17.5, 24.5, 1000, -1000);

const WORDS = [
  'male',
  'MALE',
  'Äx',
  'äx',
  'İ',
  'ſ',
  `x'); drop table users; --`,
  '%',
  'a_b',
  '18-24',
  '30',
  '30.0',
  '030',
  '7',
  '1000',
];
export const words = fc.constantFrom(...WORDS);
export const listedWords = fc.array(fc.oneof(words, fc.constantFrom(' Male ', '\tmale', '18-24', 'x y')), {
  minLength: 1,
  maxLength: 3,
});
export const names = fc.constantFrom('google', 'direct', 'x', 'a_b', 'ä');
export const listedNames = fc.array(fc.oneof(names, fc.constantFrom('Google', ' X ')), {
  minLength: 1,
  maxLength: 3,
});
