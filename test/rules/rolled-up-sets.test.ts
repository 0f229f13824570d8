// Which sets of dimensions are rolled up: all of them while they are few, the small ones where they would be many.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { ROLLUP_SCHEME, rolledUpSets } from '../../src/rules/rolled-up-sets.ts';

const cellsOf = (sets: readonly number[][], sizes: readonly number[]): number =>
  sets.reduce((sum, set) => sum + set.reduce((cells, place) => cells * (sizes[place] as number), 1), 0);

describe('the sets of dimensions that are rolled up', () => {
  it('are all of up to three, of few dimensions', () => {
    expect(rolledUpSets([2, 3, 4, 5], ROLLUP_SCHEME).toSorted()).toEqual(
      [[], [0], [1], [2], [3], [0, 1], [0, 2], [0, 3], [1, 2], [1, 3], [2, 3]]
        .concat([
          [0, 1, 2],
          [0, 1, 3],
          [0, 2, 3],
          [1, 2, 3],
        ]) // prettier: one line a size
        .toSorted(),
    );
  });

  it('are all of up to three, of the default rules', () => {
    const sizes = DEFAULT_RULE_SET.dimensions.map(({ segments }) => segments.length + 1);
    expect(sizes).toHaveLength(9);
    expect(rolledUpSets(sizes, ROLLUP_SCHEME)).toHaveLength(1 + 9 + 36 + 84);
  });

  it('leave out the large ones of a large dimension, and no other', () => {
    const sizes = [...Array.from({ length: 8 }, () => 6), 150];
    const sets = rolledUpSets(sizes, ROLLUP_SCHEME);
    expect(sets).toHaveLength(1 + 9 + 36 + 56 + 5);
    expect(cellsOf(sets, sizes)).toBeLessThanOrEqual(50_000);
    expect(sets.filter((set) => set.includes(8) && set.length === 3)).toHaveLength(5);
  });

  it('have 10,000 combinations of segments each at most', () => {
    expect(rolledUpSets([100, 100, 2], ROLLUP_SCHEME)).toContainEqual([0, 1]);
    expect(rolledUpSets([100, 101, 2], ROLLUP_SCHEME)).not.toContainEqual([0, 1]);
    expect(rolledUpSets([100, 101, 2], ROLLUP_SCHEME)).toContainEqual([0, 2]);
  });

  it('are 300 and the empty one at most, with every single dimension among them', () => {
    const sets = rolledUpSets(
      Array.from({ length: 40 }, () => 2),
      ROLLUP_SCHEME,
    );
    expect(sets).toHaveLength(301);
    expect(sets.filter((set) => set.length === 1)).toHaveLength(40);
    expect(sets.filter((set) => set.length === 2)).toHaveLength(260);
  });

  it('are the single ones alone in snapshots of before', () => {
    expect(rolledUpSets([2, 3], 0)).toEqual([[], [0], [1]]);
  });
});
