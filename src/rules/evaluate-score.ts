// Evaluates scores in TypeScript: the points of each component, and by which step or between which cut points.
import { COMPARISONS, SYMBOLS } from './comparisons.ts';
import { compares } from './evaluate-condition.ts';
import { type Observed, observe, type Subject, textOf } from './observe.ts';
import type { Component, Score } from './rule-set.ts';
import type { ComponentTrace, ScoreTrace } from './trace.ts';

export function evaluateScore({ key, label, components }: Score, subject: Subject): ScoreTrace {
  const traces = components.map((component) => evaluateComponent(component, subject));
  return { key, label, points: traces.reduce((sum, { points }) => sum + points, 0), components: traces };
}

function evaluateComponent(component: Component, subject: Subject): ComponentTrace {
  const { feature, label } = component;
  const value = observe(feature, subject);
  const observed = textOf(value, feature, subject.user);
  const answer = 'steps' in component ? byStep(component, value) : byCuts(component, value);
  return { label, feature, observed, ...answer };
}

type Answer = Pick<ComponentTrace, 'reason' | 'points'>;

function byStep({ steps, otherwise }: Extract<Component, { steps: unknown }>, value: Observed): Answer {
  for (const step of steps) {
    const { points, ...test } = step;
    for (const comparison of COMPARISONS) {
      const threshold = (test as Partial<Record<typeof comparison, number>>)[comparison];
      if (threshold !== undefined && compares(value, comparison, threshold))
        return { reason: `${SYMBOLS[comparison]} ${threshold}`, points };
    }
  }
  return { reason: 'otherwise', points: otherwise ?? 0 };
}

function byCuts({ cuts, best }: Extract<Component, { cuts: unknown }>, value: Observed): Answer {
  if (value === null) return { reason: 'unknown', points: 1 };
  const below = cuts.filter((cut) => compares(value, 'gt', cut)).length;
  const [lower, upper] = [cuts[below - 1], cuts[below]];
  const parts = [lower === undefined ? [] : `> ${lower}`, upper === undefined ? [] : `<= ${upper}`].flat();
  return { reason: parts.join(' and '), points: best === 'high' ? 1 + below : cuts.length + 1 - below };
}
