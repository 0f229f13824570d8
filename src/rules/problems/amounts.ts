// How much a rule set may test in all: each test becomes parameters of one statement, of which Postgres takes 65,535.
import { isSegmentTest, leavesOf } from '../conditions.ts';
import type { Component, Condition, RuleSet } from '../rule-set.ts';

/** A test becomes at most 10 parameters (compile-comparisons.ts and rule-change.ts), and names a few hundred. */
export const MOST_TESTS = 5_000;

export function tooManyTests(rules: RuleSet): string[] {
  const tests = testsOf(rules);
  if (tests <= MOST_TESTS) return [];
  const [found, most] = [tests, MOST_TESTS].map((amount) => amount.toLocaleString('en'));
  return [`rules: ${found} tests, steps and cut points in all; expected at most ${most}`];
}

function testsOf({ signals, scores, dimensions }: RuleSet): number {
  const ofSignals = signals.map((signal) => ('anyOf' in signal ? (signal.anyOf?.length ?? 0) * 2 : 0));
  const ofScores = scores.flatMap(({ components }) => components.map(testsOfComponent));
  const ofRules = dimensions.flatMap(({ segments }) => segments.map(({ when }) => testsOfCondition(when)));
  return [...ofSignals, ...ofScores, ...ofRules].reduce((sum, tests) => sum + tests, 0);
}

function testsOfComponent(component: Component): number {
  if ('steps' in component) return component.steps.length;
  return component.cuts.length + (component.calibrate ? testsOfCondition(component.calibrate.over) : 0);
}

function testsOfCondition(condition: Condition): number {
  return leavesOf(condition)
    .map(({ leaf }) => (isSegmentTest(leaf) ? 1 : Object.keys(leaf).length - 1))
    .reduce((sum, tests) => sum + tests, 0);
}
