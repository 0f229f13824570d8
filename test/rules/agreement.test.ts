// The two back ends of a rule set, SQL and TypeScript, agree on every user; and what they agree on is right about time:
// nothing changes before the instant that they name. STRATA_RULES_RUNS sets how many rule sets are made up.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import { nextRuleChange } from '../../src/rules/next-rule-change.ts';
import { unreachableRules } from '../../src/rules/reach/unreachable.ts';
import { parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import type { UserFeatures } from '../../src/rules/user-features.ts';
import { freshDatabase } from '../support/database.ts';
import { type Evaluated, evaluatedBySql } from './evaluated-by-sql.ts';
import { ruleSets } from './generator/rule-sets.ts';
import { asOfs, userOf } from './generator/users.ts';

const RUNS = Number(process.env.STRATA_RULES_RUNS ?? 120);
const USERS = 60;

function evaluated(rules: RuleSet, user: UserFeatures, asOf: bigint): Evaluated {
  const { scores, dimensions } = evaluate(rules, user, asOf);
  return {
    scores: Object.fromEntries(scores.map(({ key, points }) => [key, points])),
    segments: Object.fromEntries(dimensions.map(({ key, segment }) => [key, segment])),
    changeAt: nextRuleChange(rules, user, asOf),
  };
}

const usersAt = asOfs.chain((asOf) =>
  fc.record({
    asOf: fc.constant(asOf),
    users: fc.array(userOf(asOf), { minLength: USERS, maxLength: USERS }),
  }),
);

/** Without the rules that no user can reach, it is one that the parser takes. */
function reachable(rules: RuleSet): RuleSet {
  const unreachable = unreachableRules(rules);
  if (unreachable.length === 0) return rules;
  const dimensions = rules.dimensions.map((dimension, at) => ({
    ...dimension,
    segments: dimension.segments.filter(
      (_, segment) => !unreachable.some((rule) => rule.dimension === at && rule.segment === segment),
    ),
  }));
  return { ...rules, dimensions };
}

describe('SQL and TypeScript', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });

  it(`agree on ${USERS} users of ${RUNS} rule sets`, async () => {
    await fc.assert(
      fc.asyncProperty(ruleSets, usersAt, async (rules, { users, asOf }) => {
        const bySql = await evaluatedBySql(database, rules, users, asOf);
        expect(bySql).toEqual(users.map((user) => evaluated(rules, user, asOf)));
      }),
      { numRuns: RUNS },
    );
  });

  it('agree on users of the default rule set', async () => {
    await fc.assert(
      fc.asyncProperty(usersAt, async ({ users, asOf }) => {
        const bySql = await evaluatedBySql(database, DEFAULT_RULE_SET, users, asOf);
        expect(bySql).toEqual(users.map((user) => evaluated(DEFAULT_RULE_SET, user, asOf)));
      }),
      { numRuns: RUNS / 10 },
    );
  });
});

describe('a rule that is said to be out of reach', () => {
  it(`is matched by none of ${USERS} users of ${RUNS} rule sets`, () => {
    fc.assert(
      fc.property(ruleSets, usersAt, (rules, { users, asOf }) => {
        const unreachable = unreachableRules(rules);
        if (unreachable.length === 0) return;
        const matched = users.flatMap((user) => {
          const { dimensions } = evaluate(rules, user, asOf);
          return unreachable.filter(
            (rule) => dimensions[rule.dimension]?.rules[rule.segment]?.outcome === 'matched',
          );
        });
        expect(matched).toEqual([]);
      }),
      { numRuns: RUNS },
    );
  });
});

describe('a rule set that is made up', () => {
  it('is taken by the parser as it is, but for rules out of reach', () => {
    fc.assert(
      fc.property(ruleSets, (generated) => {
        let rules = reachable(generated);
        // Where segments are gone that other dimensions read, their tests are wrong: only rule sets without are asked.
        while (unreachableRules(rules).length > 0) rules = reachable(rules);
        fc.pre(!JSON.stringify(rules.dimensions).includes('"segment"'));
        expect(parseRuleSet(JSON.parse(JSON.stringify(rules)))).toEqual(rules);
      }),
      { numRuns: RUNS },
    );
  });
});
