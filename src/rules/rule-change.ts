// When a rule's answer may next change for a user by time alone, in SQL over the row `f`: the earliest instant after
// the as-of at which a number of days, or an age, comes to where a test of the rule set turns. Never late.
import { join, raw, type Sql, sql } from '../db/sql.ts';
import { birthdayOf, dayBeforeBirth } from './age.ts';
import { daysBefore } from './compile-comparisons.ts';
import { flipsOf } from './flips.ts';
import type { RuleSet } from './rule-set.ts';

/** A timestamptz, null where nothing changes any more. */
export function ruleChangeAt(rules: RuleSet, asOf: string): Sql {
  const { days, ages } = flipsOf(rules);
  const changes = [
    ...[...days]
      .filter(([, flips]) => flips.length > 0)
      .map(([column, flips]) => daysChange(column, flips, asOf)),
    ...(ages.length > 0 ? [ageChange(ages)] : []),
  ];
  if (changes.length === 0) return raw('null::timestamptz');
  return sql`least(${join(changes)})`;
}

/** Of rising numbers of days, the first that the user has yet to come to, after the instant. */
function daysChange(column: string, flips: readonly number[], asOf: string): Sql {
  const instant = raw(`f.${column}`);
  const arms = flips.map(
    (flip) => sql`when ${instant} > ${daysBefore(asOf, flip)} then ${String(flip * 24)}::integer`,
  );
  return sql`${instant} + make_interval(hours => case ${join(arms, ' ')} end)`;
}

function ageChange(flips: readonly number[]): Sql {
  const birthDate = raw('f.birth_date');
  const next = (some: readonly number[]): Sql =>
    sql`case ${join(
      some.map((flip) => sql`when f.age_years < ${String(flip)}::integer then ${String(flip)}::integer`),
      ' ',
    )} end`;
  const later = flips.filter((flip) => flip > 0);
  const [earlier, least] = [flips.filter((flip) => flip <= 0), flips.findLast((flip) => flip <= 0)];
  const after = later.length > 0 ? birthdayOf(birthDate, next(later)) : raw('null::timestamptz');
  if (least === undefined) return after;
  return sql`case when f.age_years < ${String(least)}::integer then ${dayBeforeBirth(birthDate, next(earlier))} else ${after} end`;
}
