// The evaluator explains: what was observed of a user, beside what the rules ask for.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { describeCondition } from '../../src/rules/describe.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import type { Condition, RuleSet } from '../../src/rules/rule-set.ts';
import type { ConditionLine, Evaluation } from '../../src/rules/trace.ts';
import type { UserFeatures } from '../../src/rules/user-features.ts';
import { nobody } from './nobody.ts';
import { rfmSegment } from './rfm-segment.ts';

const AS_OF = BigInt(Date.UTC(2026, 5, 1)) * 1000n;
const DAY_US = 86_400_000_000n;

const ann: UserFeatures = {
  ...nobody,
  transactions: 2,
  revenue: '499.99',
  sessionCount: 3,
  totalEvents: 10,
  totalSessionUs: 1_999_999_999n,
  lastOrderAt: AS_OF - 8n * DAY_US,
  gender: 'Female',
  birthDate: '2000-06-01',
  sources: ['google', 'direct'],
};

const segmentsOf = ({ dimensions }: Evaluation) =>
  Object.fromEntries(dimensions.map(({ key, segment }) => [key, segment]));

function ruleSetOf(...dimensions: RuleSet['dimensions']): RuleSet {
  return { ...DEFAULT_RULE_SET, dimensions };
}
function linesOf(condition: Condition, user = ann): readonly ConditionLine[] {
  const dimension = {
    key: 'd',
    label: 'D',
    segments: [{ key: 'a', when: condition }],
    otherwise: { key: 'rest' },
  };
  const gender = DEFAULT_RULE_SET.dimensions.find(({ key }) => key === 'gender')!;
  return evaluate(ruleSetOf(dimension, gender), user, AS_OF).dimensions[0]?.rules[0]?.lines ?? [];
}

