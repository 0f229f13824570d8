// Sums of several segments of snapshots that are not the newest: kept for an hour, then added up from the users again.
import { expect, it } from 'vitest';
import { pruneHistory } from '../../src/snapshots/service.ts';
import { buildApi } from '../support/api.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

const RETENTION = { wholeHours: 24, historyDays: 400 };
const MINUTE_MS = 60_000;
const TABLE = `query ($snapshot: ID) {
  breakdown(by: ["customer", "engagement", "traffic_source"], snapshot: $snapshot) {
    users totalRevenue averageEngagementScore transactions segments { dimension key }
  }
}`;

it('a breakdown of a past snapshot is the same when its sums are gone, and the newest keeps its own', async () => {
  const { database, data, statementsOf } = await buildApi();
  const shop = sampleShop(30, 5);
  await publishShop(database, shop);
  const past = String((await database.prisma.snapshot.findFirstOrThrow()).snapshotId);
  const buyer = { user_pseudo_id: 'one more', Transaction_ID: 'one more', Item_revenue: '700' };
  await importRows(database, 'transactions', [buyer, { ...buyer, Transaction_ID: 'and another' }]);
  await recompute(database, shop.asOf, 'incremental');

  const prunedAfter = async (minutes: number) => {
    const { rollups } = await pruneHistory(database, RETENTION, new Date(Date.now() + minutes * MINUTE_MS));
    return rollups > 0;
  };
  const source = async (snapshot?: string) => {
    const statements = await statementsOf(() => data(TABLE, { snapshot }));
    return statements.flatMap((text) => /\/\* segments\.(\S+) \*\//.exec(text)?.[1] ?? []);
  };
  const told = await data(TABLE, { snapshot: past });
  expect(await prunedAfter(59)).toBe(false);
  expect(await source(past)).not.toContain('filtered');

  // Whoever found them there has ten minutes to read them.
  expect(await prunedAfter(65)).toBe(false);
  expect(await source(past)).toContain('filtered');
  expect(await prunedAfter(75)).toBe(true);
  expect(await prunedAfter(75)).toBe(false);
  expect(await data(TABLE, { snapshot: past })).toEqual(told);
  expect(await source()).not.toContain('filtered');
});
