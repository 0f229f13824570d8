// When rules change by time alone: nothing does before the instant that is named, and some test does at it. Held by
// the evaluator; agreement.test.ts holds the SQL to it.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { thresholdsOf } from '../../src/rules/comparisons.ts';
import { isFeatureTest, leavesOf } from '../../src/rules/conditions.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import { compares } from '../../src/rules/evaluate-condition.ts';
import { nextRuleChange } from '../../src/rules/next-rule-change.ts';
import { observe } from '../../src/rules/observe.ts';
import type { FeatureTest, RuleSet } from '../../src/rules/rule-set.ts';
import type { UserFeatures } from '../../src/rules/user-features.ts';
import { ruleSets } from './generator/rule-sets.ts';
import { asOfs, userOf } from './generator/users.ts';
import { nobody } from './nobody.ts';

const RUNS = Number(process.env.STRATA_RULES_RUNS ?? 120) * 10;
const DAY_US = 86_400_000_000n;
const at = (text: string): bigint => BigInt(Date.parse(text)) * 1000n;

const cases = fc.tuple(ruleSets, asOfs).chain(([rules, asOf]) =>
  fc.record({
    rules: fc.constant(rules),
    asOf: fc.constant(asOf),
    user: userOf(asOf),
    part: fc.bigInt({ min: 0n, max: 1_000_000n }),
  }),
);

/** What is seen of an evaluation: points and segments. */
function outcome(rules: RuleSet, user: UserFeatures, asOf: bigint): unknown {
  const { scores, dimensions } = evaluate(rules, user, asOf);
  return [scores.map(({ points }) => points), dimensions.map(({ segment }) => segment)];
}

/** The answers of all comparisons of the rule set, those of scores included. */
function answers(rules: RuleSet, user: UserFeatures, asOf: bigint): boolean[] {
  const ofRules = rules.dimensions.flatMap(({ segments }) =>
    segments.flatMap(({ when }) => leavesOf(when).map(({ leaf }) => leaf)),
  );
  const ofScores = rules.scores
    .flatMap(({ components }) => components)
    .flatMap((component): FeatureTest[] => {
      const { feature } = component;
      if ('cuts' in component) return component.cuts.map((gt) => ({ feature, gt }));
      return component.steps.map(({ points: _, ...step }) => ({ feature, ...step }));
    });
  return [...ofScores, ...ofRules.filter(isFeatureTest)]
    .filter(({ feature }) => feature.startsWith('days_') || feature === 'age_years')
    .flatMap((test) => {
      const value = observe(test.feature, { user, asOf, scores: new Map() });
      return thresholdsOf(test).map(({ comparison, threshold }) => compares(value, comparison, threshold));
    });
}

describe('the next change by time', () => {
  it('has no other segment, score or answer before it, and another answer at it', () => {
    let changes = 0;
    fc.assert(
      fc.property(cases, ({ rules, asOf, user, part }) => {
        const change = nextRuleChange(rules, user, asOf);
        const last = (change ?? asOf + 60_000n * DAY_US) - 1n;
        expect(last).toBeGreaterThanOrEqual(asOf);
        const between = asOf + ((last - asOf) * part) / 1_000_000n;
        for (const instant of [between, last]) {
          expect(outcome(rules, user, instant)).toEqual(outcome(rules, user, asOf));
          expect(answers(rules, user, instant)).toEqual(answers(rules, user, asOf));
        }
        if (change === null) return;
        changes++;
        expect(answers(rules, user, change)).not.toEqual(answers(rules, user, asOf));
      }),
      { numRuns: RUNS },
    );
    expect(changes).toBeGreaterThan(RUNS / 10);
  });

  it('is when days since an order come to a cut point and a day more, to the microsecond', () => {
    const ordered = at('2026-01-01T10:00:00Z') + 7n;
    const user = { ...nobody, transactions: 1, lastOrderAt: ordered };
    const next = (asOf: bigint) => nextRuleChange(DEFAULT_RULE_SET, user, asOf);
    expect(next(ordered)).toBe(ordered + 8n * DAY_US);
    expect(next(ordered + 8n * DAY_US - 1n)).toBe(ordered + 8n * DAY_US);
    expect(next(ordered + 8n * DAY_US)).toBe(ordered + 31n * DAY_US);
    expect(next(ordered + 121n * DAY_US)).toBeNull();
  });

  it('is the birthday at which an age group ends; 1 March where 29 February is lacking', () => {
    const next = (birthDate: string, asOf: string) =>
      nextRuleChange(DEFAULT_RULE_SET, { ...nobody, birthDate }, at(asOf));
    expect(next('2001-06-15', '2026-01-01T00:00:00Z')).toBe(at('2026-06-15T00:00:00Z'));
    expect(next('2001-06-15', '2026-06-15T00:00:00Z')).toBe(at('2036-06-15T00:00:00Z'));
    expect(next('2008-02-29', '2026-02-28T23:59:59Z')).toBe(at('2026-03-01T00:00:00Z'));
    expect(next('2008-02-29', '2026-03-01T00:00:00Z')).toBe(at('2033-03-01T00:00:00Z'));
    expect(next('1940-01-01', '2026-03-01T00:00:00Z')).toBe(at('2091-01-01T00:00:00Z'));
    expect(next('1840-01-01', '2026-03-01T00:00:00Z')).toBeNull();
  });

  it('is never, where no test reads the time', () => {
    const rules = { ...DEFAULT_RULE_SET, dimensions: [], scores: [] };
    const user = { ...nobody, lastOrderAt: 0n, birthDate: '2001-06-15' };
    expect(nextRuleChange(rules, user, 0n)).toBeNull();
  });
});
