// Where sums by combinations of segments answer: the filter tests segments alone, and it and the grouping name dimensions
// of which the snapshot has such sums. What is answered so takes the same time for any number of users.
import {
  dimensionsTested,
  type FilterNode,
  letsThrough,
  resolveFilter,
  type UserFilter,
} from '../filters/user-filter.ts';
import { rolledUpSets } from '../rules/rolled-up-sets.ts';
import type { RuleSet } from '../rules/rule-set.ts';
import type { SegmentCatalogue, SegmentDimension } from './service.ts';

/** A combination whose users the filter lets through. */
export interface Cell {
  /** Numbers of its segments, rising. */
  readonly segmentIds: readonly number[];
  /** Those of the grouping among them, in its order. */
  readonly group: readonly number[];
}

/** The combinations that make up the answer; null where there are no sums of them. */
export function cellsOf(
  catalogue: SegmentCatalogue,
  by: readonly SegmentDimension[],
  filter: UserFilter | null,
): Cell[] | null {
  const node: FilterNode = filter ? resolveFilter(filter, catalogue) : { all: [] };
  const tested = dimensionsTested(node);
  if (!tested) return null;
  const named = catalogue.dimensions.filter((one) => by.includes(one) || tested.has(one.key));
  if (!areRolledUp(catalogue, named)) return null;
  return combinations(named)
    .filter((segments) => letsThrough(node, segments))
    .map((segments) => ({
      segmentIds: [...segments.values()].sort((a, b) => a - b),
      group: by.map(({ key }) => segments.get(key) as number),
    }));
}

/** Every combination of one segment of each: dimension → number of the segment. */
function combinations(dimensions: readonly SegmentDimension[]): ReadonlyMap<string, number>[] {
  let found: ReadonlyMap<string, number>[] = [new Map()];
  for (const { key, segments } of dimensions)
    found = found.flatMap((one) => segments.map(({ id }) => new Map([...one, [key, id]])));
  return found;
}

function areRolledUp(
  { rules, rollupScheme, dimensions }: SegmentCatalogue,
  named: readonly SegmentDimension[],
): boolean {
  const places = named.map((one) => dimensions.indexOf(one));
  return setsOf(rules, rollupScheme).has(places.join());
}

/** Rule sets are parsed once in a process, and so are their sets worked out. */
const known = new WeakMap<RuleSet, Map<number, ReadonlySet<string>>>();

function setsOf(rules: RuleSet, scheme: number): ReadonlySet<string> {
  const ofRules = known.get(rules) ?? new Map<number, ReadonlySet<string>>();
  known.set(rules, ofRules);
  const sizes = rules.dimensions.map(({ segments }) => segments.length + 1);
  const sets = ofRules.get(scheme) ?? new Set(rolledUpSets(sizes, scheme).map((set) => set.join()));
  ofRules.set(scheme, sets);
  return sets;
}
