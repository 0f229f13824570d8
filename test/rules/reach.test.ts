// Rules out of reach are refused, with the rule that is in the way; rules that any user may reach never are.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { unreachableRules } from '../../src/rules/reach/unreachable.ts';
import type { Condition, RuleSet } from '../../src/rules/rule-set.ts';
import { FIRST_RULE, problemOf, when, withValue } from './documents.ts';

const RULES: RuleSet = {
  ...DEFAULT_RULE_SET,
  signals: [
    ...DEFAULT_RULE_SET.signals,
    { key: 'seen', label: 'x', of: 'sessions', measure: 'any' },
    { key: 'spent', label: 'x', of: 'orders', measure: 'sum' },
  ],
};

/** For each rule that is out of reach: its place, and those of the rules in its way. */
function outOfReach(...conditions: Condition[]): [rule: number, earlier: number[]][] {
  const segments = conditions.map((condition, at) => ({ key: `k${at}`, when: condition }));
  const dimension = { key: 'asked', label: 'x', segments, otherwise: { key: 'rest' } };
  return unreachableRules({ ...RULES, dimensions: [dimension, ...DEFAULT_RULE_SET.dimensions] }).map(
    ({ segment, earlier }) => [segment, [...earlier]],
  );
}
const contradictory: [number, number[]][] = [[0, []]];
const f = (feature: string, test: object): Condition => ({ feature, ...test });

describe('the message', () => {
  it('names the earlier rule', () => {
    const [first, ...rest] = DEFAULT_RULE_SET.dimensions[0]?.segments ?? [];
    const rule = { all: [f('revenue', { gt: 600 }), f('transactions', { gte: 3 })] };
    expect(problemOf(withValue('dimensions.0.segments', [first, { key: 'X', when: rule }, ...rest]))).toBe(
      'rules.dimensions[0].segments[1].when: can never be reached, because everybody for whom it holds is already in ' +
        '"High-Value Customer" (segments[0]); expected it before that rule, or not at all',
    );
  });

  it('names all of them where each takes a part', () => {
    const rule = {
      any: [f('transactions', { gte: 3 }), f('session_count', { gt: 3 }), f('signal.cart', { eq: 2 })],
    };
    expect(problemOf(withValue('dimensions.1.segments.5', { key: 'X', when: rule }))).toBe(
      'rules.dimensions[1].segments[5].when: can never be reached, because everybody for whom it holds is already in ' +
        '"Repeat Purchaser" (segments[0]) or "Cart Abandoner" (segments[2]) or "Frequent Viewer" (segments[4]); ' +
        'expected it before that rule, or not at all',
    );
  });

  it('says that a rule contradicts itself', () => {
    expect(problemOf(when({ all: [f('transactions', { gte: 5 }), f('transactions', { lt: 5 })] }))).toBe(
      `${FIRST_RULE}: contradicts itself, so that it holds for no user`,
    );
  });
});

