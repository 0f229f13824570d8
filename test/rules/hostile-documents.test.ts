// Documents that are made to break a parser: each is refused in words, at once, and none exhausts stack or time.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { FIRST_RULE, problemOf, when, withValue } from './documents.ts';

const TOO_LARGE = 'rules: larger than 1 MB as JSON; expected at most 1,000,000 bytes';
const deep = (levels: number, wrap: (inner: object) => object): object => {
  let node: object = { feature: 'revenue', gte: 1 };
  for (let level = 1; level < levels; level++) node = wrap(node);
  return node;
};
const not = (inner: object) => ({ not: inner });
const all = (inner: object) => ({ all: [inner] });

describe('a document', () => {
  it('nests conditions at most 10 levels deep', () => {
    expect(problemOf(when(deep(10, not)))).toBe('accepted');
    expect(problemOf(when(deep(10, all)))).toBe('accepted');
    const tooDeep = `${FIRST_RULE}${'.not'.repeat(10)}: nested deeper than 10 levels`;
    expect(problemOf(when(deep(11, not)))).toBe(tooDeep);
    expect(problemOf(when(deep(1_000, not)))).toBe(tooDeep);
    expect(problemOf(when(deep(100_000, all)))).toBe(
      `${FIRST_RULE}${'.all[0]'.repeat(10)}: nested deeper than 10 levels`,
    );
    const cuts = {
      feature: 'revenue',
      label: 'x',
      cuts: [1],
      best: 'low',
      calibrate: { over: deep(11, not) },
    };
    expect(problemOf(withValue('scores.1.components.0', cuts))).toMatch(
      /over(\.not){10}: nested deeper than 10 levels$/,
    );
  });

  it('may be deep or go in a circle where no condition is', () => {
    let lists: unknown = [];
    for (let level = 0; level < 100_000; level++) lists = [lists];
    expect(problemOf(withValue('name', lists))).toBe('rules.name: expected string, received array');
    const circle: Record<string, unknown> = {};
    circle.not = circle;
    expect(problemOf(when(circle))).toBe(`${FIRST_RULE}${'.not'.repeat(10)}: nested deeper than 10 levels`);
    expect(problemOf(withValue('name', circle))).toBe(TOO_LARGE);
    let doubled: unknown = ['x'];
    for (let level = 0; level < 40; level++) doubled = [doubled, doubled];
    expect(problemOf(withValue('name', doubled))).toBe(TOO_LARGE);
  });

  it('is at most 1 MB', () => {
    expect(problemOf(withValue('name', Array(300_000).fill(1)))).toContain(
      'rules.name: expected string, received array',
    );
    expect(problemOf(withValue('name', Array(600_000).fill(1)))).toBe(TOO_LARGE);
    expect(problemOf(withValue('name', Array(1e9)))).toBe(TOO_LARGE);
    const names = Object.fromEntries(Array.from({ length: 12 }, (_, at) => [`n${at}`, 1]));
    expect(problemOf(withValue('session', { timeoutMinutes: 30, ...names }))).toBe(
      'rules.session: unknown "n0", "n1", "n2", "n3", "n4", "n5", "n6", "n7", "n8", "n9" and 2 more; expected only timeoutMinutes',
    );
    expect(problemOf(withValue('name', 'x'.repeat(1_000_000)))).toBe(TOO_LARGE);
    expect(problemOf(withValue('name', 'ü'.repeat(500_000)))).toBe(TOO_LARGE);
    expect(problemOf(withValue('name', 'x'.repeat(900_000)))).toBe(
      'rules.name: expected string to have <=100 characters',
    );
  });

  it('has at most 200 rules a dimension, and 5,000 tests in all', () => {
    const rules = (count: number) =>
      Array.from({ length: count }, (_, at) => ({
        key: `k${at}`,
        when: { feature: 'revenue', gte: 10_000 - at },
      }));
    expect(problemOf(withValue('dimensions.1.segments', rules(10_000)))).toBe(
      'rules.dimensions[1].segments: expected array to have <=200 items',
    );
    const dimensions = Array.from({ length: 40 }, (_, at) => ({
      key: `d${at}`,
      label: 'x',
      segments: rules(200),
      otherwise: { key: 'rest' },
    }));
    expect(problemOf(withValue('dimensions', dimensions))).toBe(
      'rules: 8,032 tests, steps and cut points in all; expected at most 5,000',
    );
    const many = dimensions.map((dimension) => ({
      ...dimension,
      segments: dimension.segments.map(({ key }) => ({ key, when: { all: [{}, {}] } })),
    }));
    expect(problemOf(withValue('dimensions', many))).toBe(
      'rules: more than 15,000 conditions in all; expected at most 15,000',
    );
  });

  it('has no text that can not be stored, and no name that means something else', () => {
    const nul = 'expected text without the character NUL';
    expect(problemOf(withValue('dimensions.0.segments.0.key', 'a\0'))).toBe(
      `rules.dimensions[0].segments[0].key: ${nul}`,
    );
    expect(problemOf(when({ feature: 'gender', in: ['a\0'] }))).toBe(`${FIRST_RULE}.in[0]: ${nul}`);
    expect(problemOf(withValue('traffic.source.names', { 'a\0': ['b'] }))).toBe(
      `rules.traffic.source.names["a\\u0000"]: ${nul}`,
    );
    expect(problemOf(withValue('name', '\ud800'))).toBe(
      'rules.name: expected text without halves of a surrogate pair',
    );
    const text = JSON.stringify(DEFAULT_RULE_SET);
    for (const [hostile, path] of [
      [text.replace('{', '{"__proto__":{"name":"x"},'), 'rules.__proto__'],
      [text.replace('"facebook":', '"__proto__":["x"],"facebook":'), 'rules.traffic.source.names.__proto__'],
      [
        text.replace('"when":{', '"when":{"__proto__":{"all":[]},'),
        'rules.dimensions[0].segments[0].when.__proto__',
      ],
    ] as const)
      expect(problemOf(JSON.parse(hostile))).toBe(`${path}: no legal name; expected any other`);
    expect(({} as Record<string, unknown>).name).toBeUndefined();
  });

  it('is checked in time, however its rules are combined', () => {
    const started = performance.now();
    const features = ['transactions', 'session_count', 'total_events', 'largest_session_events', 'revenue'];
    const segments = Array.from({ length: 200 }, (_, at) => ({
      key: `k${at}`,
      when: {
        all: features.map((feature, place) => ({
          any: [
            { feature, eq: at + place },
            { feature, eq: 1_000 + at },
          ],
        })),
      },
    }));
    const dimension = { label: 'x', segments, otherwise: { key: 'rest' } };
    const dimensions = ['a', 'b'].map((key) => ({ key, ...dimension }));
    expect(problemOf(withValue('dimensions', dimensions))).toBe('accepted');
    expect(performance.now() - started).toBeLessThan(5_000);
  });
});
