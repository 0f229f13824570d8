// Evaluates conditions in TypeScript, each node of them, so that every test can be shown beside what was observed.
// It works on exact values as people write rules, and shares no step with the SQL: a property test compares the two.
import { foldAscii, lowerAscii } from './ascii.ts';
import { type Comparison, holdsOf, SYMBOLS } from './comparisons.ts';
import { compareFractions, toFraction } from './exact.ts';
import { findFeature } from './features.ts';
import { isFraction, type Observed, observe, type Subject, textOf } from './observe.ts';
import type { Condition, FeatureTest, RuleSet, SegmentTest } from './rule-set.ts';
import type { ConditionLine, TestTrace } from './trace.ts';

/** What a condition is evaluated in; `segments` are those found so far, by dimension. */
export interface Situation extends Subject {
  readonly rules: RuleSet;
  readonly segments: ReadonlyMap<string, string>;
}

/** The lines of the condition's tree; the first one says whether it holds. */
export function evaluateCondition(node: Condition, situation: Situation, depth = 0): ConditionLine[] {
  if ('all' in node) return joined('all', node.all, situation, depth);
  if ('any' in node) return joined('any', node.any, situation, depth);
  if ('not' in node) return joined('not', [node.not], situation, depth);
  const tests = 'segment' in node ? [testSegment(node, situation)] : testFeature(node, situation);
  if (tests.length === 1) return tests.map((test) => lineOf(test, depth));
  const holds = tests.every((test) => test.holds);
  return [{ depth, kind: 'all', holds, test: null }, ...tests.map((test) => lineOf(test, depth + 1))];
}

function joined(
  kind: 'all' | 'any' | 'not',
  nodes: readonly Condition[],
  situation: Situation,
  depth: number,
): ConditionLine[] {
  const branches = nodes.map((node) => evaluateCondition(node, situation, depth + 1));
  const answers = branches.map(([first]) => first?.holds === true);
  const holds = kind === 'all' ? !answers.includes(false) : answers.includes(true) !== (kind === 'not');
  return [{ depth, kind, holds, test: null }, ...branches.flat()];
}

function lineOf(test: TestTrace, depth: number): ConditionLine {
  return { depth, kind: 'test', holds: test.holds, test };
}

function testSegment({ segment, in: keys }: SegmentTest, { rules, segments }: Situation): TestTrace {
  const observed = segments.get(segment) ?? null;
  const label = rules.dimensions.find(({ key }) => key === segment)?.label ?? segment;
  const holds = observed !== null && keys.includes(observed);
  return {
    feature: `segment.${segment}`,
    label,
    operator: 'in',
    threshold: keys.join(', '),
    observed,
    holds,
  };
}

function testFeature({ feature, ...operators }: FeatureTest, situation: Situation): TestTrace[] {
  const value = observe(feature, situation);
  const observed = textOf(value, feature, situation.user);
  const label = findFeature(feature, situation.rules)?.label ?? feature;
  return Object.entries(operators).map(([operator, operand]) => ({
    feature,
    label,
    operator,
    threshold: Array.isArray(operand) ? operand.join(', ') : String(operand),
    observed,
    holds: holds(operator, operand, value),
  }));
}

type Operand = number | boolean | readonly string[] | undefined;

/** Of what is unknown nothing holds but that it is missing. */
function holds(operator: string, operand: Operand, value: Observed): boolean {
  if (operator === 'missing') return (value === null) === operand;
  if (value === null) return false;
  if (operator in SYMBOLS)
    return isFraction(value) && compares(value, operator as Comparison, operand as number);
  const words = (operand as readonly string[]).map(foldAscii);
  if (operator === 'in') return typeof value === 'string' && words.includes(lowerAscii(value));
  return Array.isArray(value) && value.some((word) => words.includes(word));
}

/** Whether the comparison holds of the exact value; of an unknown one never. */
export function compares(value: Observed, comparison: Comparison, threshold: number): boolean {
  return isFraction(value) && holdsOf(comparison, compareFractions(value, toFraction(threshold)));
}