describe('a rule contradicts itself', () => {
  it('by numbers', () => {
    expect(outOfReach(f('revenue', { gt: 5, lt: 5 }))).toEqual(contradictory);
    expect(outOfReach(f('revenue', { gte: 5, lte: 5 }))).toEqual([]);
    expect(outOfReach(f('revenue', { gt: 5, lt: 5.001 }))).toEqual([]);
    expect(outOfReach(f('transactions', { gt: 5, lt: 6 }))).toEqual(contradictory);
    expect(outOfReach(f('transactions', { gt: 5, lt: 6.1 }))).toEqual([]);
    expect(outOfReach(f('transactions', { eq: 2.5 }))).toEqual(contradictory);
    expect(outOfReach(f('average_events_per_session', { eq: 2.5 }))).toEqual([]);
    expect(outOfReach(f('days_since_last_order', { gt: 1, lt: 2 }))).toEqual(contradictory);
  });

  it('by what a number can be', () => {
    expect(outOfReach(f('transactions', { lt: 0 }))).toEqual(contradictory);
    expect(outOfReach(f('longest_session_minutes', { lt: 0 }))).toEqual(contradictory);
    expect(outOfReach(f('revenue', { lt: 0 }))).toEqual([]);
    expect(outOfReach(f('signal.spent', { lt: 0 }))).toEqual([]);
    expect(outOfReach(f('signal.seen', { gte: 2 }))).toEqual(contradictory);
    expect(outOfReach(f('signal.seen', { gte: 1 }))).toEqual([]);
    expect(outOfReach(f('score.engagement', { gt: 100 }))).toEqual(contradictory);
    expect(outOfReach(f('score.engagement', { gte: 100 }))).toEqual([]);
    expect(outOfReach(f('score.recency', { lt: 1 }))).toEqual(contradictory);
    expect(outOfReach(f('score.recency', { gte: 5 }))).toEqual([]);
  });

  it('by words, sets and segments', () => {
    expect(outOfReach({ all: [f('gender', { in: ['A'] }), f('gender', { in: ['b'] })] })).toEqual(
      contradictory,
    );
    expect(outOfReach({ all: [f('gender', { in: ['A'] }), f('gender', { in: ['b', ' a'] })] })).toEqual([]);
    expect(outOfReach(f('gender', { in: ['a'], missing: true }))).toEqual(contradictory);
    expect(
      outOfReach({ all: [f('sources', { hasAny: ['a'] }), { not: f('sources', { hasAny: ['A', 'b'] }) }] }),
    ).toEqual(contradictory);
    expect(
      outOfReach({
        all: [f('sources', { hasAny: ['a', 'c'] }), { not: f('sources', { hasAny: ['a', 'b'] }) }],
      }),
    ).toEqual([]);
    expect(outOfReach({ all: [f('sources', { hasAny: ['a'] }), f('sources', { hasAny: ['b'] })] })).toEqual(
      [],
    );
    const all = ['Male', 'Female', 'Unknown'];
    expect(outOfReach({ not: { segment: 'gender', in: all } })).toEqual(contradictory);
    expect(outOfReach({ not: { segment: 'gender', in: all.slice(1) } })).toEqual([]);
  });

  it('but not where the unknown is what is left', () => {
    const [young, old] = [f('age_years', { lt: 18 }), f('age_years', { gte: 18 })];
    expect(outOfReach({ not: { any: [young, old] } })).toEqual([]);
    const counts = [f('transactions', { lt: 18 }), f('transactions', { gte: 18 })];
    expect(outOfReach({ not: { any: counts } })).toEqual(contradictory);
    expect(outOfReach({ not: f('days_since_last_order', { gte: 0 }) })).toEqual([]);
    expect(
      outOfReach({ not: { any: [f('city', { in: ['a'] }), { not: f('city', { in: ['a'] }) }] } }),
    ).toEqual(contradictory);
  });
});

describe('a rule is out of reach', () => {
  it('where an earlier one holds for all of its users, and only there', () => {
    expect(outOfReach(f('revenue', { gte: 5 }), f('revenue', { gte: 6 }))).toEqual([[1, [0]]]);
    expect(outOfReach(f('revenue', { gte: 6 }), f('revenue', { gte: 5 }))).toEqual([]);
    expect(outOfReach(f('transactions', { gt: 4.5 }), f('transactions', { gte: 5 }))).toEqual([[1, [0]]]);
    expect(outOfReach(f('revenue', { gt: 5 }), f('revenue', { gte: 5 }))).toEqual([]);
    expect(outOfReach(f('city', { missing: false }), f('city', { in: ['a'] }))).toEqual([[1, [0]]]);
    expect(outOfReach(f('sources', { hasAny: ['a', 'b'] }), f('sources', { hasAny: ['B'] }))).toEqual([
      [1, [0]],
    ]);
    expect(outOfReach(f('sources', { hasAny: ['b'] }), f('sources', { hasAny: ['a', 'b'] }))).toEqual([]);
    const both = { all: [f('sources', { hasAny: ['a'] }), f('sources', { hasAny: ['b'] })] };
    expect(outOfReach(both, f('sources', { hasAny: ['a'] }))).toEqual([]);
    expect(outOfReach(f('sources', { hasAny: ['a'] }), both)).toEqual([[1, [0]]]);
  });

  it('behind one that holds for everybody', () => {
    const later = f('city', { in: ['a'] });
    expect(outOfReach(f('transactions', { gte: 0 }), later)).toEqual([[1, [0]]]);
    expect(outOfReach(f('age_years', { gte: -1000 }), later)).toEqual([]);
    expect(outOfReach({ any: [later, { not: later }] }, f('city', { in: ['b'] }))).toEqual([[1, [0]]]);
  });

  it('only if one rule takes each of its alternatives: a sum of several is not seen', () => {
    const [low, high] = [f('revenue', { lt: 5 }), f('revenue', { gte: 5 })];
    expect(outOfReach(low, high, f('city', { in: ['a'] }))).toEqual([]);
    expect(outOfReach(low, high, { any: [f('revenue', { lt: 4 }), f('revenue', { gt: 6 })] })).toEqual([
      [2, [0, 1]],
    ]);
  });

  it('nowhere in the default rule set', () => {
    expect(unreachableRules(DEFAULT_RULE_SET)).toEqual([]);
  });

  it('not, as far as can be known, where there is too much to compare', () => {
    const choice = (at: number): Condition => ({
      any: [f('revenue', { gte: at }), f('transactions', { gte: at })],
    });
    const large = { all: Array.from({ length: 20 }, (_, at) => choice(at)) };
    expect(outOfReach(f('city', { missing: false }), { all: [large, f('city', { in: ['a'] })] })).toEqual([]);
  });
});
