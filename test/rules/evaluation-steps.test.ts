// The steps of an evaluation: two, and more only where dimensions read each other.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { evaluationSteps } from '../../src/rules/evaluation-steps.ts';
import type { Condition, RuleSet } from '../../src/rules/rule-set.ts';

/** Each step with the segments that it finds for others to read. */
function stepsOf(rules: RuleSet): string[] {
  const { text } = evaluationSteps(rules, () => 1, '2026-01-01T00:00:00Z');
  return [...text.matchAll(/^(\w+) as (?:materialized )?\(\n([^\n]*)/gm)].map(([, name, line]) => {
    const found = [...(line as string).matchAll(/ as segment_of_(\w+)/g)].map(([, key]) => key);
    return [name, ...found].join(' ');
  });
}

function rulesOf(conditions: Record<string, Condition>): RuleSet {
  const dimensions = Object.entries(conditions).map(([key, when]) => ({
    key,
    label: key,
    segments: [{ key: 'in', when }],
    otherwise: { key: 'out' },
  }));
  return { ...DEFAULT_RULE_SET, dimensions };
}
const reads = (segment: string): Condition => ({ segment, in: ['in'] });
const buyer: Condition = { feature: 'transactions', gte: 1 };
const champion: Condition = { feature: 'score.recency', gte: 4 };

describe('an evaluation has', () => {
  it('two steps, where no dimension reads another', () => {
    expect(stepsOf(DEFAULT_RULE_SET)).toEqual(['scored', 'evaluated']);
  });

  it('no more, where those that are read read features only', () => {
    expect(stepsOf(rulesOf({ a: reads('b'), b: buyer, c: reads('b') }))).toEqual(['scored b', 'evaluated']);
  });

  it('one more for dimensions that are read and read scores, or dimensions that are read', () => {
    expect(stepsOf(rulesOf({ a: reads('b'), b: champion }))).toEqual(['scored', 'placed_1 b', 'evaluated']);
    expect(stepsOf(rulesOf({ a: reads('b'), b: reads('c'), c: buyer, d: champion, e: reads('d') }))).toEqual([
      'scored c',
      'placed_1 b d',
      'evaluated',
    ]);
    expect(stepsOf(rulesOf({ a: reads('b'), b: reads('c'), c: reads('d'), d: champion }))).toEqual([
      'scored',
      'placed_1 d',
      'placed_2 c',
      'placed_3 b',
      'evaluated',
    ]);
  });

  it('no instant of change where no test reads the time', () => {
    const { scores, dimensions } = DEFAULT_RULE_SET;
    const timeless = { ...rulesOf({ a: buyer }), scores: scores.slice(0, 1) };
    const aged = dimensions.filter(({ key }) => key === 'age');
    const textOf = (rules: RuleSet) => evaluationSteps(rules, () => 1, '2026-01-01T00:00:00Z').text;
    expect(textOf(timeless)).toContain('null::timestamptz as rule_change_at');
    expect(textOf({ ...timeless, dimensions: aged })).not.toContain('null::timestamptz');
  });
});
