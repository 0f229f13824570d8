// Users of which every measure is at, or just beside, what rules compare it with.
import fc from 'fast-check';
import type { UserFeatures } from '../../../src/rules/user-features.ts';
import { ages, amounts, counts, dayCounts, durations, KEYS, names, words } from './pools.ts';

const DAY_US = 86_400_000_000n;

/** Instants at which rule sets are evaluated, in microseconds since the epoch. */
export const asOfs = fc
  .constantFrom(
    Date.UTC(2026, 2, 1) * 1000,
    Date.UTC(2025, 1, 28, 12, 34, 56, 789) * 1000 + 12,
    Date.UTC(2024, 1, 29, 23, 59, 59, 999) * 1000 + 999,
    Date.UTC(2028, 1, 29) * 1000,
    Date.UTC(2027, 2, 28, 1, 30) * 1000,
  )
  .map(BigInt);

function instants(asOf: bigint): fc.Arbitrary<bigint | null> {
  const beside = fc.oneof(fc.constantFrom(0n, 1n, -1n), fc.bigInt({ min: 0n, max: DAY_US }));
  const instant = fc
    .tuple(fc.constantFrom(...dayCounts), beside)
    .map(([days, by]) => asOf - BigInt(days) * DAY_US - by)
    .map((found) => (found > asOf ? asOf : found));
  return fc.option(instant, { freq: 5 });
}

/** Dates at which somebody comes to an age about the day of the as-of; on 29 February too. */
function birthDates(asOf: bigint): fc.Arbitrary<string> {
  const around = fc
    .tuple(fc.constantFrom(...ages), fc.integer({ min: -2, max: 2 }), fc.constantFrom(-1, 0, 1, 2))
    .map(([years, days, more]) => {
      const date = new Date(Number(asOf / 1000n));
      date.setUTCFullYear(date.getUTCFullYear() - years - more, date.getUTCMonth(), date.getUTCDate() + days);
      return date.toISOString().slice(0, 10);
    });
  const leapDays = fc.constantFrom('2000-02-29', '2008-02-29', '1960-02-29', '2028-02-29', '2040-02-29');
  return fc.oneof({ weight: 4, arbitrary: around }, { weight: 1, arbitrary: leapDays });
}

export function userOf(asOf: bigint): fc.Arbitrary<UserFeatures> {
  const optional = fc.option(words, { freq: 4 });
  return fc
    .record({
      transactions: counts,
      revenue: amounts,
      sessionCount: counts,
      totalEvents: counts,
      totalSessionUs: durations,
      longestSessionUs: durations,
      largestSessionEvents: counts,
      firstSeenAt: instants(asOf),
      lastSeenAt: instants(asOf),
      lastOrderAt: instants(asOf),
      signals: fc.record({
        [KEYS.any]: fc.constantFrom('0', '1'),
        [KEYS.count]: counts.map(String),
        [KEYS.sum]: amounts,
      }),
      sources: fc.uniqueArray(names, { maxLength: 3 }),
      mediums: fc.uniqueArray(names, { maxLength: 2 }),
      gender: optional,
      age: optional,
      birthDate: fc.option(birthDates(asOf), { freq: 2 }),
      incomeGroup: optional,
      city: optional,
      state: optional,
      country: optional,
    })
    .map((user) => ({
      ...user,
      age: user.birthDate === null ? user.age : null,
      ...(user.sessionCount === 0 && { totalEvents: 0, totalSessionUs: 0n }),
    }));
}
