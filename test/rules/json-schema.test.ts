// The published JSON Schema says what the parser's shape says: of the default rule set, of documents that are made up,
// and of each that is wrong in its shape.
import { Ajv2020 } from 'ajv/dist/2020.js';
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { ruleSetJsonSchema } from '../../src/rules/json-schema.ts';
import { problemOf, when, withValue } from './documents.ts';
import { ruleSets } from './generator/rule-sets.ts';

const schema = ruleSetJsonSchema();
const validate = new Ajv2020({ allErrors: false, strict: true, strictTypes: false }).compile(schema);
const asJson = (document: unknown): unknown => JSON.parse(JSON.stringify(document));

/** Every object within, with its path. */
function* objectsIn(value: unknown, path = '#'): Generator<[path: string, value: Record<string, unknown>]> {
  if (typeof value !== 'object' || value === null) return;
  if (!Array.isArray(value)) yield [path, value as Record<string, unknown>];
  for (const [name, inner] of Object.entries(value)) yield* objectsIn(inner, `${path}/${name}`);
}

describe('the JSON Schema of rule sets', () => {
  it('takes the default rule set, with and without what has a default', () => {
    expect(validate(asJson(DEFAULT_RULE_SET))).toBe(true);
    expect(validate(asJson(withValue('timeZone', undefined)))).toBe(true);
    expect(validate(asJson(withValue('traffic.attribution', undefined)))).toBe(true);
    expect(problemOf(withValue('timeZone', undefined))).toBe('accepted');
    expect(problemOf(withValue('traffic.attribution', undefined))).toBe('accepted');
  });

  it('takes rule sets of all forms', () => {
    fc.assert(
      fc.property(ruleSets, (rules) => {
        expect(validate(asJson(rules)), JSON.stringify(validate.errors)).toBe(true);
      }),
      { numRuns: 50 },
    );
  });

  it('refuses what is refused for its shape', () => {
    const component = (value: object) =>
      withValue('scores.0.components.0', { label: 'x', feature: 'revenue', ...value });
    const signal = (value: object) => withValue('signals.0', { key: 'cart', label: 'x', ...value });
    const documents: unknown[] = [
      null,
      [],
      {},
      withValue('name', ''),
      withValue('name', 'a\0'),
      withValue('colour', 'red'),
      withValue('session.timeoutMinutes', 0),
      withValue('session.timeoutMinutes', 1.5),
      withValue('traffic.attribution', 'middle'),
      withValue('traffic.source.names', { x: [] }),
      withValue('dimensions', []),
      withValue('dimensions.0.key', 'a; drop table users'),
      withValue('dimensions.0.segments.0.priority', 0),
      withValue('dimensions.0.otherwise.residual', 'none'),
      withValue('dimensions.0.segments', Array(201).fill({ key: 'a', when: { feature: 'revenue', gte: 1 } })),
      when({}),
      when('revenue > 5'),
      when({ feature: 'revenue' }),
      when({ feature: 'revenue', gte: 'ten' }),
      when({ feature: 'revenue', gte: 1e16 }),
      when({ feature: 'revenue', near: 5 }),
      when({ all: [] }),
      when({ all: [{ not: { any: [{ segment: 'gender', in: [] }] } }] }),
      when({ all: [{ feature: 'revenue', gte: 1 }], any: [{ feature: 'revenue', gte: 1 }] }),
      when({ feature: 'city', in: [' '] }),
      component({}),
      component({ steps: [{ points: 3 }] }),
      component({ steps: [{ gte: 3 }] }),
      component({ steps: [{ gte: 3, lt: 4, points: 3 }] }),
      component({ steps: [{ gte: 3, points: 1.5 }] }),
      component({ cuts: [1] }),
      component({ cuts: [], best: 'high' }),
      component({ cuts: [1], best: 'middle' }),
      component({ cuts: [1], best: 'high', steps: [{ gte: 3, points: 3 }] }),
      signal({ anyOf: [{ field: 'page_type', in: ['a'] }] }),
      signal({ of: 'events', measure: 'sum', anyOf: [{ field: 'page_type', in: ['a'] }] }),
      signal({ of: 'events', measure: 'any', anyOf: [{ field: 'page_type' }] }),
      signal({ of: 'events', measure: 'any', anyOf: [{ field: 'sku', in: ['a'] }] }),
      signal({ of: 'lines', measure: 'sum' }),
      signal({ of: 'lines', measure: 'count', sum: 'revenue' }),
      signal({ of: 'sessions', measure: 'any', window: { last: 3661, unit: 'day' } }),
      signal({ of: 'sessions', measure: 'any', window: { last: 1, unit: 'hour' } }),
    ];
    for (const document of documents) {
      expect(problemOf(document)).not.toBe('accepted');
      expect(validate(asJson(document)), problemOf(document)).toBe(false);
    }
  });

  it('describes every property, and every form that has a name', () => {
    const nameless = [...objectsIn(schema)].flatMap(([path, value]) => {
      const { properties, $defs } = value as Record<
        string,
        Record<string, { description?: string }> | undefined
      >;
      return [...Object.entries(properties ?? {}), ...Object.entries($defs ?? {})]
        .filter(([, described]) => !described.description?.trim())
        .map(([name]) => `${path}/${name}`);
    });
    expect(nameless).toEqual([]);
  });

  it('is of a size that people can read, for conditions refer to themselves', () => {
    expect(JSON.stringify(schema).length).toBeLessThan(20_000);
    expect(schema.$schema).toBe('https://json-schema.org/draft/2020-12/schema');
    expect(Object.keys(schema.$defs as object)).toEqual(
      expect.arrayContaining(['Condition', 'FeatureTest', 'Signal']),
    );
  });
});
