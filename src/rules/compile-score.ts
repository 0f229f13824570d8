// Compiles scores to SQL over the row `f`: the sum of the points of their components, a whole number, never null.
import { join, raw, type Sql, sql } from '../db/sql.ts';
import { compileTest, type Scope } from './compile.ts';
import type { Component, FeatureTest, Score } from './rule-set.ts';

interface Arm {
  readonly test: FeatureTest;
  readonly points: number;
}

export function compileScore({ components }: Score, scope: Scope): Sql {
  const parts = components.map((component) => {
    const arms = armsOf(component).map(
      ({ test, points }) => sql`when ${compileTest(test, scope)} then ${raw(String(points))}`,
    );
    return sql`case ${join(arms, ' ')} else ${raw(String(otherwiseOf(component)))} end`;
  });
  return sql`(${join(parts, ' + ')})`;
}

/** Tests in the order in which they are tried; of cut points, those for the most points first. */
function armsOf(component: Component): Arm[] {
  const { feature } = component;
  if ('steps' in component)
    return component.steps.map(({ points, ...step }) => ({ test: { feature, ...step }, points }));
  const { cuts, best } = component;
  if (best === 'low')
    return cuts.map((lte, at) => ({ test: { feature, lte }, points: cuts.length + 1 - at }));
  return cuts.map((gt, at) => ({ test: { feature, gt }, points: at + 2 })).reverse();
}

/** What is left of cut points is the worst, as what is unknown is: 1. */
function otherwiseOf(component: Component): number {
  return 'steps' in component ? (component.otherwise ?? 0) : 1;
}
