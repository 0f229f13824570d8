// What is wrong with a rule set, each problem with its path: issues of its shape in words, and what a shape can't
// say: features that do not exist, operators that do not apply to them, and keys that are given twice.
import type { z } from 'zod';
import { FEATURES, type Feature, findFeature } from './features.ts';
import type { Condition, FeatureTest, RuleSet } from './rule-set.ts';

type Issue = z.core.$ZodIssue;

const OPERATORS_OF = {
  number: ['eq', 'gt', 'gte', 'lt', 'lte'],
  ratio: ['eq', 'gt', 'gte', 'lt', 'lte'],
  text: ['in', 'missing'],
  set: ['hasAny'],
} as const satisfies Record<Feature['type'], readonly (keyof FeatureTest)[]>;

/** `rules.dimensions[2].label: …` */
export function describeIssue(issue: Issue): string {
  const { path, message } = innermost(issue);
  return `${pathOf(path)}: ${message}`;
}

/** Of an alternative that fits in no form, the problem of the form that was meant. */
function innermost(issue: Issue, path = issue.path): { path: readonly PropertyKey[]; message: string } {
  if (issue.code !== 'invalid_union') return { path, message: issue.message };
  const meant = issue.errors.find((form) => !form.some(isOtherForm)) ?? issue.errors[0];
  const first = meant?.[0];
  return first ? innermost(first, [...path, ...first.path]) : { path, message: issue.message };
}

/** A form was not meant where its own key is missing: all, any, not, or feature. */
function isOtherForm({ code, path }: Issue): boolean {
  return code === 'invalid_type' && path.length === 1 && FORMS.has(path[0] as string);
}
const FORMS = new Set(['all', 'any', 'not', 'feature']);

function pathOf(path: readonly PropertyKey[]): string {
  return path.reduce<string>(
    (text, part) => (typeof part === 'number' ? `${text}[${part}]` : `${text}.${String(part)}`),
    'rules',
  );
}

/** Every problem of a rule set whose shape is right. */
export function inconsistencies(rules: RuleSet): string[] {
  return [...duplicates(rules), ...scoreProblems(rules), ...conditionProblems(rules)];
}

function duplicates({ signals, scores, dimensions }: RuleSet): string[] {
  const lists = { signals, scores, dimensions };
  return [
    ...Object.entries(lists).flatMap(([name, list]) => repeated(list, `rules.${name}`)),
    ...dimensions.flatMap(({ segments, otherwise }, at) =>
      repeated([...segments, otherwise], `rules.dimensions[${at}].segments`),
    ),
  ];
}

function repeated(list: readonly { readonly key: string }[], path: string): string[] {
  const keys = list.map(({ key }) => key);
  const twice = new Set(keys.filter((key, at) => keys.indexOf(key) !== at));
  return [...twice].map((key) => `${path}: the key "${key}" is given more than once`);
}

function scoreProblems(rules: RuleSet): string[] {
  const own = [...Object.keys(FEATURES), ...rules.signals.map(({ key }) => `signal.${key}`)];
  const steps = rules.scores.flatMap(({ components }, score) =>
    components.flatMap(({ feature }, at) =>
      testProblems({ feature, gte: 0 }, own, `rules.scores[${score}].components[${at}]`),
    ),
  );
  if (rules.scores.some(({ key }) => key === 'engagement')) return steps;
  return [...steps, 'rules.scores: expected one with the key "engagement", by which users are ordered'];
}

function conditionProblems(rules: RuleSet): string[] {
  const legal = [
    ...Object.keys(FEATURES),
    ...rules.signals.map(({ key }) => `signal.${key}`),
    ...rules.scores.map(({ key }) => `score.${key}`),
  ];
  return rules.dimensions.flatMap(({ segments }, dimension) =>
    segments.flatMap(({ when }, at) =>
      testsIn(when, `rules.dimensions[${dimension}].segments[${at}].when`).flatMap(({ test, path }) =>
        testProblems(test, legal, path),
      ),
    ),
  );
}

/** All feature tests of a condition with their paths, in order. */
function testsIn(tree: Condition, path: string): { test: FeatureTest; path: string }[] {
  if ('all' in tree) return tree.all.flatMap((branch, at) => testsIn(branch, `${path}.all[${at}]`));
  if ('any' in tree) return tree.any.flatMap((branch, at) => testsIn(branch, `${path}.any[${at}]`));
  if ('not' in tree) return testsIn(tree.not, `${path}.not`);
  return [{ test: tree, path }];
}

function testProblems(test: FeatureTest, legal: readonly string[], path: string): string[] {
  const feature = legal.includes(test.feature) ? findFeature(test.feature) : undefined;
  if (!feature)
    return [`${path}.feature: unknown feature "${test.feature}"; expected one of ${legal.join(', ')}`];
  const fitting: readonly string[] = OPERATORS_OF[feature.type];
  return Object.keys(test)
    .filter((name) => name !== 'feature' && !fitting.includes(name))
    .map((name) => `${path}.${name}: does not apply to ${test.feature}; expected ${fitting.join(', ')}`);
}
