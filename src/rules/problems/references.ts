// What rules read: features, dimensions and segments that do not exist, and operators that do not apply to them.

import { COMPARISONS } from '../comparisons.ts';
import { isSegmentTest, leavesOf } from '../conditions.ts';
import { type Feature, featuresBeforeScores, featuresOfRules, findFeature } from '../features.ts';
import type { Component, Condition, FeatureTest, RuleSet, SegmentTest } from '../rule-set.ts';

const OPERATORS_OF: Record<Feature['type'], readonly string[]> = {
  number: COMPARISONS,
  ratio: COMPARISONS,
  days: COMPARISONS,
  text: ['in', 'missing'],
  set: ['hasAny'],
};

export function wrongReferences(rules: RuleSet): string[] {
  return [...scoreProblems(rules), ...dimensionProblems(rules)];
}

function scoreProblems(rules: RuleSet): string[] {
  const problems = rules.scores.flatMap(({ components }, score) =>
    components.flatMap((component, at) =>
      componentProblems(component, rules, `rules.scores[${score}].components[${at}]`),
    ),
  );
  if (rules.scores.some(({ key }) => key === 'engagement')) return problems;
  return [...problems, 'rules.scores: expected one with the key "engagement", by which users are ordered'];
}

function componentProblems(component: Component, rules: RuleSet, path: string): string[] {
  const legal = featuresBeforeScores(rules);
  const feature = legalFeature(component.feature, legal, rules);
  if (!feature) return [unknownFeature(component.feature, legal, path)];
  const operators = OPERATORS_OF[feature.type];
  if (!operators.includes('gte'))
    return [`${path}.feature: ${component.feature} is no number; expected one of ${numbers(legal, rules)}`];
  const list = 'steps' in component ? 'steps' : 'cuts';
  const thresholds =
    'steps' in component
      ? component.steps.flatMap((step) => Object.entries(step).filter(([name]) => name !== 'points'))
      : component.cuts.map((cut, at) => [String(at), cut] as const);
  return [
    ...thresholds.flatMap(([, threshold]) => tooFar(feature, threshold, `${path}.${list}`)),
    ...('calibrate' in component && component.calibrate
      ? populationProblems(component.calibrate.over, rules, `${path}.calibrate.over`)
      : []),
  ];
}

function numbers(legal: readonly string[], rules: RuleSet): string {
  return legal
    .filter((name) => OPERATORS_OF[findFeature(name, rules)?.type ?? 'text'].includes('gte'))
    .join(', ');
}

/** A population is measured before there are scores and segments. */
function populationProblems(over: Condition, rules: RuleSet, base: string): string[] {
  return leavesOf(over, base).flatMap(({ leaf, path }) =>
    isSegmentTest(leaf)
      ? [`${path}.segment: does not apply here; expected tests of features`]
      : testProblems(leaf, featuresBeforeScores(rules), rules, path),
  );
}

function dimensionProblems(rules: RuleSet): string[] {
  const legal = featuresOfRules(rules);
  return rules.dimensions.flatMap(({ segments }, dimension) =>
    segments.flatMap(({ when }, at) =>
      leavesOf(when, `rules.dimensions[${dimension}].segments[${at}].when`).flatMap(({ leaf, path }) =>
        isSegmentTest(leaf) ? segmentProblems(leaf, rules, path) : testProblems(leaf, legal, rules, path),
      ),
    ),
  );
}

function segmentProblems(test: SegmentTest, { dimensions }: RuleSet, path: string): string[] {
  const dimension = dimensions.find(({ key }) => key === test.segment);
  if (!dimension) {
    const legal = dimensions.map(({ key }) => key).join(', ');
    return [`${path}.segment: unknown dimension "${test.segment}"; expected one of ${legal}`];
  }
  const legal = [...dimension.segments, dimension.otherwise].map(({ key }) => key);
  return test.in.flatMap((key, at) =>
    legal.includes(key)
      ? []
      : [
          `${path}.in[${at}]: unknown segment "${key}" of ${test.segment}; expected one of ${legal.map((name) => `"${name}"`).join(', ')}`,
        ],
  );
}

function testProblems(test: FeatureTest, legal: readonly string[], rules: RuleSet, path: string): string[] {
  const feature = legalFeature(test.feature, legal, rules);
  if (!feature) return [unknownFeature(test.feature, legal, path)];
  const fitting = OPERATORS_OF[feature.type];
  return Object.entries(test).flatMap(([name, value]) => {
    if (name === 'feature') return [];
    if (fitting.includes(name)) return tooFar(feature, value, `${path}.${name}`);
    return [`${path}.${name}: does not apply to ${test.feature}; expected ${fitting.join(', ')}`];
  });
}

function legalFeature(name: string, legal: readonly string[], rules: RuleSet): Feature | undefined {
  return legal.includes(name) ? findFeature(name, rules) : undefined;
}

function unknownFeature(name: string, legal: readonly string[], path: string): string {
  return `${path}.feature: unknown feature "${name}"; expected one of ${legal.join(', ')}`;
}

function tooFar(feature: Feature, value: unknown, path: string): string[] {
  const furthest = 'furthest' in feature ? feature.furthest : undefined;
  if (furthest === undefined || typeof value !== 'number' || Math.abs(value) <= furthest) return [];
  return [`${path}: expected a number from -${furthest} to ${furthest} of ${feature.label}, got ${value}`];
}
