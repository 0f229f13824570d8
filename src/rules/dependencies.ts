// Which dimensions read which others: cycles among them, and an order in which each comes after those it reads.
import { isFeatureTest, isSegmentTest, leavesOf } from './conditions.ts';
import type { Dimension, RuleSet } from './rule-set.ts';

/** Keys of the dimensions that its rules read. */
export function dimensionsRead({ segments }: Dimension): Set<string> {
  const leaves = segments.flatMap(({ when }) => leavesOf(when).map(({ leaf }) => leaf));
  return new Set(leaves.filter(isSegmentTest).map(({ segment }) => segment));
}

/** Keys of the scores that its rules read. */
export function scoresRead({ segments }: Dimension): Set<string> {
  const leaves = segments.flatMap(({ when }) => leavesOf(when).map(({ leaf }) => leaf));
  const features = leaves.filter(isFeatureTest).map(({ feature }) => feature);
  return new Set(features.filter((name) => name.startsWith(SCORE)).map((name) => name.slice(SCORE.length)));
}
const SCORE = 'score.';

/** The keys along a way from a dimension back to itself, that dimension first and last; undefined if there is none. */
export function findCycle({ dimensions }: RuleSet): string[] | undefined {
  const reads = new Map(dimensions.map((dimension) => [dimension.key, dimensionsRead(dimension)]));
  const done = new Set<string>();
  const follow = (key: string, way: readonly string[]): string[] | undefined => {
    if (way.includes(key)) return [...way.slice(way.indexOf(key)), key];
    if (done.has(key)) return undefined;
    for (const next of reads.get(key) ?? []) {
      const cycle = follow(next, [...way, key]);
      if (cycle) return cycle;
    }
    done.add(key);
    return undefined;
  };
  for (const key of reads.keys()) {
    const cycle = follow(key, []);
    if (cycle) return cycle;
  }
  return undefined;
}

/** The dimensions, each after those that it reads. There must be no cycle. */
export function inReadingOrder({ dimensions }: RuleSet): Dimension[] {
  const byKey = new Map(dimensions.map((dimension) => [dimension.key, dimension]));
  const ordered = new Set<Dimension>();
  const place = (dimension: Dimension): void => {
    for (const key of dimensionsRead(dimension)) {
      const read = byKey.get(key);
      if (read && !ordered.has(read)) place(read);
    }
    ordered.add(dimension);
  };
  dimensions.forEach(place);
  return [...ordered];
}

/**
 * The dimensions that others read, in stages: one of stage 0 reads neither scores nor segments, any other only scores,
 * which are of stage 0, and dimensions of the stages before its own.
 */
export function stagesOfRead(rules: RuleSet): Dimension[][] {
  const read = new Set(rules.dimensions.flatMap((dimension) => [...dimensionsRead(dimension)]));
  const stageOf = new Map<string, number>();
  const stages: Dimension[][] = [];
  for (const dimension of inReadingOrder(rules)) {
    const before = [...dimensionsRead(dimension)].map((key) => (stageOf.get(key) ?? 0) + 1);
    const stage = Math.max(scoresRead(dimension).size > 0 ? 1 : 0, ...before);
    stageOf.set(dimension.key, stage);
    if (!read.has(dimension.key)) continue;
    while (stages.length <= stage) stages.push([]);
    stages[stage]?.push(dimension);
  }
  return stages;
}
