// Rule sets: wrong ones are refused, each problem with its path and with what would be legal there.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { parseRuleSet } from '../../src/rules/rule-set.ts';

type Document = Record<string, unknown>;

/** The default rule set with another value at a path such as `dimensions.0.label`; undefined takes it out. */
function withValue(path: string, value: unknown): Document {
  const document = structuredClone(DEFAULT_RULE_SET) as unknown as Document;
  const parts = path.split('.');
  const last = parts.pop() as string;
  const parent = parts.reduce<Document>((inner, part) => inner[part] as Document, document);
  if (value === undefined) delete parent[last];
  else parent[last] = value;
  return document;
}

function problemOf(document: unknown): string {
  try {
    parseRuleSet(document);
  } catch (error) {
    expect(error).toMatchObject({ name: 'BadInputError', code: 'BAD_USER_INPUT' });
    return (error as Error).message.replace('The rule set is not valid: ', '');
  }
  return 'accepted';
}

const when = (condition: unknown): Document => withValue('dimensions.0.segments.0.when', condition);
const deep = (levels: number): object =>
  levels === 1 ? { feature: 'revenue', gte: 1 } : { not: deep(levels - 1) };

describe('a rule set', () => {
  it('is read as it was written', () => {
    expect(parseRuleSet(JSON.parse(JSON.stringify(DEFAULT_RULE_SET)))).toEqual(DEFAULT_RULE_SET);
  });

  it('is refused with the path of what is wrong in its shape', () => {
    expect(problemOf(withValue('dimensions.2.label', ''))).toMatch(/^rules\.dimensions\[2\]\.label: /);
    expect(problemOf(withValue('session.timeoutMinutes', 0))).toMatch(/^rules\.session\.timeoutMinutes: /);
    expect(problemOf(withValue('scores', []))).toMatch(/^rules\.scores: /);
    expect(problemOf(withValue('colour', 'red'))).toMatch(/^rules: .*"colour"/);
    expect(problemOf(withValue('dimensions.0.key', 'a; drop table users'))).toBe(
      'rules.dimensions[0].key: expected a lower-case word of letters, digits and underscores',
    );
    expect(problemOf(withValue('dimensions.0.segments.0.key', 'a\0'))).toBe(
      'rules.dimensions[0].segments[0].key: expected text without the character NUL',
    );
    expect(problemOf(null)).toMatch(/^rules: /);
  });

  it('is refused with the path inside a condition', () => {
    const path = 'rules.dimensions[0].segments[0].when';
    expect(problemOf(when({ feature: 'revenue', gte: 'ten' }))).toMatch(`${path}.gte: `);
    expect(
      problemOf(
        when({
          all: [
            { feature: 'revenue', gte: 1 },
            { feature: 'gender', in: [] },
          ],
        }),
      ),
    ).toMatch(`${path}.all[1].in: `);
    expect(problemOf(when({ any: [{ not: { feature: 'revenue' } }] }))).toBe(
      `${path}.any[0].not: expected an operator beside "feature"`,
    );
    expect(problemOf(when({ all: [] }))).toMatch(`${path}.all: `);
    expect(problemOf(when({ feature: 'revenue', gte: 1, near: 5 }))).toMatch(/"near"/);
    expect(problemOf(when('revenue > 5'))).toMatch(`${path}: `);
  });

  it('is refused where a rule reads what is no feature, with the features that there are', () => {
    expect(problemOf(when({ not: { feature: 'mood', gte: 1 } }))).toMatch(
      /^rules\.dimensions\[0\]\.segments\[0\]\.when\.not\.feature: unknown feature "mood"; expected one of transactions, .*signal\.cart, score\.engagement$/,
    );
    for (const feature of ['constructor', 'signal.none', 'score.none', 'signal.cart; drop table users']) {
      expect(problemOf(when({ feature, gte: 1 }))).toContain(`unknown feature "${feature}"`);
    }
  });

  it('is refused where an operator does not apply to the feature', () => {
    expect(problemOf(when({ all: [{ feature: 'gender', gte: 1 }] }))).toBe(
      'rules.dimensions[0].segments[0].when.all[0].gte: does not apply to gender; expected in, missing',
    );
    expect(problemOf(when({ feature: 'sources', in: ['a'] }))).toMatch(
      /does not apply to sources; expected hasAny$/,
    );
    expect(problemOf(when({ feature: 'revenue', missing: true }))).toMatch(
      /does not apply to revenue; expected eq, /,
    );
  });

  it('is refused where a score reads what is no number, another score, or no feature', () => {
    const component = (feature: string) => withValue('scores.0.components.1.feature', feature);
    const path = 'rules.scores[0].components[1]';
    expect(problemOf(component('gender'))).toBe(
      `${path}.gte: does not apply to gender; expected in, missing`,
    );
    expect(problemOf(component('score.engagement'))).toContain(
      `${path}.feature: unknown feature "score.engagement"`,
    );
    expect(problemOf(component('signal.x as y; drop table users'))).toContain(
      `${path}.feature: unknown feature`,
    );
    expect(problemOf(component('signal.cart'))).toBe('accepted');
  });

  it('is refused where a key is given twice, or the score that users are ordered by is missing', () => {
    const [first] = DEFAULT_RULE_SET.dimensions;
    expect(problemOf(withValue('dimensions.1.key', first?.key))).toBe(
      'rules.dimensions: the key "customer" is given more than once',
    );
    expect(problemOf(withValue('dimensions.0.otherwise.key', first?.segments[0]?.key))).toBe(
      'rules.dimensions[0].segments: the key "High-Value Customer" is given more than once',
    );
    const cart = DEFAULT_RULE_SET.signals[0];
    expect(problemOf(withValue('signals', [cart, cart]))).toBe(
      'rules.signals: the key "cart" is given more than once',
    );
    expect(
      problemOf({ ...withValue('scores.0.key', 'other'), dimensions: DEFAULT_RULE_SET.dimensions.slice(1) }),
    ).toBe('rules.scores: expected one with the key "engagement", by which users are ordered');
  });

  it('is refused where a test of events tests nothing', () => {
    expect(problemOf(withValue('signals.0.anyOf.0', { field: 'page_type' }))).toBe(
      'rules.signals[0].anyOf[0]: expected "in" or "contains" beside "field"',
    );
  });

  it('nests at most 10 levels deep', () => {
    expect(problemOf(when(deep(10)))).toBe('accepted');
    expect(problemOf(when(deep(11)))).toMatch(/^rules\.dimensions\[0\]\.segments\[0\]\.when\.not/);
    expect(problemOf(when(deep(5000)))).not.toBe('accepted');
  });

  it('is refused with all of its problems at once', () => {
    const document = { ...withValue('dimensions.0.label', 5), name: '' };
    expect(problemOf(document).split('; ')).toHaveLength(2);
  });
});
