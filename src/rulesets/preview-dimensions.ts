// Puts what was counted into the words of the two rule sets: dimensions and segments before and after, and who goes
// from where to where.
import type { Dimension, RuleSet } from '../rules/rule-set.ts';
import type { Tally } from './preview-tally.ts';
import type { SegmentNumbers } from './segment-numbers.ts';

/** Which rule sets have it: both, only the previewed one, or only the one before. */
export type Change = 'kept' | 'added' | 'removed';

export interface DimensionPreview {
  readonly key: string;
  readonly label: string;
  readonly change: Change;
  /** Users who would be in another of its segments; 0 of one that is added or removed. */
  readonly movers: number;
  /** In the order of the previewed rule set, then those that it no longer has. */
  readonly segments: readonly SegmentPreview[];
  /** The cells that occur, those who stay included; none of a dimension that is added or removed. */
  readonly flows: readonly SegmentFlow[];
  /** Some of the movers: the same ones at each preview of the same data. */
  readonly sample: readonly Mover[];
}

export interface SegmentPreview {
  readonly key: string;
  readonly change: Change;
  /** Users; null where the rule set has no such segment. */
  readonly before: number | null;
  readonly after: number | null;
}

export interface SegmentFlow {
  readonly from: string;
  readonly to: string;
  readonly users: number;
}

export interface Mover {
  readonly externalId: string;
  readonly from: string;
  readonly to: string;
}

export interface MatchedDimension {
  readonly before: Dimension | null;
  readonly after: Dimension | null;
  /** Places from 1, in either rule set; 0 where it has no such dimension. */
  readonly placeBefore: number;
  readonly placeAfter: number;
}

/** Dimensions by their keys: those of `after` in its order, then those that only `before` has. */
export function matchDimensions(before: RuleSet, after: RuleSet): MatchedDimension[] {
  const find = ({ dimensions }: RuleSet, wanted: string) => {
    const at = dimensions.findIndex(({ key }) => key === wanted);
    return { dimension: dimensions[at] ?? null, place: at + 1 };
  };
  const keys = new Set([...after.dimensions, ...before.dimensions].map(({ key }) => key));
  return [...keys].map((key) => {
    const [was, is] = [find(before, key), find(after, key)];
    return {
      before: was.dimension,
      after: is.dimension,
      placeBefore: was.place,
      placeAfter: is.place,
    };
  });
}

export function isKept({ before, after }: MatchedDimension): boolean {
  return before !== null && after !== null;
}

export function dimensionPreviews(
  matched: readonly MatchedDimension[],
  numbers: SegmentNumbers,
  tally: Tally,
): DimensionPreview[] {
  const kept = matched.filter(isKept);
  return matched.map((dimension) => describe(dimension, kept.indexOf(dimension) + 1, numbers, tally));
}

/** A segment that either rule set has, with its users. */
interface CountedSegment extends SegmentPreview {
  readonly number: number;
}

function describe(
  dimension: MatchedDimension,
  keptPlace: number,
  numbers: SegmentNumbers,
  tally: Tally,
): DimensionPreview {
  const { key, label } = (dimension.after ?? dimension.before) as Dimension;
  const segments = countSegments(dimension, numbers.get(key) ?? new Map(), tally);
  const flows = isKept(dimension) ? flowsAmong(segments, tally) : [];
  const names = new Map(segments.map((segment) => [segment.number, segment.key]));
  const nameOf = (number: number): string => names.get(number) ?? '?';
  return {
    key,
    label,
    change: changeOf(dimension.before !== null, dimension.after !== null),
    movers: flows.filter(({ from, to }) => from !== to).reduce((sum, { users }) => sum + users, 0),
    segments: segments.map(({ number: _, ...segment }) => segment),
    flows,
    sample: tally
      .examplesOf(keptPlace)
      .map(({ externalId, from, to }) => ({ externalId, from: nameOf(from), to: nameOf(to) })),
  };
}

function countSegments(
  dimension: MatchedDimension,
  numbers: ReadonlyMap<string, number>,
  tally: Tally,
): CountedSegment[] {
  const [before, after] = [segmentKeys(dimension.before), segmentKeys(dimension.after)];
  const all = [...new Set([...after, ...before])].map((key) => ({ key, number: numbers.get(key) ?? 0 }));
  const moved = (from: number, to: number): number => (from === to ? 0 : tally.moved(from, to));
  const usersAfter = (number: number): number => {
    if (dimension.before === null) return tally.added(number);
    const balance = all.reduce(
      (sum, other) => sum + moved(other.number, number) - moved(number, other.number),
      0,
    );
    return tally.before(number) + balance;
  };
  return all.map(({ key, number }) => ({
    key,
    number,
    change: changeOf(before.includes(key), after.includes(key)),
    before: before.includes(key) ? tally.before(number) : null,
    after: after.includes(key) ? usersAfter(number) : null,
  }));
}

function flowsAmong(segments: readonly CountedSegment[], tally: Tally): SegmentFlow[] {
  return segments.flatMap((from) => {
    const leaving = segments
      .filter((to) => to !== from)
      .map((to) => ({ from: from.key, to: to.key, users: tally.moved(from.number, to.number) }));
    const stay = (from.before ?? 0) - leaving.reduce((sum, { users }) => sum + users, 0);
    return [{ from: from.key, to: from.key, users: stay }, ...leaving].filter(({ users }) => users > 0);
  });
}

function segmentKeys(dimension: Dimension | null): string[] {
  return dimension ? [...dimension.segments, dimension.otherwise].map(({ key }) => key) : [];
}

function changeOf(isBefore: boolean, isAfter: boolean): Change {
  if (isBefore && isAfter) return 'kept';
  return isAfter ? 'added' : 'removed';
}
