// When a rule's answer may next change for a user by time alone: the twin of rule-change.ts in TypeScript.
import { DAY_US, instantOfAge } from './calendar.ts';
import { flipsOf } from './flips.ts';
import type { RuleSet } from './rule-set.ts';
import type { UserFeatures } from './user-features.ts';

const INSTANTS: Readonly<Record<string, (user: UserFeatures) => bigint | null>> = {
  first_seen_at: ({ firstSeenAt }) => firstSeenAt,
  last_seen_at: ({ lastSeenAt }) => lastSeenAt,
  last_order_at: ({ lastOrderAt }) => lastOrderAt,
};

/** The earliest such instant after `asOf`, both in microseconds since the epoch; null if there is none. Never late. */
export function nextRuleChange(rules: RuleSet, user: UserFeatures, asOf: bigint): bigint | null {
  const { days, ages } = flipsOf(rules);
  const ofDays = [...days].flatMap(([column, flips]) => {
    const instant = INSTANTS[column]?.(user) ?? null;
    return instant === null ? [] : flips.map((flip) => instant + BigInt(flip) * DAY_US);
  });
  const { birthDate } = user;
  const ofAges = birthDate === null ? [] : ages.map((years) => instantOfAge(birthDate, years));
  return [...ofDays, ...ofAges]
    .filter((instant) => instant > asOf)
    .reduce<bigint | null>((least, instant) => (least === null || instant < least ? instant : least), null);
}
