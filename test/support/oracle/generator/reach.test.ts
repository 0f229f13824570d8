// The generated shops are only worth something if they land on both sides of the rules: every label is reached,
// rows are rejected and ignored, and no other import order changes the result.

import fc from 'fast-check';
import { describe, expect, test } from 'vitest';
import { joinImports, shopArbitrary, splitAndShuffle } from '../../histories.ts';
import { evaluate } from '../evaluate.ts';
import { dimensions } from '../insights.ts';
import type { OracleUser } from '../segment-user.ts';
import { parseLineDate } from '../time.ts';

const shops = fc.sample(shopArbitrary(), { numRuns: 400, seed: 20170801 });
const results = shops.map((shop) => evaluate(shop));
const users = results.flatMap((result) => [...result.users.values()]);
const total = (count: (result: (typeof results)[number]) => number) =>
  results.reduce((sum, result) => sum + count(result), 0);

describe('generated shops', () => {
  test.each(Object.entries(dimensions))('reach every value of %s', (column, values) => {
    const reached = Map.groupBy(users, (user) => user[column as keyof OracleUser]);
    for (const value of values) expect(reached.get(value)?.length ?? 0, value).toBeGreaterThanOrEqual(8);
  });

  test('reach every engagement score', () => {
    const scores = new Set(users.map((user) => Number(user.engagement_score)));
    expect([...scores].toSorted((left, right) => left - right)).toEqual(
      Array.from({ length: 21 }, (_, at) => at * 5),
    );
  });

  test('have rejected rows, returns, orders of nobody and unmatched events', () => {
    expect(total((result) => result.rejected.activity)).toBeGreaterThan(100);
    expect(total((result) => result.rejected.transactions)).toBeGreaterThan(100);
    expect(total((result) => result.rejected.profiles)).toBeGreaterThan(100);
    expect(total((result) => result.totals.returns)).toBeGreaterThan(100);
    expect(total((result) => result.unattributedOrders)).toBeGreaterThan(50);
    expect(total((result) => result.unmatchedEvents)).toBeGreaterThan(20);
  });

  test.each(['500.00', '499.99', '-0.01', '0.00', '0.01'])('have a user with a revenue of %s', (revenue) => {
    expect(users.some((user) => user.total_revenue === revenue)).toBe(true);
  });

  test('have users whom the next microsecond takes to another RFM segment, of each such step', () => {
    const steps = shops.flatMap((shop, index) => {
      const next = evaluate({ ...shop, asOf: parseLineDate(shop.asOf)! + 1n });
      return [...results[index]!.users].map(([id, user]) => `${user.rfm} > ${next.users.get(id)?.rfm}`);
    });
    for (const step of [
      'New > Promising',
      'Promising > Hibernating',
      'Hibernating > Lost',
      'Champions > Loyal',
      'Loyal > Cannot Lose',
      'Loyal > At Risk',
    ])
      expect(steps, step).toContain(step);
  });

  test('never hold a NUL or half a surrogate pair', () => {
    for (const { activity, transactions, profiles } of shops) {
      const text = JSON.stringify([activity, transactions, profiles]);
      expect(text.isWellFormed() && !text.includes('\\u0000')).toBe(true);
    }
  });
});

describe('another order of import', () => {
  const imports = shopArbitrary({ users: 3 }).chain((shop) =>
    splitAndShuffle(shop).map((files) => ({ shop, files })),
  );

  test('changes nothing', () => {
    fc.assert(
      fc.property(imports, ({ shop, files }) => {
        expect(evaluate({ ...joinImports(files), asOf: shop.asOf })).toEqual(evaluate(shop));
      }),
    );
  });

  test('never gives two files of equal content', () => {
    fc.assert(
      fc.property(imports, ({ files }) => {
        expect(new Set(files.map((file) => JSON.stringify(file))).size).toBe(files.length);
      }),
    );
  });
});
