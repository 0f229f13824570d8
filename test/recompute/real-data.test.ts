// Real data through the product's own path, compared with the oracle in every column of every user. The data lies
// beside the project; where it is absent these tests are skipped, and say so.
import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { asyncBufferFromFile, parquetReadObjects } from 'hyparquet';
import { compressors } from 'hyparquet-compressors';
import Papa from 'papaparse';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { ImportSource } from '../../src/imports/service.ts';
import { freshDatabase } from '../support/database.ts';
import { evaluate, type RawRow } from '../support/oracle/evaluate.ts';
import { exportedUsers, importFiles, importRows, recompute, withFolder } from '../support/shop.ts';

const DATA = fileURLToPath(new URL('../../../shared/data/', import.meta.url));
const day = {
  activity: `${DATA}ga-2017-08-01/activity.csv`,
  transactions: `${DATA}ga-2017-08-01/transactions.csv`,
};
/** They are read twice, on whatever machine. */
const HALF_A_MILLION_LINES_MS = 300_000;
const retail = `${DATA}online-retail-2009-2010/online_retail_II_2009-2010.parquet`;

function read(path: string): RawRow[] {
  return Papa.parse<RawRow>(readFileSync(path, 'utf8'), { header: true, skipEmptyLines: true }).data;
}

function importPaths(database: Database, sources: ImportSource[], mapping?: ReadonlyMap<string, string>) {
  return withFolder((folder) => importFiles(database, sources, folder, mapping));
}

function shuffled<T>(rows: readonly T[]): T[] {
  // A fixed permutation: the test is the same every time.
  let state = 42;
  const random = (): number => {
    state = (state * 1_103_515_245 + 12_345) % 2_147_483_648;
    return state;
  };
  return rows
    .map((row) => ({ row, key: random() }))
    .sort((a, b) => a.key - b.key)
    .map(({ row }) => row);
}

describe.skipIf(!existsSync(day.activity))('a real day of the Google Merchandise Store', () => {
  const activity = existsSync(day.activity) ? read(day.activity) : [];
  const transactions = existsSync(day.transactions) ? read(day.transactions) : [];
  const oracle = evaluate({ activity, transactions, profiles: [], asOf: '2017-08-03 00:00:00' });
  const expected = [...oracle.users.values()].map((user) => ({ ...user }));
  const both: ImportSource[] = [
    { kind: 'activity', path: day.activity },
    { kind: 'transactions', path: day.transactions },
  ];

  it('has 13,233 events, 2,293 users and 43 orders worth 8,902.03, and every column as the oracle says', async () => {
    const database = await freshDatabase();
    const [events, lines] = await importPaths(database, both);
    expect(events).toMatchObject({ loaded: 13_233, rejected: 0, unmatchedEvents: 0 });
    expect(lines).toMatchObject({ loaded: 372, rejected: 0, unattributedOrders: 0 });
    await recompute(database, '2017-08-03');
    expect(await database.prisma.order.count()).toBe(43);
    const total = await database.prisma.order.aggregate({ _sum: { revenue: true } });
    expect(total._sum.revenue?.toFixed(2)).toBe('8902.03');
    expect(expected).toHaveLength(2293);
    expect(await exportedUsers(database)).toEqual(expected);
  });

  it.each<[string, (database: Database) => Promise<unknown>]>([
    ['the files come twice', (database) => importPaths(database, [...both, ...both])],
    ['transactions come first', (database) => importPaths(database, both.toReversed())],
    [
      'the rows are shuffled',
      async (database) => {
        await importRows(database, 'activity', shuffled(activity));
        await importRows(database, 'transactions', shuffled(transactions));
      },
    ],
    [
      'each file is split in two halves',
      async (database) => {
        await importRows(database, 'activity', activity.slice(0, 6_616));
        await importRows(database, 'transactions', transactions.slice(0, 186));
        await importRows(database, 'transactions', transactions.slice(186));
        await importRows(database, 'activity', activity.slice(6_616));
      },
    ],
  ])('comes to the same when %s', async (_name, load) => {
    const database = await freshDatabase();
    await load(database);
    await recompute(database, '2017-08-03');
    expect(await exportedUsers(database)).toEqual(expected);
  });
});

describe.skipIf(!existsSync(retail))('a real year of a UK web shop, of orders alone', () => {
  const mapping = new Map([
    ['Transaction_ID', 'Invoice'],
    ['user_pseudo_id', 'Customer ID'],
    ['unit_price', 'Price'],
    ['Item_purchase_quantity', 'Quantity'],
    ['Date', 'InvoiceDate'],
    ['ItemID', 'StockCode'],
    ['ItemName', 'Description'],
  ]);

  async function retailRows(): Promise<RawRow[]> {
    const file = await asyncBufferFromFile(retail);
    const rows = await parquetReadObjects({ file, compressors });
    const text = (value: unknown): string => (value === null || value === undefined ? '' : String(value));
    return rows.map((row) =>
      Object.fromEntries([...mapping].map(([ours, theirs]) => [ours, text(row[theirs])])),
    );
  }

  it(
    'segments users that have orders and no events, and takes cancellations as returns',
    async () => {
      const database = await freshDatabase();
      const [lines] = await importPaths(database, [{ kind: 'transactions', path: retail }], mapping);
      expect(lines).toMatchObject({
        rowsRead: 525_461,
        loaded: 525_461,
        rejected: 0,
        unknownColumns: ['Country'],
      });
      await recompute(database, '2010-12-31');
      const oracle = evaluate({
        activity: [],
        transactions: await retailRows(),
        profiles: [],
        asOf: '2010-12-31',
      });
      expect(lines?.unattributedOrders).toBe(oracle.unattributedOrders);
      expect(oracle.unattributedOrders).toBeGreaterThan(0);
      expect(oracle.orders.filter(({ isReturn }) => isReturn).length).toBeGreaterThan(4_000);
      const users = await exportedUsers(database);
      expect(users).toHaveLength(4_383);
      expect(users).toEqual([...oracle.users.values()].map((user) => ({ ...user })));
    },
    HALF_A_MILLION_LINES_MS,
  );
});
