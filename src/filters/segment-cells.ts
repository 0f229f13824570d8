// Filters that test segments alone hold of a combination of segments as they hold of each user who has it, so that
// they can be asked of sums by combination in place of users.
import type { FilterNode } from './resolve.ts';

/** Keys of the dimensions that the filter tests; null where it tests anything else. */
export function dimensionsTested(node: FilterNode): ReadonlySet<string> | null {
  if ('test' in node) return null;
  if ('dimension' in node) return new Set([node.dimension]);
  if ('not' in node) return dimensionsTested(node.not);
  const tested = new Set<string>();
  for (const branch of 'all' in node ? node.all : node.any) {
    const its = dimensionsTested(branch);
    if (!its) return null;
    for (const key of its) tested.add(key);
  }
  return tested;
}

/** Whether it lets users through who have these segments: dimension → number of the segment. */
export function letsThrough(node: FilterNode, segments: ReadonlyMap<string, number>): boolean {
  if ('test' in node) throw new Error('A filter that tests more than segments was asked of segments alone.');
  if ('not' in node) return !letsThrough(node.not, segments);
  if ('all' in node) return node.all.every((branch) => letsThrough(branch, segments));
  if ('any' in node) return node.any.some((branch) => letsThrough(branch, segments));
  return node.in.has(segments.get(node.dimension) as number);
}
