// The SQL against the oracle: thousands of generated histories, column by column, through files and back.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { clearDemo } from '../../src/demo/shop-record.ts';
import { freshDatabase } from '../support/database.ts';
import { COSTLY, shopArbitrary } from '../support/histories.ts';
import { evaluate, type OracleResult } from '../support/oracle/evaluate.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';

const USERS = 40;
const RUNS = Number(process.env.STRATA_ORACLE_RUNS ?? 25);

function expected(result: OracleResult): Record<string, string>[] {
  return [...result.users.values()].map((user) => ({ ...user }));
}

describe('the recompute', () => {
  it(`agrees with the oracle on every column of every user of ${RUNS} shops of ${USERS} users`, async () => {
    const database = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(shopArbitrary({ users: USERS }), async (shop) => {
        await clearDemo(database);
        const files = [
          ...(await importRows(database, 'activity', shop.activity)),
          ...(await importRows(database, 'transactions', shop.transactions)),
          ...(await importRows(database, 'profiles', shop.profiles)),
        ];
        await recompute(database, shop.asOf);
        const oracle = evaluate(shop);
        expect(await exportedUsers(database)).toEqual(expected(oracle));
        const rejected = (kind: string) => files.find((file) => file.kind === kind)?.rejected ?? 0;
        expect({
          activity: rejected('activity'),
          transactions: rejected('transactions'),
          profiles: rejected('profiles'),
        }).toEqual(oracle.rejected);
      }),
      { numRuns: RUNS, ...COSTLY },
    );
  });
});