describe('an evaluation', () => {
  const evaluation = evaluate(DEFAULT_RULE_SET, ann, AS_OF);

  it('finds the segment of every dimension, in the order of the rule set', () => {
    expect(evaluation.dimensions.map(({ key }) => key)).toEqual(
      DEFAULT_RULE_SET.dimensions.map(({ key }) => key),
    );
    expect(segmentsOf(evaluation)).toEqual({
      customer: 'Loyal Customer',
      engagement: 'Repeat Purchaser',
      age: '25-34',
      gender: 'Female',
      income: 'Unknown',
      traffic_source: 'Organic Search',
      primary_source: 'Google',
      us_region: 'Other',
      rfm: 'Promising',
    });
  });

  it('shows what each component of a score observed, and why it gives its points', () => {
    expect(evaluation.scores[0]).toEqual({
      key: 'engagement',
      label: 'Engagement score',
      points: 75,
      components: [
        { label: 'Transactions', feature: 'transactions', observed: '2', reason: '>= 2', points: 40 },
        {
          label: 'Average session duration',
          feature: 'average_session_minutes',
          observed: '11.111111',
          reason: '>= 10',
          points: 20,
        },
        {
          label: 'Average events a session',
          feature: 'average_events_per_session',
          observed: '3.333333',
          reason: '>= 3',
          points: 5,
        },
        { label: 'Sessions', feature: 'session_count', observed: '3', reason: '>= 3', points: 10 },
      ],
    });
    const components = evaluation.scores
      .slice(1)
      .map(({ key, points, components: [only] }) => [key, points, only?.observed, only?.reason]);
    expect(components).toEqual([
      ['recency', 4, '8', '> 7 and <= 30'],
      ['frequency', 2, '2', '> 1 and <= 2'],
      ['monetary', 4, '499.99', '> 250 and <= 500'],
    ]);
    const nothing = evaluate(DEFAULT_RULE_SET, nobody, AS_OF).scores.map(
      ({ points, components: [first] }) => [points, first?.observed, first?.reason],
    );
    expect(nothing).toEqual([
      [0, '0', 'otherwise'],
      [1, null, 'unknown'],
      [1, '0', '<= 1'],
      [1, '0', '<= 50'],
    ]);
  });

  it('tries rules in order up to the one that matches', () => {
    const [customer] = evaluation.dimensions;
    expect(customer).toMatchObject({ segment: 'Loyal Customer', priority: 2, label: 'Customer segment' });
    expect(customer?.rules.map(({ segment, outcome, lines }) => [segment, outcome, lines.length])).toEqual([
      ['High-Value Customer', 'failed', 3],
      ['Loyal Customer', 'matched', 3],
      ['High-Potential Customer', 'untried', 0],
      ['At-Risk Customer', 'untried', 0],
      ['New Customer', 'untried', 0],
      ['Casual Browser', 'untried', 0],
    ]);
    expect(customer?.rules[0]?.condition).toBe('revenue >= 500 and transactions >= 2');
    expect(customer?.rules[0]?.lines).toEqual([
      { depth: 0, kind: 'all', holds: false, test: null },
      {
        depth: 1,
        kind: 'test',
        holds: false,
        test: {
          feature: 'revenue',
          label: 'Revenue',
          operator: 'gte',
          threshold: '500',
          observed: '499.99',
          holds: false,
        },
      },
      {
        depth: 1,
        kind: 'test',
        holds: true,
        test: {
          feature: 'transactions',
          label: 'Transactions',
          operator: 'gte',
          threshold: '2',
          observed: '2',
          holds: true,
        },
      },
    ]);
  });

  it('shows texts, lists, segments and what is unknown as they are', () => {
    const shown = (condition: Condition) =>
      linesOf(condition).flatMap(({ test }) =>
        test ? [[test.feature, test.operator, test.threshold, test.observed, test.holds]] : [],
      );
    expect(shown({ feature: 'gender', in: ['FEMALE ', 'f'] })).toEqual([
      ['gender', 'in', 'FEMALE , f', 'Female', true],
    ]);
    expect(shown({ feature: 'city', missing: true })).toEqual([['city', 'missing', 'true', null, true]]);
    expect(shown({ feature: 'sources', hasAny: ['x'] })).toEqual([
      ['sources', 'hasAny', 'x', 'google, direct', false],
    ]);
    expect(shown({ segment: 'gender', in: ['Male'] })).toEqual([
      ['segment.gender', 'in', 'Male', 'Female', false],
    ]);
    expect(shown({ feature: 'days_since_first_seen', gte: 0 })).toEqual([
      ['days_since_first_seen', 'gte', '0', null, false],
    ]);
    expect(shown({ feature: 'age_years', gte: 18, lt: 26 })).toEqual([
      ['age_years', 'gte', '18', '26', true],
      ['age_years', 'lt', '26', '26', false],
    ]);
  });

  it('shows a tree from the top, each branch with its answer', () => {
    const yes: Condition = { feature: 'transactions', eq: 2 };
    const no: Condition = { feature: 'transactions', gt: 2 };
    const lines = linesOf({
      any: [{ not: yes }, { all: [no, yes] }, { feature: 'transactions', gt: 1, lt: 3 }],
    });
    expect(lines.map(({ depth, kind, holds }) => `${'  '.repeat(depth)}${kind} ${holds}`)).toEqual([
      'any true',
      '  not false',
      '    test true',
      '  all false',
      '    test false',
      '    test true',
      '  all true',
      '    test true',
      '    test true',
    ]);
  });

  it('compares averages exactly, however they are shown', () => {
    const average = (totalSessionUs: bigint) => {
      const [line] = linesOf({ feature: 'average_session_minutes', gte: 10 }, { ...ann, totalSessionUs });
      return [line?.test?.observed, line?.holds];
    };
    expect(average(1_800_000_000n)).toEqual(['10', true]);
    expect(average(1_799_999_999n)).toEqual(['10', false]);
    expect(average(1_799_999_000n)).toEqual(['9.999994', false]);
    expect(
      linesOf({ feature: 'revenue', gte: 0.3 }, { ...ann, revenue: '0.29999999999999999999' })[0]?.holds,
    ).toBe(false);
  });

  it('reads dimensions that come later, and signals by the names that objects have', () => {
    const reader = {
      key: 'reader',
      label: 'x',
      segments: [
        {
          key: 'a',
          when: {
            all: [
              { segment: 'gender', in: ['Female'] },
              { feature: 'signal.constructor', eq: 0 },
            ],
          },
        },
      ],
      otherwise: { key: 'rest' },
    };
    const rules = ruleSetOf(reader, ...DEFAULT_RULE_SET.dimensions);
    const { dimensions } = evaluate(rules, ann, AS_OF);
    expect(dimensions[0]?.segment).toBe('a');
    expect(dimensions[0]?.rules[0]?.lines.map(({ test }) => test?.observed)).toEqual([
      undefined,
      'Female',
      '0',
    ]);
  });

  it('comes to the documented RFM segment for every recency, frequency and sum', () => {
    const found = new Set<string>();
    for (const days of [0, 7, 8, 30, 31, 60, 61, 120, 121, 900])
      for (const transactions of [0, 1, 2, 3, 4, 5, 6])
        for (const revenue of [-1, 0, 50, 50.01, 100, 100.01, 250, 250.01, 500, 500.01]) {
          const lastOrderAt = transactions === 0 ? null : AS_OF - BigInt(days) * DAY_US;
          const user = { ...nobody, transactions, revenue: String(revenue), lastOrderAt };
          const segment = segmentsOf(evaluate(DEFAULT_RULE_SET, user, AS_OF)).rfm as string;
          expect(segment).toBe(rfmSegment(days, transactions, revenue));
          found.add(segment);
        }
    expect(found.size).toBe(9);
  });
});

describe('a condition in words', () => {
  it('has brackets where and, or and not meet', () => {
    const [a, b]: [Condition, Condition] = [
      { feature: 'revenue', gte: 500 },
      { feature: 'transactions', eq: 0 },
    ];
    expect(describeCondition({ all: [a, b] })).toBe('revenue >= 500 and transactions = 0');
    expect(describeCondition({ any: [{ all: [a, b] }, b] })).toBe(
      '(revenue >= 500 and transactions = 0) or transactions = 0',
    );
    expect(describeCondition({ all: [{ all: [a] }, { any: [b] }, { any: [a, b] }] })).toBe(
      'revenue >= 500 and transactions = 0 and (revenue >= 500 or transactions = 0)',
    );
    expect(describeCondition({ not: a })).toBe('not revenue >= 500');
    expect(describeCondition({ not: { any: [a, { not: { all: [a, b] } }] } })).toBe(
      'not (revenue >= 500 or not (revenue >= 500 and transactions = 0))',
    );
    expect(describeCondition({ any: [{ feature: 'age_years', gte: 18, lte: 24 }, b] })).toBe(
      '(age_years >= 18 and age_years <= 24) or transactions = 0',
    );
  });

  it('quotes words', () => {
    expect(describeCondition({ feature: 'city', in: ['A, B', 'c'], missing: false })).toBe(
      'city is "A, B" or "c" and city is known',
    );
    expect(describeCondition({ feature: 'sources', hasAny: ['x'] })).toBe('sources has "x"');
    expect(describeCondition({ segment: 'rfm', in: ['Lost', 'New'] })).toBe('rfm segment is "Lost" or "New"');
  });
});
