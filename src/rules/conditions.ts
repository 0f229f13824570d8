// Walking conditions: which form each node has, and the tests at the leaves of a tree with their paths.
import type { Condition, FeatureTest, SegmentTest } from './shape/conditions.ts';

export type Leaf = FeatureTest | SegmentTest;

export function isSegmentTest(node: Condition): node is SegmentTest {
  return 'segment' in node;
}

export function isFeatureTest(node: Condition): node is FeatureTest {
  return 'feature' in node;
}

/** All tests of a condition, from left to right, with their paths below `path`. */
export function leavesOf(tree: Condition, path = ''): { leaf: Leaf; path: string }[] {
  if ('all' in tree) return tree.all.flatMap((branch, at) => leavesOf(branch, `${path}.all[${at}]`));
  if ('any' in tree) return tree.any.flatMap((branch, at) => leavesOf(branch, `${path}.any[${at}]`));
  if ('not' in tree) return leavesOf(tree.not, `${path}.not`);
  return [{ leaf: tree, path }];
}
