// What differs between two rule sets, in words: for people who are to decide whether to publish one. Pure.
import type { Dimension, RuleSet, Score } from '../rules/rule-set.ts';
import {
  describeComponent,
  describeRule,
  describeSegment,
  describeSettings,
  describeSignal,
  listKeys,
} from './words.ts';

export interface Difference {
  readonly change: 'added' | 'removed' | 'changed';
  /** `signal cart`, `score recency: Days since the last order`, `dimension customer: Loyal Customer`. */
  readonly what: string;
  /** What it is; of a change, `before → after`. */
  readonly description: string;
}

/** In the order of a rule set: settings, signals, scores, dimensions. Empty where they mean the same. */
export function differencesBetween(before: RuleSet, after: RuleSet): Difference[] {
  return [
    ...compareKeyed(describeSettings(before), describeSettings(after), {
      keyOf: ([name]) => name,
      name: (name) => name,
      describe: ([, text]) => text,
    }),
    ...compareKeyed(before.signals, after.signals, {
      keyOf: ({ key }) => key,
      name: (key) => `signal ${key}`,
      describe: describeSignal,
    }),
    ...compareGroups(before.scores, after.scores, {
      plural: 'scores',
      name: (key) => `score ${key}`,
      describe: ({ components }) => components.map(describeComponent).join('; '),
      compare: compareScores,
    }),
    ...compareGroups(before.dimensions, after.dimensions, {
      plural: 'dimensions',
      name: (key) => `dimension ${key}`,
      describe: ({ segments, otherwise }) => listKeys([...segments, otherwise]),
      compare: compareDimensions,
    }),
  ];
}

interface Wording<T> {
  keyOf(entry: T): string;
  name(key: string): string;
  describe(entry: T): string;
}

/** Entries with the same key are the same one; they differ where their words do. */
function compareKeyed<T>(before: readonly T[], after: readonly T[], words: Wording<T>): Difference[] {
  const { keyOf, name, describe } = words;
  const [was, is] = [before, after].map((list) => new Map(list.map((entry) => [keyOf(entry), entry])));
  const keys = new Set([...(is?.keys() ?? []), ...(was?.keys() ?? [])]);
  return [...keys].flatMap((key): Difference[] => {
    const [one, other] = [was?.get(key), is?.get(key)];
    const what = name(key);
    if (one === undefined && other !== undefined)
      return [{ change: 'added', what, description: describe(other) }];
    if (one !== undefined && other === undefined)
      return [{ change: 'removed', what, description: describe(one) }];
    const texts = [one as T, other as T].map(describe);
    if (texts[0] === texts[1]) return [];
    return [{ change: 'changed', what, description: texts.join(' → ') }];
  });
}

interface Group<T> {
  readonly plural: string;
  name(key: string): string;
  describe(entry: T): string;
  /** What differs inside of two that have the same key. */
  compare(before: T, after: T, name: string): Difference[];
}

/** Whole entries that are added or removed, and what differs inside of the others. */
function compareGroups<T extends { readonly key: string }>(
  before: readonly T[],
  after: readonly T[],
  { plural, name, describe, compare }: Group<T>,
): Difference[] {
  const shared = (entry: T, list: readonly T[]): T | undefined => list.find(({ key }) => key === entry.key);
  const found = after.flatMap((entry): Difference[] => {
    const was = shared(entry, before);
    if (was) return compare(was, entry, name(entry.key));
    return [{ change: 'added', what: name(entry.key), description: describe(entry) }];
  });
  const removed = before
    .filter((entry) => !shared(entry, after))
    .map((entry): Difference => ({ change: 'removed', what: name(entry.key), description: describe(entry) }));
  return [...found, ...removed, ...orderOf(before, after, `order of the ${plural}`)];
}

function compareScores(before: Score, after: Score, name: string): Difference[] {
  return [
    ...labels(before, after, name),
    ...compareKeyed(numbered(before.components), numbered(after.components), {
      keyOf: ([key]) => key,
      name: (key) => `${name}: ${key}`,
      describe: ([, component]) => describeComponent(component),
    }),
  ];
}

/** By their labels; of several with the same one, the second is `LABEL (2)`. */
function numbered<T extends { readonly label: string }>(entries: readonly T[]): [string, T][] {
  const seen = new Map<string, number>();
  return entries.map((entry) => {
    const times = (seen.get(entry.label) ?? 0) + 1;
    seen.set(entry.label, times);
    return [times === 1 ? entry.label : `${entry.label} (${times})`, entry];
  });
}

function compareDimensions(before: Dimension, after: Dimension, name: string): Difference[] {
  return [
    ...labels(before, after, name),
    ...compareKeyed(before.segments, after.segments, {
      keyOf: ({ key }) => key,
      name: (key) => `${name}: ${key}`,
      describe: describeRule,
    }),
    ...orderOf(before.segments, after.segments, `${name}: order of the rules`),
    ...changed(
      `${name}: everybody else`,
      describeSegment(before.otherwise),
      describeSegment(after.otherwise),
    ),
  ];
}

function labels(
  before: { readonly label: string },
  after: { readonly label: string },
  name: string,
): Difference[] {
  return changed(`${name}: label`, before.label, after.label);
}

/** Whether what both have stands in another order. */
function orderOf(
  before: readonly { readonly key: string }[],
  after: readonly { readonly key: string }[],
  what: string,
): Difference[] {
  const inBoth = (one: typeof before, other: typeof before) =>
    listKeys(one.filter(({ key }) => other.some((entry) => entry.key === key)));
  return changed(what, inBoth(before, after), inBoth(after, before));
}

function changed(what: string, before: string, after: string): Difference[] {
  return before === after ? [] : [{ change: 'changed', what, description: `${before} → ${after}` }];
}
