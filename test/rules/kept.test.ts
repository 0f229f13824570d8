// What a rule set keeps of another one: of no user does it say anything else about that.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import { keptOf } from '../../src/rules/kept.ts';
import { nextRuleChange } from '../../src/rules/next-rule-change.ts';
import { parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import { withValue } from './documents.ts';
import { ruleSets } from './generator/rule-sets.ts';
import { asOfs, userOf } from './generator/users.ts';

const RUNS = Number(process.env.STRATA_RULES_RUNS ?? 120);

const ALL = {
  scores: new Set(DEFAULT_RULE_SET.scores.map(({ key }) => key)),
  dimensions: new Map(DEFAULT_RULE_SET.dimensions.map(({ key }, at) => [key, at + 1])),
  changes: true,
  sums: true,
};

/** What is not kept of the default rule set when a value of it is another. */
function lost(path: string, value: unknown): string[] {
  const kept = keptOf(DEFAULT_RULE_SET, parseRuleSet(withValue(path, value)));
  return [
    ...[...ALL.scores].filter((key) => !kept.scores.has(key)).map((key) => `score ${key}`),
    ...[...ALL.dimensions.keys()].filter((key) => !kept.dimensions.has(key)),
    ...(['changes', 'sums'] as const).filter((name) => !kept[name]),
  ];
}

/** The same rule set with some dimensions tried the other way round, some scores of another one, in another order. */
const edited = fc.tuple(ruleSets, ruleSets).chain(([before, other]) =>
  fc
    .record({
      turned: fc.subarray(before.dimensions),
      taken: fc.subarray(before.scores),
      order: fc.shuffledSubarray(before.dimensions, { minLength: before.dimensions.length }),
    })
    .map(({ turned, taken, order }) => {
      const after: RuleSet = {
        ...before,
        scores: before.scores.map((score, at) => (taken.includes(score) ? other.scores[at]! : score)),
        dimensions: order.map((dimension) =>
          turned.includes(dimension)
            ? { ...dimension, segments: dimension.segments.toReversed() }
            : { ...dimension, label: 'of another name' },
        ),
      };
      return { before, after };
    }),
);
const cases = fc
  .tuple(edited, asOfs)
  .chain(([rules, asOf]) => userOf(asOf).map((user) => ({ ...rules, asOf, user })));

describe('of a rule set is kept', () => {
  it('everything, where only labels, priorities and calibrations are others', () => {
    expect(keptOf(DEFAULT_RULE_SET, structuredClone(DEFAULT_RULE_SET))).toEqual(ALL);
    expect(lost('dimensions.0.segments.0.priority', 9)).toEqual([]);
    expect(lost('scores.0.components.0.label', 'other')).toEqual([]);
    expect(lost('scores.1.components.0.calibrate', undefined)).toEqual([]);
  });

  it('everything but what a changed rule decides, and whoever reads it', () => {
    expect(lost('dimensions.0.segments.0.when', { feature: 'revenue', gte: 450 })).toEqual(['customer']);
    expect(lost('scores.0.components.0.steps.0.points', 39)).toEqual(['score engagement', 'customer']);
    expect(lost('scores.1.components.0.cuts', [7, 30, 60, 121])).toEqual(['score recency', 'rfm', 'changes']);
    expect(lost('dimensions.0.segments.0.when', { segment: 'gender', in: ['Male'] })).toEqual(['customer']);
    expect(lost('dimensions.0.segments.0.when', { feature: 'days_since_last_seen', lt: 5 })).toEqual([
      'customer',
      'changes',
    ]);
  });

  it('the place of a dimension among those before', () => {
    const dimensions = DEFAULT_RULE_SET.dimensions.slice(2).toReversed();
    const turned = { ...DEFAULT_RULE_SET, dimensions };
    const kept = keptOf(DEFAULT_RULE_SET, turned);
    expect([...kept.dimensions].toSorted()).toEqual([...ALL.dimensions].slice(2).toSorted());
    expect(kept.sums).toBe(false);
    expect(keptOf(turned, DEFAULT_RULE_SET).dimensions.get('age')).toBe(dimensions.length);
  });

  it(`what is said alike of the users of ${RUNS} rule sets that are made up`, () => {
    const seen = { kept: 0, lost: 0 };
    fc.assert(
      fc.property(cases, ({ before, after, asOf, user }) => {
        const kept = keptOf(before, after);
        const [was, is] = [before, after].map((rules) => evaluate(rules, user, asOf)) as [
          ReturnType<typeof evaluate>,
          ReturnType<typeof evaluate>,
        ];
        for (const { key, points } of is.scores)
          if (kept.scores.has(key)) expect(was.scores.find((one) => one.key === key)?.points).toBe(points);
        for (const { key, segment } of is.dimensions) {
          const place = kept.dimensions.get(key);
          seen[place === undefined ? 'lost' : 'kept']++;
          if (place !== undefined) expect(was.dimensions[place - 1]).toMatchObject({ key, segment });
        }
        if (kept.changes) expect(nextRuleChange(after, user, asOf)).toBe(nextRuleChange(before, user, asOf));
      }),
      { numRuns: RUNS },
    );
    expect(Math.min(seen.kept, seen.lost)).toBeGreaterThan(RUNS / 10);
  });
});
