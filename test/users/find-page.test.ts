// The ways to a page of a filtered list: whichever is taken, and whatever is remembered of the list, the page is that of
// the plain statement. Over a published shop whose states are copied until they are enough for the ways to differ.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { UserFilter } from '../../src/filters/user-filter.ts';
import { type SegmentCatalogue, segmentCatalogue } from '../../src/segments/service.ts';
import { requireSnapshot, type Snapshot } from '../../src/snapshots/service.ts';
import { findPage } from '../../src/users/find-page.ts';
import type { Position, UserOrder } from '../../src/users/queries/orders.ts';
import { usersSorted } from '../../src/users/queries/page.ts';
import { freshDatabase } from '../support/database.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';

const COPIES = 110;
const LIMIT = 51;

let database: Database;
let snapshot: Snapshot;
let catalogue: SegmentCatalogue;
beforeAll(async () => {
  database = await freshDatabase();
  await publishShop(database, sampleShop(40, 3));
  const { rows } = await database.pool.query<{ column: string }>(
    `select attname as column from pg_attribute
      where attrelid = 'user_states'::regclass and attnum > 0 and attname not in ('user_id', 'external_id')`,
  );
  const rest = rows.map(({ column }) => column).join(', ');
  await database.pool.query(
    `insert into user_states (user_id, external_id, ${rest})
     select s.user_id + c.copy * 1000, s.external_id || c.copy, ${rest}
       from generate_series(1, $1::integer) as c (copy) cross join user_states s`,
    [COPIES],
  );
  await database.pool.query('update snapshots set users = (select count(*) from user_states)');
  await database.pool.query('analyze user_states');
  snapshot = await requireSnapshot(database);
  const read = await segmentCatalogue(database, snapshot);
  const sizes = new Map([...read.sizes].map(([id, users]) => [id, users * (COPIES + 1)]));
  catalogue = { ...read, sizes };
});

const inSegments = (dimension: string, ...keys: string[]): UserFilter => ({
  segments: [{ dimension, in: keys }],
});
const FILTERS: readonly UserFilter[] = [
  inSegments('gender', 'Male'),
  inSegments('customer', 'High-Value Customer', 'Loyal Customer'),
  { and: [inSegments('gender', 'Unknown'), { transactions: { gte: 1 } }] },
  { sessionCount: { gte: 3 } },
  { engagementScore: { gt: 100 } },
];
const ORDERS: readonly UserOrder[] = [
  { field: 'REVENUE', direction: 'DESC' },
  { field: 'LAST_ORDER_AT', direction: 'DESC' },
];

/** The page, and by how many statements it was found. */
async function found(filter: UserFilter, order: UserOrder, backward: boolean, at: Position | null) {
  let statements = 0;
  const read: Database['read'] = (...given) => {
    statements++;
    return database.read(...given);
  };
  const place = backward ? { after: null, before: at } : { after: at, before: null };
  const page = { filter, order, backward, limit: LIMIT, ...place };
  const name = JSON.stringify([filter, order]);
  const rows = await findPage({ ...database, read }, { snapshot, catalogue }, page, name);
  const plain = await usersSorted(database.read, catalogue, page);
  expect(rows, name).toEqual(plain);
  return { rows, statements };
}

describe('a page', () => {
  it('is the same by any way, whatever is remembered of the list', async () => {
    expect(snapshot.users).toBeGreaterThan(4096);
    const taken = new Set<number>();
    for (const filter of FILTERS) {
      for (const order of ORDERS) {
        for (const backward of [false, true]) {
          for (let time = 0; time < 3; time++) {
            const { rows, statements } = await found(filter, order, backward, null);
            taken.add(statements);
            const last = rows.at(-1);
            if (time === 0 && last) {
              const position = { value: last.position, userId: last.userId };
              await found(filter, order, backward, position);
            }
          }
        }
      }
    }
    expect(taken).toEqual(new Set([1, 2]));
  });

  it('is found at once where the list was found before, however far into the order it begins', async () => {
    const order: UserOrder = { field: 'REVENUE', direction: 'DESC' };
    const filter: UserFilter = { and: [{ transactions: { lte: 0 } }, { revenue: { lte: '0' } }] };
    await found(filter, order, false, null);
    expect((await found(filter, order, false, null)).statements).toBe(1);
  });
});
