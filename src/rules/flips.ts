// Where tests change by time alone: the whole numbers of days, and of years of age, at which a test of the rule set
// holds no longer what it held at one less.

import { type Threshold, thresholdsOf, wholeRange } from './comparisons.ts';
import { isFeatureTest, leavesOf } from './conditions.ts';
import { findFeature } from './features.ts';
import type { Component, FeatureTest, RuleSet } from './rule-set.ts';

export interface Flips {
  /** Column of the instant → days since it, rising. */
  readonly days: ReadonlyMap<string, readonly number[]>;
  /** Years, rising. */
  readonly ages: readonly number[];
}

/** The flips of all conditions and scores. */
export function flipsOf(rules: RuleSet): Flips {
  const days = new Map<string, Set<number>>();
  const ages = new Set<number>();
  for (const { feature: name, ...test } of timedTests(rules)) {
    const feature = findFeature(name, rules);
    if (feature?.type === 'days') {
      const ofColumn = days.get(feature.column) ?? new Set();
      days.set(feature.column, ofColumn);
      for (const flip of flipsOfTest(test)) ofColumn.add(flip);
    } else if (name === 'age_years') for (const flip of flipsOfTest(test)) ages.add(flip);
  }
  return {
    days: new Map([...days].map(([column, flips]) => [column, rising(flips)])),
    ages: rising(ages),
  };
}

function timedTests({ scores, dimensions }: RuleSet): FeatureTest[] {
  const ofRules = dimensions.flatMap(({ segments }) =>
    segments.flatMap(({ when }) => leavesOf(when).map(({ leaf }) => leaf)),
  );
  const ofScores = scores.flatMap(({ components }) => components.flatMap(testsOfComponent));
  return [...ofScores, ...ofRules.filter(isFeatureTest)];
}

function testsOfComponent(component: Component): FeatureTest[] {
  const { feature } = component;
  if ('cuts' in component) return component.cuts.map((gt) => ({ feature, gt }));
  return component.steps.map(({ points: _, ...step }) => ({ feature, ...step }));
}

function flipsOfTest(test: Parameters<typeof thresholdsOf>[0]): number[] {
  return thresholdsOf(test).flatMap((threshold: Threshold) => {
    const range = wholeRange(threshold);
    return range ? [range.from, range.below].filter(Number.isFinite) : [];
  });
}

function rising(flips: ReadonlySet<number>): number[] {
  return [...flips].sort((a, b) => a - b);
}
