// The same inputs in another order, or cut into other files, against the oracle.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearDemo } from '../../src/demo/shop-record.ts';
import { freshDatabase } from '../support/database.ts';
import { COSTLY, joinImports, shopArbitrary, splitAndShuffle } from '../support/histories.ts';
import { evaluate } from '../support/oracle/evaluate.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';

const RUNS = Math.ceil(Number(process.env.STRATA_ORACLE_RUNS ?? 25) / 2);

describe('the recompute', () => {
  it('comes to the same whatever the order and the number of files', async () => {
    const database = await freshDatabase();
    const shops = shopArbitrary({ users: 12 }).chain((shop) =>
      splitAndShuffle(shop).map((files) => ({ shop, files })),
    );
    await fc.assert(
      fc.asyncProperty(shops, async ({ shop, files }) => {
        await clearDemo(database);
        for (const { kind, rows } of files) await importRows(database, kind, rows);
        await recompute(database, shop.asOf);
        expect(await exportedUsers(database)).toEqual(
          [...evaluate({ ...joinImports(files), asOf: shop.asOf }).users.values()].map((user) => ({
            ...user,
          })),
        );
      }),
      { numRuns: RUNS, ...COSTLY },
    );
  });
});
