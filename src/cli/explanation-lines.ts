// An explanation as lines of text: a tree, with signs where the terminal takes them and words elsewhere.
import type { ComponentTrace, ConditionLine, RuleTrace, ScoreTrace, TestTrace } from '../rules/trace.ts';
import type { ExplainedDimension, Explanation, SegmentChange, User } from '../users/service.ts';

export interface ExplainedUser extends Omit<Explanation, 'dimensions'> {
  readonly user: User;
  readonly dimensions: readonly (ExplainedDimension & { readonly history: readonly SegmentChange[] })[];
}

interface Signs {
  readonly yes: string;
  readonly no: string;
  readonly arrow: string;
}

const SYMBOLS: Signs = { yes: '✓', no: '✗', arrow: '→' };
const WORDS: Signs = { yes: 'yes', no: 'no ', arrow: '->' };
const COMPARISONS: Readonly<Record<string, string>> = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' };
const BRANCHES = { all: 'all of', any: 'any of', not: 'none of' } as const;

export function explanationLines(explained: ExplainedUser, symbols: boolean): string[] {
  const { user, snapshot, dimensions, scores, nextChangeAt } = explained;
  const signs = symbols ? SYMBOLS : WORDS;
  return [
    `User ${user.externalId} (id ${user.userId}) in snapshot ${snapshot.id}, as of ${short(snapshot.asOf)}, by rule set ${snapshot.ruleSetVersion}`,
    nextChangeAt === null
      ? 'Time alone will change nothing.'
      : `Time alone can next change something at ${short(nextChangeAt)}.`,
    ...dimensions.flatMap((dimension) => ['', ...dimensionLines(dimension, signs)]),
    ...scores.filter((score) => isRead(score, dimensions)).flatMap((score) => ['', ...scoreLines(score)]),
  ];
}

/** Instants without the decimals that say nothing. */
function short(iso: string): string {
  return iso.replace(/\.?0+Z$/, 'Z');
}

function dimensionLines(
  { key, label, segment, rules, history }: ExplainedUser['dimensions'][number],
  signs: Signs,
): string[] {
  const priority = segment.priority === null ? '' : `, priority ${segment.priority}`;
  const untried = rules.filter(({ outcome }) => outcome === 'untried').map((rule) => rule.segment);
  const isDefault = rules.every(({ outcome }) => outcome === 'failed');
  return [
    `${label} (${key}): ${segment.key}${priority}`,
    ...rules.filter(({ outcome }) => outcome !== 'untried').flatMap((rule) => ruleLines(rule, signs)),
    ...(isDefault ? [`  ${signs.yes} ${segment.key}: everyone else`] : []),
    ...(untried.length > 0 ? [`  not tried: ${untried.join(', ')}`] : []),
    ...history.map(
      ({ from, to, asOf, snapshotId, runKind }) =>
        `  ${short(asOf)}  ${from ?? '(none)'} ${signs.arrow} ${to ?? '(none)'}  (run ${snapshotId}, ${runKind})`,
    ),
  ];
}

function ruleLines({ segment, condition, outcome, lines }: RuleTrace, signs: Signs): string[] {
  // That all of a rule must hold, its own line says already.
  const shown = lines.filter(({ depth, kind }) => depth > 0 || kind !== 'all');
  const least = shown[0]?.depth ?? 0;
  return [
    `  ${outcome === 'matched' ? signs.yes : signs.no} ${segment}: ${condition}`,
    ...shown.map((line) => conditionLine(line, line.depth - least, signs)),
  ];
}

function conditionLine({ holds, kind, test }: ConditionLine, depth: number, signs: Signs): string {
  const text = test ? testText(test) : BRANCHES[kind as keyof typeof BRANCHES];
  return `${' '.repeat(6 + depth * 4)}${holds ? signs.yes : signs.no} ${text}`;
}

function testText({ label, operator, threshold, observed }: TestTrace): string {
  const value = observed === null || observed === '' ? 'unknown' : observed;
  if (operator === 'missing') return `${label}: ${value}, is ${threshold === 'true' ? 'unknown' : 'known'}`;
  if (operator === 'in') return `${label}: ${value}, is one of ${threshold}`;
  if (operator === 'hasAny') return `${label}: ${observed === '' ? 'none' : value}, has any of ${threshold}`;
  return `${label}: ${value} ${COMPARISONS[operator] ?? operator} ${threshold}`;
}

/** Whether a rule that was tried reads it, or every dimension is shown. */
function isRead({ key }: ScoreTrace, dimensions: ExplainedUser['dimensions']): boolean {
  if (dimensions.length > 1) return true;
  const lines = dimensions.flatMap(({ rules }) => rules.flatMap((rule) => rule.lines));
  return lines.some(({ test }) => test?.feature === `score.${key}`);
}

function scoreLines({ key, label, points, components }: ScoreTrace): string[] {
  return [`${label} (${key}): ${points}`, ...components.map(componentLine)];
}

function componentLine({ label, observed, reason, points }: ComponentTrace): string {
  const why = reason === 'unknown' ? '' : ` (${reason})`;
  return `  ${String(points).padStart(4)}  ${label}: ${observed ?? 'unknown'}${why}`;
}
