// Conditions in words, for people who read rules without their JSON: `revenue >= 500 and transactions >= 2`.
import { type Comparison, SYMBOLS } from './comparisons.ts';
import type { Condition } from './rule-set.ts';

/** One line of text; brackets where `and` and `or` meet. */
export function describeCondition(condition: Condition): string {
  return describe(condition, undefined);
}

function describe(node: Condition, within: 'and' | 'or' | 'not' | undefined): string {
  if ('not' in node) return `not ${bracketed(describe(node.not, 'not'), !isOneTest(node.not))}`;
  const [word, parts] = partsOf(node);
  const inner = parts.length === 1 ? within : word;
  const texts = parts.map((part) => (typeof part === 'string' ? part : describe(part, inner)));
  const mixes = within !== undefined && within !== 'not' && within !== word && parts.length > 1;
  return bracketed(texts.join(` ${word} `), mixes);
}

function partsOf(
  node: Exclude<Condition, { not: Condition }>,
): ['and' | 'or', readonly (string | Condition)[]] {
  if ('all' in node) return ['and', node.all];
  if ('any' in node) return ['or', node.any];
  if ('segment' in node) return ['and', [`${node.segment} segment is ${listOf(node.in)}`]];
  const { feature, ...operators } = node;
  return [
    'and',
    Object.entries(operators).map(([operator, value]) => `${feature} ${operatorText(operator, value)}`),
  ];
}

function isOneTest(node: Condition): boolean {
  return 'segment' in node || ('feature' in node && Object.keys(node).length === 2);
}

function operatorText(operator: string, value: unknown): string {
  if (operator === 'missing') return value ? 'is unknown' : 'is known';
  if (operator === 'in') return `is ${listOf(value as string[])}`;
  if (operator === 'hasAny') return `has ${listOf(value as string[])}`;
  return `${SYMBOLS[operator as Comparison]} ${String(value)}`;
}

/** Quoted, so that words with commas and spaces stay apart. */
function listOf(words: readonly string[]): string {
  return words.map((word) => JSON.stringify(word)).join(' or ');
}

function bracketed(text: string, wanted: boolean): string {
  return wanted ? `(${text})` : text;
}
