// The largest rule sets that the parser takes: they are checked in time, and the database runs them.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import { evaluationSteps } from '../../src/rules/evaluation-steps.ts';
import { nextRuleChange } from '../../src/rules/next-rule-change.ts';
import { parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import { databaseOfTest } from '../support/database.ts';
import { evaluatedBySql } from './evaluated-by-sql.ts';
import { nobody } from './nobody.ts';

const DAY_US = 86_400_000_000n;
const signals = Array.from({ length: 40 }, (_, at) => ({
  key: `s${at}`,
  label: 'x',
  of: 'sessions',
  measure: 'any',
}));

/** As many tests as there may be, of those that take the most parameters: each of another number of days. */
function largest(): RuleSet {
  // The scores of the default rule set have 13 steps, 12 cut points, and 3 tests of populations.
  const tests = 5_000 - 28;
  const dimensions = Array.from({ length: 40 }, (_, dimension) => ({
    key: `d${dimension}`,
    label: 'x',
    segments: Array.from({ length: 124 }, (_, at) => ({
      key: `k${at}`,
      when: { feature: 'days_since_last_order', eq: dimension * 400 + at * 2 },
    })),
    otherwise: { key: 'rest' },
  }));
  const spare = tests - 40 * 124;
  const when = {
    any: Array.from({ length: spare }, (_, at) => ({ feature: 'days_since_last_seen', eq: at })),
  };
  dimensions[0]?.segments.push({ key: 'more', when } as never);
  return parseRuleSet({ ...DEFAULT_RULE_SET, signals, dimensions });
}

describe('the largest rule set', () => {
  it('has 5,000 tests, takes less parameters than Postgres does, and runs', async () => {
    const rules = largest();
    const { values } = evaluationSteps(rules, () => 1, '2026-01-01T00:00:00Z');
    expect(values.length).toBeGreaterThan(40_000);
    expect(values.length).toBeLessThan(60_000);
    const user = { ...nobody, lastOrderAt: -149n * DAY_US, lastSeenAt: -4_000n * DAY_US };
    const [answer] = await evaluatedBySql(await databaseOfTest(), rules, [user], 51n * DAY_US);
    const { dimensions } = evaluate(rules, user, 51n * DAY_US);
    expect(answer?.segments).toEqual(
      Object.fromEntries(dimensions.map(({ key, segment }) => [key, segment])),
    );
    expect(answer?.segments).toMatchObject({ d0: 'k100', d1: 'rest' });
    expect(answer?.changeAt).toBe(nextRuleChange(rules, user, 51n * DAY_US));
  });
});
