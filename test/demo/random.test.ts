// The generator: streams that repeat and differ, and draws inside their bounds.

import { describe, expect, test } from 'vitest';
import { mix32, Random } from '../../src/demo/random.ts';

const draws = (random: Random, count: number) => Array.from({ length: count }, () => random.next());

describe('a stream', () => {
  test('repeats after a reseed', () => {
    const random = new Random(7, 3);
    const first = draws(random, 5);
    random.reseed(7, 3);
    expect(draws(random, 5)).toEqual(first);
  });

  test.each([
    [8, 3],
    [7, 4],
    [-7, 3],
    [7 + 2 ** 32, 3],
  ])('of seed %i and number %i differs', (seed, stream) => {
    expect(draws(new Random(seed, stream), 5)).not.toEqual(draws(new Random(7, 3), 5));
  });
});

test('between reaches both ends and nothing beyond', () => {
  const random = new Random(1, 1);
  const seen = new Set(Array.from({ length: 500 }, () => random.between([3, 6])));
  expect([...seen].sort()).toEqual([3, 4, 5, 6]);
});

test('below is even: a thousandth is about a thousandth', () => {
  const random = new Random(1, 2);
  const hits = Array.from({ length: 100_000 }, () => random.chance(1)).filter(Boolean).length;
  expect(hits).toBeGreaterThan(60);
  expect(hits).toBeLessThan(140);
});

test.each([
  [0, 10, 10],
  [5, 9, 2],
  [5, 9, 100],
  [0, 0, 3],
  [0, 180, 75],
])('spread from %i up to %i gives at most %i distinct rising numbers inside', (low, high, count) => {
  const random = new Random(1, 3);
  for (let time = 0; time < 100; time++) {
    const numbers = random.spread(low, high, count);
    expect(numbers).toHaveLength(Math.min(count, high - low));
    expect(numbers).toEqual([...new Set(numbers)].toSorted((a, b) => a - b));
    for (const number of numbers) expect(number >= low && number < high).toBe(true);
  }
});

test('shuffle keeps every item', () => {
  const items = Array.from({ length: 50 }, (_, index) => index);
  const shuffled = new Random(1, 4).shuffle([...items]);
  expect(shuffled).not.toEqual(items);
  expect(shuffled.toSorted((a, b) => a - b)).toEqual(items);
});

test('mix32 keeps distinct numbers distinct', () => {
  expect(new Set(Array.from({ length: 100_000 }, (_, index) => mix32(index))).size).toBe(100_000);
});
