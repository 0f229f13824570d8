// Rule sets of all forms, valid but for rules that can't be reached, over the values of the pools.
import fc from 'fast-check';
import { DEFAULT_RULE_SET } from '../../../src/rules/default-rule-set.ts';
import { FEATURES } from '../../../src/rules/features.ts';
import type {
  Component,
  Condition,
  Dimension,
  FeatureTest,
  RuleSet,
  Score,
} from '../../../src/rules/rule-set.ts';
import * as pools from './pools.ts';

const SIGNALS: RuleSet['signals'] = [
  { key: pools.KEYS.any, label: 'Seen', of: 'sessions', measure: 'any', window: { last: 3, unit: 'month' } },
  {
    key: pools.KEYS.count,
    label: 'Views',
    of: 'events',
    measure: 'count',
    anyOf: [{ field: 'page_type', contains: ['x'] }],
  },
  { key: pools.KEYS.sum, label: 'Spent', of: 'lines', measure: 'sum', sum: 'revenue' },
];

const signalNames = {
  any: `signal.${pools.KEYS.any}`,
  count: `signal.${pools.KEYS.count}`,
  sum: `signal.${pools.KEYS.sum}`,
};
const SCORE_KEYS = ['engagement', 'constructor', 'rank'] as const;

/** Of each feature that is a number, thresholds that its values meet. */
const thresholdsOf: Record<string, fc.Arbitrary<number>> = {
  revenue: pools.amountThresholds,
  [signalNames.sum]: pools.amountThresholds,
  [signalNames.any]: pools.countThresholds,
  [signalNames.count]: pools.countThresholds,
  average_events_per_session: pools.averageThresholds,
  age_years: pools.ageThresholds,
};
for (const [name, { type }] of Object.entries(FEATURES)) {
  if (type === 'text' || type === 'set' || thresholdsOf[name]) continue;
  if (type === 'days') thresholdsOf[name] = pools.dayThresholds;
  else thresholdsOf[name] = name.endsWith('_minutes') ? pools.minuteThresholds : pools.countThresholds;
}
const NUMBERS = Object.keys(thresholdsOf);

const comparisons = fc.uniqueArray(fc.constantFrom('eq', 'gt', 'gte', 'lt', 'lte'), {
  minLength: 1,
  maxLength: 2,
});

function numberTest(feature: string, thresholds: fc.Arbitrary<number>): fc.Arbitrary<FeatureTest> {
  return comparisons.chain((operators) =>
    fc
      .tuple(...operators.map(() => thresholds))
      .map((values) => ({ feature, ...Object.fromEntries(operators.map((name, at) => [name, values[at]])) })),
  );
}

const featureTest: fc.Arbitrary<FeatureTest> = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.constantFrom(...NUMBERS).chain((name) => numberTest(name, thresholdsOf[name]!)),
  },
  {
    weight: 2,
    arbitrary: fc
      .constantFrom(...SCORE_KEYS)
      .chain((key) => numberTest(`score.${key}`, fc.constantFrom(-1, 0, 1, 2, 2.5, 3, 5, 7, 20))),
  },
  {
    weight: 2,
    arbitrary: fc
      .tuple(
        fc.constantFrom('age', 'gender', 'income_group', 'city', 'state', 'country'),
        pools.listedWords,
        fc.nat(3),
        fc.boolean(),
      )
      .map(([feature, list, form, missing]) =>
        form === 0
          ? { feature, missing }
          : form === 1
            ? { feature, in: list, missing }
            : { feature, in: list },
      ),
  },
  {
    weight: 1,
    arbitrary: fc
      .tuple(fc.constantFrom('sources', 'mediums'), pools.listedNames)
      .map(([feature, hasAny]) => ({ feature, hasAny })),
  },
);

