// Evaluates a rule set for one user in TypeScript, and keeps why: every score with its components, every dimension
// with the rules that were tried. The twin of the SQL (evaluation-steps.ts), with which it agrees on every user.
import { inReadingOrder } from './dependencies.ts';
import { describeCondition } from './describe.ts';
import { evaluateCondition, type Situation } from './evaluate-condition.ts';
import { evaluateScore } from './evaluate-score.ts';
import type { Dimension, RuleSet } from './rule-set.ts';
import type { DimensionTrace, Evaluation, RuleTrace } from './trace.ts';
import type { UserFeatures } from './user-features.ts';

/** `asOf` in microseconds since the epoch, as the instants of the features are. */
export function evaluate(rules: RuleSet, user: UserFeatures, asOf: bigint): Evaluation {
  const scores = rules.scores.map((score) => evaluateScore(score, { user, asOf, scores: new Map() }));
  const points = new Map(scores.map((score) => [score.key, score.points]));
  const segments = new Map<string, string>();
  const traces = new Map<Dimension, DimensionTrace>();
  for (const dimension of inReadingOrder(rules)) {
    const trace = evaluateDimension(dimension, { rules, user, asOf, scores: points, segments });
    segments.set(dimension.key, trace.segment);
    traces.set(dimension, trace);
  }
  return { scores, dimensions: rules.dimensions.map((dimension) => traces.get(dimension) as DimensionTrace) };
}

function evaluateDimension(
  { key, label, segments, otherwise }: Dimension,
  situation: Situation,
): DimensionTrace {
  let matched: Dimension['segments'][number] | undefined;
  const rules = segments.map((segment): RuleTrace => {
    const lines = matched ? [] : evaluateCondition(segment.when, situation);
    const holds = lines[0]?.holds === true;
    const outcome = matched ? 'untried' : holds ? 'matched' : 'failed';
    if (holds) matched = segment;
    return {
      segment: segment.key,
      priority: segment.priority ?? null,
      outcome,
      condition: describeCondition(segment.when),
      lines,
    };
  });
  const found = matched ?? otherwise;
  return { key, label, segment: found.key, priority: found.priority ?? null, rules };
}
