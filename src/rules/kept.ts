// What a rule set makes of the same features just as another one did: it need not be worked out again where the
// answers of the other stand already. Labels, priorities and how cut points are measured are no part of an answer.
import { canonical } from './canonical.ts';
import { dimensionsRead, inReadingOrder, scoresRead } from './dependencies.ts';
import { flipsOf } from './flips.ts';
import { ROLLUP_SCHEME, rolledUpSets } from './rolled-up-sets.ts';
import type { Dimension, RuleSet, Score } from './rule-set.ts';

export interface Kept {
  /** Keys of the scores that are the same. */
  readonly scores: ReadonlySet<string>;
  /** Key of a dimension → its place among those of the other rule set, from 1. */
  readonly dimensions: ReadonlyMap<string, number>;
  /** Whether time alone changes something at the same instants. */
  readonly changes: boolean;
  /** Whether the same combinations of segments have sums of their own, by the same places of their dimensions. */
  readonly sums: boolean;
}

export const NOTHING_KEPT: Kept = {
  scores: new Set(),
  dimensions: new Map(),
  changes: false,
  sums: false,
};

/** What `after` keeps of `before`; both read the same of the inputs. */
export function keptOf(before: RuleSet, after: RuleSet): Kept {
  const scores = new Set(
    after.scores.filter((score) => isSame(score, before.scores, pointsOf)).map(({ key }) => key),
  );
  const dimensions = new Map<string, number>();
  for (const dimension of inReadingOrder(after)) {
    const sameRead =
      [...dimensionsRead(dimension)].every((key) => dimensions.has(key)) &&
      [...scoresRead(dimension)].every((key) => scores.has(key));
    if (!sameRead || !isSame(dimension, before.dimensions, rulesOf)) continue;
    dimensions.set(dimension.key, before.dimensions.findIndex(({ key }) => key === dimension.key) + 1);
  }
  const changes = timesOf(before) === timesOf(after);
  return { scores, dimensions, changes, sums: sumsOf(before) === sumsOf(after) };
}

function isSame<T extends { readonly key: string }>(
  entry: T,
  others: readonly T[],
  meaning: (entry: T) => object,
): boolean {
  const other = others.find(({ key }) => key === entry.key);
  return other !== undefined && canonical(meaning(other)) === canonical(meaning(entry));
}

function pointsOf({ components }: Score): object {
  return components.map((component) => ({ ...component, label: '', calibrate: null }));
}

function rulesOf({ segments, otherwise }: Dimension): object {
  return [...segments.map(({ key, when }) => ({ key, when })), otherwise.key];
}

function timesOf(rules: RuleSet): string {
  const { days, ages } = flipsOf(rules);
  return canonical({ days: Object.fromEntries([...days].filter(([, flips]) => flips.length > 0)), ages });
}

function sumsOf({ dimensions }: RuleSet): string {
  const sets = rolledUpSets(
    dimensions.map(({ segments }) => segments.length + 1),
    ROLLUP_SCHEME,
  );
  return JSON.stringify([dimensions.map(({ key }) => key), sets]);
}
