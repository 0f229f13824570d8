// Generated walks: any filter, order, size of a page and direction, while users come, go and change between the pages.
// What a filter lets through is decided here, on what the whole list says of each user, not by SQL.
import fc from 'fast-check';
import { beforeAll, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';
import { ORDERS, type OrderBy, type Page, USERS } from '../support/walk.ts';

const WALKS = Number(process.env.STRATA_WALK_RUNS ?? 12);
const SEED = Number(process.env.STRATA_WALK_SEED ?? Date.now() % 1_000_000);
const PUBLICATIONS = 2;

interface Listed {
  readonly externalId: string;
  readonly revenue: string;
  readonly engagementScore: number;
  readonly transactions: number;
  readonly sessionCount: number;
  readonly country: string | null;
  readonly segments: readonly { readonly dimension: string; readonly key: string }[];
}

/** A filter, and what it means. */
interface Choice {
  readonly filter: object;
  readonly lets: (user: Listed) => boolean;
}

const KEYS: Readonly<Record<string, readonly string[]>> = {
  customer: ['New Customer', 'At-Risk Customer', 'Casual Browser', 'Regular Customer'],
  gender: ['Male', 'Female', 'Unknown'],
  age: ['18-24', '25-34', '65+', 'Unknown'],
};

const segment: fc.Arbitrary<Choice> = fc
  .tuple(fc.constantFrom(...Object.keys(KEYS)), fc.constantFrom('in', 'notIn'), fc.nat({ max: 15 }))
  .map(([dimension, way, mask]) => {
    const keys = (KEYS[dimension] as readonly string[]).filter((_, at) => (mask >> at) % 2 === 1);
    const isIn = ({ segments }: Listed): boolean =>
      segments.some((one) => one.dimension === dimension && keys.includes(one.key));
    return {
      filter: { segments: [{ dimension, [way]: keys }] },
      lets: (user: Listed) => isIn(user) === (way === 'in'),
    };
  });

const COMPARE: Readonly<Record<string, (left: number, right: number) => boolean>> = {
  eq: (left, right) => left === right,
  gt: (left, right) => left > right,
  gte: (left, right) => left >= right,
  lt: (left, right) => left < right,
  lte: (left, right) => left <= right,
};

const number: fc.Arbitrary<Choice> = fc
  .tuple(
    fc.constantFrom('transactions', 'sessionCount', 'engagementScore'),
    fc.constantFrom(...Object.keys(COMPARE)),
    fc.constantFrom(0, 1, 2, 15, 40),
  )
  .map(([field, operator, value]) => ({
    filter: { [field]: { [operator]: value } },
    lets: (user: Listed) =>
      (COMPARE[operator] as (typeof COMPARE)[string])(user[field as 'transactions'], value),
  }));

const choice: fc.Arbitrary<Choice> = fc.letrec<{ tree: Choice }>((tie) => ({
  tree: fc.oneof(
    { maxDepth: 3, withCrossShrink: true },
    segment,
    number,
    tie('tree').map(({ filter, lets }) => ({ filter: { not: filter }, lets: (user: Listed) => !lets(user) })),
    fc.tuple(fc.constantFrom('and', 'or'), fc.array(tie('tree'), { maxLength: 3 })).map(([way, parts]) => ({
      filter: { [way]: parts.map(({ filter }) => filter) },
      lets: (user: Listed) =>
        way === 'and' ? parts.every(({ lets }) => lets(user)) : parts.some(({ lets }) => lets(user)),
    })),
  ),
})).tree;

interface Plan {
  readonly choice: Choice;
  readonly orderBy: OrderBy;
  readonly size: number;
  readonly backward: boolean;
}

const plan: fc.Arbitrary<Plan> = fc.record({
  choice,
  orderBy: fc.constantFrom(...ORDERS),
  size: fc.integer({ min: 1, max: 12 }),
  backward: fc.boolean(),
});

/** One walk: each step reads a page, until `isDone`. */
class Walk {
  readonly found: string[] = [];
  readonly counts = new Set<number>();
  readonly snapshots = new Set<string>();
  isDone = false;
  #cursor: string | null = null;
  readonly plan: Plan;
  constructor(made: Plan) {
    this.plan = made;
  }

  async step(api: Api): Promise<void> {
    const { choice: chosen, orderBy, size, backward } = this.plan;
    const place = backward ? { last: size, before: this.#cursor } : { first: size, after: this.#cursor };
    const { users } = await api.data<Page>(USERS, { filter: chosen.filter, orderBy, ...place });
    const ids = users.edges.map(({ node }) => node.externalId);
    if (backward) this.found.unshift(...ids);
    else this.found.push(...ids);
    this.counts.add(users.totalCount);
    this.snapshots.add(users.snapshot.id);
    const { hasNextPage, hasPreviousPage, startCursor, endCursor } = users.pageInfo;
    this.isDone = !(backward ? hasPreviousPage : hasNextPage);
    this.#cursor = backward ? startCursor : endCursor;
  }
}

let api: Api;
beforeAll(async () => {
  api = await buildApi();
  await publishShop(api.database, { ...sampleShop(40, 11), asOf: '2030-01-01' });
});

/** All users of a snapshot in an order, with what filters look at. */
async function wholeList(orderBy: OrderBy): Promise<Listed[]> {
  const { users } = await api.data<{ users: { nodes: Listed[] } }>(
    `query ($orderBy: UserOrder) { users(first: 500, orderBy: $orderBy) { nodes {
      externalId revenue engagementScore transactions sessionCount country segments { dimension key } } } }`,
    { orderBy },
  );
  return users.nodes;
}

/** New users at both ends of every order, and others who move from one end to the other. */
async function publishOthers(round: number, movers: readonly string[]): Promise<void> {
  const buyers = [...movers, `early ${round}`, `late ${round}`];
  await importRows(
    api.database,
    'transactions',
    buyers.map((user, at) => ({
      Transaction_ID: `round-${round}-${at}`,
      Date: at % 2 === 0 ? '2029-01-01' : '2029-12-30',
      Item_revenue: at % 2 === 0 ? '99999' : '-99999',
      user_pseudo_id: user,
    })),
  );
  await importRows(api.database, 'profiles', [{ user_pseudo_id: `known by profile ${round}`, gender: 'm' }]);
  await recompute(api.database, '2030-01-01', 'incremental');
}

it(`returns every matching user once and in order, in ${WALKS} walks of seed ${SEED} between whose pages snapshots are published`, async () => {
  const plans = fc.sample(plan, { numRuns: WALKS, seed: SEED });
  const lists = new Map<OrderBy, Listed[]>();
  for (const orderBy of ORDERS) lists.set(orderBy, await wholeList(orderBy));
  const everybody = lists.get(ORDERS[0] as OrderBy) as Listed[];
  const walks = plans.map((made) => new Walk(made));
  for (let round = 0; walks.some(({ isDone }) => !isDone); round++) {
    for (const walk of walks) if (!walk.isDone) await walk.step(api);
    const movers = everybody.slice(round * 4, round * 4 + 4).map(({ externalId }) => externalId);
    if (round < PUBLICATIONS) await publishOthers(round, movers);
  }
  for (const { plan: made, found, counts, snapshots } of walks) {
    const list = lists.get(made.orderBy) as Listed[];
    const expected = list.filter(made.choice.lets).map(({ externalId }) => externalId);
    expect(found, JSON.stringify(made)).toEqual(expected);
    expect([...counts]).toEqual([expected.length]);
    expect(snapshots.size).toBe(1);
  }
  expect((await wholeList(ORDERS[0] as OrderBy)).length).toBe(everybody.length + 3 * PUBLICATIONS);
});
