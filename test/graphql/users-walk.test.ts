// Walks over all users: by every order and direction, forward and backward, whatever the size of a page.
import { beforeAll, describe, expect, it } from 'vitest';
import { type CursorList, Cursors, cursorsOf, digestOfFilter } from '../../src/users/cursor.ts';
import { type Api, buildApi } from '../support/api.ts';
import { compare, type Decimal } from '../support/oracle/decimal.ts';
import type { OracleResult } from '../support/oracle/evaluate.ts';
import { exactRevenues, publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';
import { ORDERS, type OrderBy, type Page, USERS, walk } from '../support/walk.ts';

/** Times in microseconds. */
const STORED = `/* users-walk-test.states */
select s.external_id as "externalId", s.user_id::integer as "userId", s.engagement_score as "engagementScore", s.transactions,
       (extract(epoch from s.last_seen_at) * 1000000)::float8 as "lastSeenAt",
       (extract(epoch from s.last_order_at) * 1000000)::float8 as "lastOrderAt"
  from user_states s`;

interface Stored {
  readonly externalId: string;
  readonly userId: number;
  readonly engagementScore: number;
  readonly transactions: number;
  readonly lastSeenAt: number | null;
  readonly lastOrderAt: number | null;
}

const BY_ID: CursorList = { order: { field: 'ID', direction: 'ASC' }, filterDigest: digestOfFilter(null) };

describe('a walk over users', () => {
  let api: Api;
  let oracle: OracleResult;
  let revenues: ReadonlyMap<string, Decimal>;
  let states: ReadonlyMap<string, Stored>;

  beforeAll(async () => {
    api = await buildApi();
    oracle = await publishShop(api.database, sampleShop(70, 20_240_101));
    revenues = exactRevenues(oracle);
    const { rows } = await api.database.pool.query<Stored>(STORED);
    states = new Map(rows.map((row) => [row.externalId, row]));
  });

  function compareBy(field: string, left: string, right: string): number {
    const [one, other] = [left, right].map((id) => states.get(id) as Stored) as [Stored, Stored];
    const later = (a: number | null, b: number | null): number => (a ?? -1) - (b ?? -1);
    const id = one.userId - other.userId;
    if (field === 'REVENUE')
      return compare(revenues.get(left) as Decimal, revenues.get(right) as Decimal) || id;
    if (field === 'ENGAGEMENT_SCORE') return one.engagementScore - other.engagementScore || id;
    if (field === 'TRANSACTIONS') return one.transactions - other.transactions || id;
    if (field === 'LAST_SEEN_AT') return later(one.lastSeenAt, other.lastSeenAt) || id;
    if (field === 'LAST_ORDER_AT') return later(one.lastOrderAt, other.lastOrderAt) || id;
    return id;
  }

  function expected({ field, direction }: OrderBy): string[] {
    const sign = direction === 'ASC' ? 1 : -1;
    return [...oracle.users.keys()].toSorted((left, right) => sign * compareBy(field, left, right));
  }

  it('has a shop that can tell right from wrong: ties, returns, unknown times and several pages', () => {
    const amounts = [...oracle.users.values()].map((user) => user.total_revenue);
    expect(oracle.users.size).toBeGreaterThan(50);
    expect(new Set(amounts).size).toBeLessThan(amounts.length);
    expect(new Set(amounts).size).toBeGreaterThan(10);
    const unknown = [...states.values()].filter(({ lastOrderAt }) => lastOrderAt === null).length;
    expect(unknown).toBeGreaterThan(2);
    expect(oracle.users.size - unknown).toBeGreaterThan(2);
    expect([...states.values()].some(({ lastSeenAt }) => lastSeenAt === null)).toBe(true);
  });

  for (const orderBy of ORDERS) {
    it(`returns each user once and in order by ${orderBy.field} ${orderBy.direction}, both ways`, async () => {
      const all = expected(orderBy);
      for (const size of [11, all.length]) {
        expect(await walk(api, { size, orderBy })).toEqual(all);
        expect(await walk(api, { size, orderBy, backward: true })).toEqual(all);
      }
    });
  }

  it('goes across the boundary between unknown times and known ones, wherever a page ends', async () => {
    const unknown = [...states.values()].filter(({ lastOrderAt }) => lastOrderAt === null).length;
    for (const size of [unknown - 1, unknown, unknown + 1]) {
      for (const direction of ['ASC', 'DESC']) {
        const orderBy = { field: 'LAST_ORDER_AT', direction };
        expect(await walk(api, { size, orderBy })).toEqual(expected(orderBy));
        expect(await walk(api, { size, orderBy, backward: true })).toEqual(expected(orderBy));
      }
    }
  });

  it('can be made one user at a time', async () => {
    const orderBy = { field: 'REVENUE', direction: 'DESC' };
    expect(await walk(api, { size: 1, orderBy })).toEqual(expected(orderBy));
  });

  it('goes by id and rising, 50 at a time, unless told otherwise', async () => {
    const { users } = await api.data<Page>('{ users { edges { node { externalId } } } }');
    const all = expected({ field: 'ID', direction: 'ASC' });
    expect(users.edges.map(({ node }) => node.externalId)).toEqual(all.slice(0, 50));
    expect(await walk(api, { size: 500, orderBy: { field: 'REVENUE' } as OrderBy })).toEqual(
      expected({ field: 'REVENUE', direction: 'ASC' }),
    );
  });

  it('is as long as totalCount says on each page, with and without a filter', async () => {
    for (const filter of [undefined, {}, { transactions: { gte: 1 } }, { revenue: { lt: '0' } }]) {
      const counts: number[] = [];
      const found = await walk(api, { size: 9, filter: filter as object }, (page) => {
        counts.push(page.totalCount);
      });
      expect(new Set(counts)).toEqual(new Set([found.length]));
    }
  });

  it('knows at either end, and at the edges of a page, whether there is more', async () => {
    const size = oracle.users.size;
    const ends = async (place: object) => {
      const { users } = await api.data<Page>(USERS, place);
      return [users.edges.length, users.pageInfo.hasPreviousPage, users.pageInfo.hasNextPage];
    };
    expect(await ends({ first: size })).toEqual([size, false, false]);
    expect(await ends({ first: size - 1 })).toEqual([size - 1, false, true]);
    expect(await ends({ last: size })).toEqual([size, false, false]);
    expect(await ends({ last: size - 1 })).toEqual([size - 1, true, false]);
  });

  it('has an empty page without cursors where nobody passes the filter', async () => {
    const { users } = await api.data<Page>(USERS, { filter: { or: [] } });
    expect(users).toMatchObject({
      edges: [],
      totalCount: 0,
      pageInfo: { hasNextPage: false, hasPreviousPage: false, startCursor: null, endCursor: null },
    });
  });

  it('can be cut out between two cursors', async () => {
    const { users } = await api.data<Page>(USERS, { first: 10 });
    const between = { after: users.edges[2]?.cursor, before: users.edges[6]?.cursor };
    const inner = users.edges.slice(3, 6);
    for (const size of [{ first: 10 }, { last: 10 }]) {
      expect((await api.data<Page>(USERS, { ...between, ...size })).users.edges).toEqual(inner);
    }
  });
});

describe('a walk during which a snapshot is published', () => {
  it('ends in the snapshot that it began in, while new walks see the new one', async () => {
    const api = await buildApi();
    const shop = sampleShop(30, 7);
    await publishShop(api.database, { ...shop, asOf: '2030-01-01' });
    for (const backward of [false, true]) {
      const orderBy = { field: 'REVENUE', direction: 'DESC' };
      const before = await walk(api, { size: 500, orderBy });
      const snapshots = new Set<string>();
      let pages = 0;
      const during = await walk(api, { size: 8, orderBy, backward }, async ({ snapshot }) => {
        snapshots.add(snapshot.id);
        if (++pages === 1) await publishRicherUsers(api, before, backward ? 'b' : 'a');
      });
      expect(pages).toBeGreaterThan(2);
      expect(during).toEqual(before);
      expect(snapshots.size).toBe(1);
      const after = await walk(api, { size: 500, orderBy });
      expect(after.slice(0, 1)).not.toEqual(before.slice(0, 1));
      expect(after.length).toBe(before.length + 1);
      const { users: old } = await api.data<Page>(USERS, {
        orderBy,
        first: 500,
        snapshot: [...snapshots][0],
      });
      expect(old.edges.map(({ node }) => node.externalId)).toEqual(before);
    }
  });

  it('counts the segments of its users in its own snapshot too', async () => {
    const api = await buildApi();
    await importRows(api.database, 'profiles', [{ user_pseudo_id: 'one', gender: 'm' }]);
    const first = await recompute(api.database, '2030-01-01');
    await importRows(api.database, 'profiles', [{ user_pseudo_id: 'two', gender: 'm' }]);
    await recompute(api.database, '2030-01-02');
    const segments = 'nodes { externalId segment(dimension: "gender") { key users } }';
    const data = await api.data(
      `{ old: users(snapshot: ${first.runId}) { ${segments} totalCount } new: users { ${segments} totalCount } }`,
    );
    const male = (users: number) => ({ segment: { key: 'Male', users } });
    expect(data).toEqual({
      old: { nodes: [{ externalId: 'one', ...male(1) }], totalCount: 1 },
      new: {
        nodes: [
          { externalId: 'one', ...male(2) },
          { externalId: 'two', ...male(2) },
        ],
        totalCount: 2,
      },
    });
  });
});

/** Moves the last two users to the front and adds one, in a new snapshot. */
async function publishRicherUsers(api: Api, users: readonly string[], round: string): Promise<void> {
  const buyers = [...users.slice(-2), `new in round ${round}`];
  const lines = buyers.map((user, at) => ({
    Transaction_ID: `late-${round}-${at}`,
    Item_revenue: `${round === 'a' ? 1 : 2}${'0'.repeat(15)}${at}`,
    user_pseudo_id: user,
  }));
  await importRows(api.database, 'transactions', lines);
  await recompute(api.database, '2030-01-01');
}

describe('the arguments of a page', () => {
  let api: Api;
  let cursor: string;
  beforeAll(async () => {
    api = await buildApi();
    await importRows(
      api.database,
      'profiles',
      Array.from({ length: 5 }, (_, at) => ({ user_pseudo_id: `u${at}`, country: 'Peru' })),
    );
    await recompute(api.database, '2030-01-01');
    const { users } = await api.data<Page>(USERS, { first: 1 });
    cursor = users.edges[0]?.cursor as string;
  });

  async function refusal(variables: object, code = 'BAD_USER_INPUT'): Promise<string> {
    const { errors, data } = await api.ask(USERS, variables);
    expect(data).toBeNull();
    expect(errors?.map(({ extensions }) => extensions.code)).toEqual([code]);
    return errors?.[0]?.message ?? '';
  }

  it('are 0 to 500 users, from one end', async () => {
    expect(await refusal({ first: 501 })).toBe('first: expected 0 to 500, got 501.');
    expect(await refusal({ first: -1 })).toBe('first: expected 0 to 500, got -1.');
    expect(await refusal({ last: 501 })).toBe('last: expected 0 to 500, got 501.');
    expect(await refusal({ last: -1 })).toBe('last: expected 0 to 500, got -1.');
    expect(await refusal({ first: 1, last: 1 })).toBe('users: give "first" or "last", not both.');
    for (const legal of [{ first: 1 }, { first: 500 }, { last: 1 }, { last: 500 }]) {
      expect((await api.ask(USERS, legal)).errors).toBeUndefined();
    }
  });

  it('may ask for no users, to learn how many there are', async () => {
    for (const [size, more] of [
      [{ first: 0 }, { hasNextPage: true, hasPreviousPage: false }],
      [{ last: 0 }, { hasNextPage: false, hasPreviousPage: true }],
    ] as const) {
      const { users } = await api.data<Page>(USERS, size);
      const pageInfo = { ...more, startCursor: null, endCursor: null };
      expect(users).toMatchObject({ edges: [], totalCount: 5, pageInfo });
    }
  });

  it('refuse a cursor that is altered, without asking the database for users', async () => {
    const other = cursor.startsWith('A') ? 'B' : 'A';
    for (const text of ['', 'x', '[]', cursor.slice(0, -4), `${cursor}AAAA`, other + cursor.slice(1)]) {
      const statements = await api.statementsOf(async () => {
        expect(await refusal({ after: text }, 'INVALID_CURSOR')).toMatch(/^after: no cursor of this server/);
        expect(await refusal({ before: text, last: 1 }, 'INVALID_CURSOR')).toMatch(
          /^before: no cursor of this/,
        );
      });
      expect(statements.filter((statement) => statement.includes('user_states'))).toEqual([]);
    }
  });

  it('refuse a cursor of another order, another filter, or another database', async () => {
    const orderBy = { field: 'ID', direction: 'DESC' };
    expect(await refusal({ after: cursor, orderBy }, 'INVALID_CURSOR')).toMatch(
      /^after: a cursor of the order ID ASC/,
    );
    const filter = { country: { eq: 'Peru' } };
    expect(await refusal({ after: cursor, filter }, 'INVALID_CURSOR')).toMatch(
      /^after: a cursor of another filter/,
    );
    const elsewhere = new Cursors(Buffer.alloc(32));
    const foreign = elsewhere.write({ snapshotId: 1, value: '1', userId: '1' }, BY_ID);
    expect(await refusal({ after: foreign }, 'INVALID_CURSOR')).toMatch(/^after: no cursor of this server/);
    expect((await api.ask(USERS, { after: cursor, filter: { city: null } })).errors).toBeUndefined();
  });

  it("refuse cursors of two snapshots, and a snapshot that is not the cursor's", async () => {
    const other = (await cursorsOf(api.database)).write({ snapshotId: 999, value: '1', userId: '1' }, BY_ID);
    expect(await refusal({ after: cursor, before: other }, 'INVALID_CURSOR')).toMatch(
      /^users: "after" is a cursor of snapshot \d+, "before" one of 999/,
    );
    expect(await refusal({ after: cursor, snapshot: 999 }, 'INVALID_CURSOR')).toMatch(
      /^snapshot: the cursor is of snapshot \d+, not of 999/,
    );
  });

  it('say that a snapshot is not kept, of a cursor too', async () => {
    const after = (await cursorsOf(api.database)).write({ snapshotId: 999, value: '1', userId: '1' }, BY_ID);
    for (const variables of [{ after }, { snapshot: 999 }])
      expect(await refusal(variables, 'SNAPSHOT_EXPIRED')).toMatch(/^The snapshot 999 is not kept/);
  });

  it('refuse what can be no snapshot', async () => {
    for (const snapshot of [
      '0',
      '-1',
      '1.5',
      'x',
      '',
      ' 1',
      '0x1',
      '1e3',
      '2147483647',
      '99999999999',
      '\0',
    ]) {
      expect(await refusal({ snapshot })).toMatch(/^snapshot: expected the id of a snapshot/);
    }
  });
});