function conditionOf(leaf: fc.Arbitrary<Condition>, depth: number): fc.Arbitrary<Condition> {
  if (depth === 0) return leaf;
  const inner = conditionOf(leaf, depth - 1);
  const branches = fc.array(inner, { minLength: 1, maxLength: 3 });
  return fc.oneof(
    { weight: 4, arbitrary: leaf },
    { weight: 1, arbitrary: fc.record({ all: branches }) },
    { weight: 2, arbitrary: fc.record({ any: branches }) },
    { weight: 1, arbitrary: fc.record({ not: inner }) },
  );
}

const points = fc.nat(6);
const step = (thresholds: fc.Arbitrary<number>) =>
  fc
    .tuple(fc.constantFrom('gte', 'gt', 'lte', 'lt'), thresholds, points)
    .map(
      ([name, threshold, given]) =>
        ({ [name]: threshold, points: given }) as unknown as { gte: number; points: number },
    );

const component: fc.Arbitrary<Component> = fc.constantFrom(...NUMBERS).chain((feature) => {
  const thresholds = thresholdsOf[feature]!;
  return fc.oneof(
    fc
      .tuple(
        fc.array(step(thresholds), { minLength: 1, maxLength: 4 }),
        fc.option(points, { nil: undefined }),
      )
      .map(([steps, otherwise]) => ({
        feature,
        label: 'By steps',
        steps,
        ...(otherwise !== undefined && { otherwise }),
      })),
    fc
      .tuple(
        fc.array(thresholds, { minLength: 1, maxLength: 4 }),
        fc.constantFrom('high' as const, 'low' as const),
      )
      .map(([cuts, best]) => ({ feature, label: 'By cuts', cuts: cuts.sort((a, b) => a - b), best })),
  );
});

const scores: fc.Arbitrary<Score[]> = fc.tuple(
  ...SCORE_KEYS.map((key) =>
    fc
      .array(component, { minLength: 1, maxLength: 3 })
      .map((components) => ({ key, label: key, components })),
  ),
);

const SEGMENT_KEYS = ['A', 'B', 'C', `D'; --`, 'E'];
const DIMENSION_KEYS = ['one', 'two', 'ids', 'select'];

/** A dimension that reads only dimensions of `readable`; all of them have the segments `A` and `rest`. */
function dimensionOf(key: string, readable: readonly string[]): fc.Arbitrary<Dimension> {
  const segmentTest = fc
    .tuple(fc.constantFrom(...readable, 'none'), fc.subarray(['A', 'rest'], { minLength: 1 }))
    .map(([segment, keys]) => ({ segment, in: keys }));
  const leaf: fc.Arbitrary<Condition> =
    readable.length === 0
      ? featureTest
      : fc.oneof(
          { weight: 3, arbitrary: featureTest },
          {
            weight: 1,
            arbitrary: segmentTest.map((test) =>
              test.segment === 'none' ? { ...test, segment: readable[0]! } : test,
            ),
          },
        );
  return fc
    .array(conditionOf(leaf, 3), { minLength: 1, maxLength: SEGMENT_KEYS.length })
    .map((conditions) => ({
      key,
      label: key,
      segments: conditions.map((when, at) => ({
        key: SEGMENT_KEYS[at]!,
        when,
        ...(at === 1 && { priority: 2 }),
      })),
      otherwise: { key: 'rest', priority: 9 },
    }));
}

const dimensions = fc
  .tuple(fc.shuffledSubarray(DIMENSION_KEYS, { minLength: 1 }), fc.boolean())
  .chain(([order, reads]) =>
    fc.tuple(...order.map((key, at) => dimensionOf(key, reads ? order.slice(0, at) : []))),
  )
  .map((found) => found.toSorted((a, b) => DIMENSION_KEYS.indexOf(a.key) - DIMENSION_KEYS.indexOf(b.key)));

export const ruleSets: fc.Arbitrary<RuleSet> = fc.tuple(scores, dimensions).map(([generated, divided]) => ({
  ...DEFAULT_RULE_SET,
  name: 'generated',
  timeZone: 'UTC',
  signals: SIGNALS,
  scores: generated,
  dimensions: divided,
}));
