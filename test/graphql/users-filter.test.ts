// Filters over users, each against a plain reading of it over what the oracle says of every user.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { compare, type Decimal, decimal } from '../support/oracle/decimal.ts';
import type { OracleResult, OracleUser } from '../support/oracle/evaluate.ts';
import {
  COLUMN_OF,
  type DimensionKey,
  exactRevenues,
  publishShop,
  sampleShop,
} from '../support/sample-shop.ts';

const MATCHING = `query ($filter: UserFilter) {
  users(filter: $filter, first: 500) { totalCount nodes { externalId } }
}`;

const NUMBER_COLUMNS = {
  engagementScore: 'engagement_score',
  transactions: 'total_transactions',
  sessionCount: 'session_count',
  totalEvents: 'total_events',
} as const;
const PLACES = ['city', 'state', 'country'] as const;
type Comparison = 'eq' | 'gt' | 'gte' | 'lt' | 'lte';
type NumberTest = Partial<Record<Comparison, number | string | null>>;
type TextTest = { eq?: string; in?: string[]; isNull?: boolean };

interface Filter {
  and?: Filter[];
  or?: Filter[];
  not?: Filter;
  segments?: { dimension: DimensionKey; in?: string[]; notIn?: string[] }[];
  revenue?: NumberTest;
  engagementScore?: NumberTest;
  transactions?: NumberTest;
  sessionCount?: NumberTest;
  totalEvents?: NumberTest;
  city?: TextTest;
  state?: TextTest;
  country?: TextTest;
}

let api: Api;
let oracle: OracleResult;
let revenues: ReadonlyMap<string, Decimal>;

beforeAll(async () => {
  api = await buildApi();
  oracle = await publishShop(api.database, sampleShop(45, 11));
  revenues = exactRevenues(oracle);
});

function passes(user: OracleUser, filter: Filter): boolean {
  return (
    (filter.and ?? []).every((branch) => passes(user, branch)) &&
    (filter.or === undefined || filter.or.some((branch) => passes(user, branch))) &&
    (filter.not === undefined || !passes(user, filter.not)) &&
    (filter.segments ?? []).every((test) => passesSegment(user, test)) &&
    passesNumber(revenues.get(user.user_pseudo_id) as Decimal, filter.revenue) &&
    Object.entries(NUMBER_COLUMNS).every(([name, column]) =>
      passesNumber(decimal(user[column]), filter[name as keyof typeof NUMBER_COLUMNS]),
    ) &&
    PLACES.every((place) => passesText(user[place] === 'Unknown' ? null : user[place], filter[place]))
  );
}

function passesSegment(user: OracleUser, test: NonNullable<Filter['segments']>[number]): boolean {
  const segment = user[COLUMN_OF[test.dimension]];
  return (test.in?.includes(segment) ?? true) && !(test.notIn?.includes(segment) ?? false);
}

function passesNumber(value: Decimal, test: NumberTest = {}): boolean {
  const holds: Record<Comparison, (sign: number) => boolean> = {
    eq: (sign) => sign === 0,
    gt: (sign) => sign > 0,
    gte: (sign) => sign >= 0,
    lt: (sign) => sign < 0,
    lte: (sign) => sign <= 0,
  };
  return Object.entries(test).every(([name, threshold]) =>
    holds[name as Comparison](compare(value, decimal(String(threshold)))),
  );
}

function passesText(value: string | null, test: TextTest = {}): boolean {
  return (
    (test.eq === undefined || value === test.eq) &&
    (test.in === undefined || (value !== null && test.in.includes(value))) &&
    (test.isNull === undefined || (value === null) === test.isNull)
  );
}

async function matching(filter: object): Promise<string[]> {
  const { users } = await api.data<{ users: { totalCount: number; nodes: { externalId: string }[] } }>(
    MATCHING,
    { filter },
  );
  expect(users.totalCount).toBe(users.nodes.length);
  return users.nodes.map(({ externalId }) => externalId).toSorted();
}

function expected(filter: Filter): string[] {
  return [...oracle.users.values()]
    .filter((user) => passes(user, filter))
    .map((user) => user.user_pseudo_id)
    .toSorted();
}

async function refusal(filter: object, query = MATCHING): Promise<string> {
  const { errors } = await api.ask(query, { filter });
  expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['BAD_USER_INPUT']);
  return errors?.[0]?.message ?? '';
}

/** Both sides of a middle value, and the value itself. */
function everyComparison(values: readonly (string | number)[]): NumberTest[] {
  return values.flatMap((value) =>
    (['eq', 'gt', 'gte', 'lt', 'lte'] as const).map((name) => ({ [name]: value })),
  );
}

describe('a filter of users', () => {
  it('takes every comparison of revenue on both sides of what users have, to the last decimal', async () => {
    const amounts = [...new Set([...oracle.users.values()].map((user) => user.total_revenue))];
    for (const revenue of everyComparison(['0', '-0.01', '0.01', '499.99', '500', ...amounts.slice(0, 3)])) {
      expect(await matching({ revenue }), JSON.stringify(revenue)).toEqual(expected({ revenue }));
    }
  });

  it('takes money as a number too', async () => {
    expect(await matching({ revenue: { gte: 0.01 } })).toEqual(expected({ revenue: { gte: '0.01' } }));
  });

  for (const name of Object.keys(NUMBER_COLUMNS) as (keyof typeof NUMBER_COLUMNS)[]) {
    it(`takes every comparison of ${name}`, async () => {
      const values = [
        ...new Set([...oracle.users.values()].map((user) => Number(user[NUMBER_COLUMNS[name]]))),
      ];
      for (const test of everyComparison(values.toSorted((a, b) => a - b).slice(0, 3))) {
        expect(await matching({ [name]: test }), JSON.stringify(test)).toEqual(expected({ [name]: test }));
      }
      expect(await matching({ [name]: { gte: -2_147_483_648, lte: 2_147_483_647 } })).toEqual(expected({}));
    });
  }

  it('takes ranges with both ends', async () => {
    for (const range of [
      { gte: 20, lte: 40 },
      { gt: 20, lt: 40 },
      { gt: 40, lt: 20 },
    ]) {
      expect(await matching({ engagementScore: range })).toEqual(expected({ engagementScore: range }));
    }
  });

  for (const dimension of Object.keys(COLUMN_OF) as DimensionKey[]) {
    it(`divides all users by ${dimension}, in and notIn`, async () => {
      const keys = [...new Set([...oracle.users.values()].map((user) => user[COLUMN_OF[dimension]]))];
      for (const key of keys) {
        const [inside, outside] = [
          await matching({ segments: [{ dimension, in: [key] }] }),
          await matching({ segments: [{ dimension, notIn: [key] }] }),
        ];
        expect(inside).toEqual(expected({ segments: [{ dimension, in: [key] }] }));
        expect([...inside, ...outside].toSorted()).toEqual(expected({}));
      }
      expect(await matching({ segments: [{ dimension, in: keys }] })).toEqual(expected({}));
      expect(
        await matching({ segments: [{ dimension, in: keys.slice(0, 1), notIn: keys.slice(0, 1) }] }),
      ).toEqual([]);
    });
  }

  for (const place of PLACES) {
    it(`compares ${place} byte for byte, and tells unknown from any text`, async () => {
      const known = [...new Set([...oracle.users.values()].map((user) => user[place]))].filter(
        (text) => text !== 'Unknown',
      );
      expect(known.length).toBeGreaterThan(2);
      for (const test of [
        { eq: known[0] },
        { in: known.slice(0, 2) },
        { in: [] },
        { isNull: true },
        { isNull: false },
        { eq: known[0], in: known.slice(1) },
        { eq: '' },
        { eq: 'Unknown' },
      ] as TextTest[]) {
        expect(await matching({ [place]: test }), JSON.stringify(test)).toEqual(expected({ [place]: test }));
        const others = { not: { [place]: test } };
        expect(await matching(others), JSON.stringify(others)).toEqual(expected(others));
      }
    });
  }

  it('reads any tree of and, or, not and tests as a plain reading does', async () => {
    const dimensions = Object.keys(COLUMN_OF) as DimensionKey[];
    const segment = fc.constantFrom(...dimensions).chain((dimension) => {
      const keys = [...new Set([...oracle.users.values()].map((user) => user[COLUMN_OF[dimension]]))];
      return fc.record(
        { dimension: fc.constant(dimension), in: fc.subarray(keys), notIn: fc.subarray(keys) },
        { requiredKeys: ['dimension', 'in'] },
      );
    });
    const number = (values: readonly number[]) =>
      fc.record(
        { gte: fc.constantFrom(...values), lt: fc.constantFrom(...values), eq: fc.constantFrom(...values) },
        { requiredKeys: [] },
      );
    const country = fc.constantFrom(...[...oracle.users.values()].map((user) => user.country));
    const { filter } = fc.letrec<{ filter: Filter }>((tie) => ({
      filter: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        fc.record(
          {
            segments: fc.array(segment, { maxLength: 2 }),
            engagementScore: number([0, 5, 20, 40, 101]),
            transactions: number([0, 1, 2, 3]),
            country: fc.record(
              { eq: country, in: fc.array(country, { maxLength: 3 }), isNull: fc.boolean() },
              { requiredKeys: [] },
            ),
          },
          { requiredKeys: [] },
        ),
        fc.record({ and: fc.array(tie('filter'), { maxLength: 3 }) }),
        fc.record({ or: fc.array(tie('filter'), { maxLength: 3 }) }),
        fc.record({ not: tie('filter') }),
      ),
    }));
    await fc.assert(
      fc.asyncProperty(filter, async (tree) => {
        expect(await matching(tree)).toEqual(expected(tree as Filter));
      }),
      { numRuns: 60 },
    );
  });

  it('lets everybody through where it says nothing, and nobody through an empty list of alternatives', async () => {
    const everybody = expected({});
    for (const filter of [
      {},
      { and: [] },
      { not: { or: [] } },
      { segments: [] },
      { revenue: {} },
      { city: null },
    ])
      expect(await matching(filter), JSON.stringify(filter)).toEqual(everybody);
    for (const filter of [{ or: [] }, { not: {} }, { segments: [{ dimension: 'age', in: [] }] }])
      expect(await matching(filter), JSON.stringify(filter)).toEqual([]);
    expect(await matching({ segments: [{ dimension: 'age', notIn: [] }] })).toEqual(everybody);
  });

  it('answers an unknown dimension with the legal ones, and where it stands', async () => {
    expect(await refusal({ and: [{}, { segments: [{ dimension: 'mood', in: ['Sad'] }] }] })).toBe(
      `filter.and[1].segments[0].dimension: unknown dimension "mood"; expected one of ${Object.keys(COLUMN_OF).join(', ')}.`,
    );
  });

  it('answers an unknown segment with the legal ones, and where it stands', async () => {
    expect(await refusal({ not: { segments: [{ dimension: 'gender', notIn: ['Male', 'male'] }] } })).toBe(
      'filter.not.segments[0].notIn[1]: unknown segment "male" of gender; expected one of "Male", "Female", "Unknown".',
    );
  });

  it('refuses a test of a dimension that tests nothing', async () => {
    expect(await refusal({ segments: [{ dimension: 'gender' }] })).toBe(
      'filter.segments[0]: expected "in" or "notIn".',
    );
    expect(await refusal({ segments: [{ dimension: 'gender', in: null }] })).toMatch(
      /expected "in" or "notIn"/,
    );
  });

  it('is at most 10 levels deep, whichever way it nests', async () => {
    const nest = (depth: number, wrap: (inner: object) => object): object =>
      depth === 1 ? { transactions: { gte: 1 } } : wrap(nest(depth - 1, wrap));
    const ways: ((inner: object) => object)[] = [
      (inner) => ({ not: inner }),
      (inner) => ({ and: [inner] }),
      (inner) => ({ or: [inner] }),
    ];
    for (const wrap of ways) {
      await matching(nest(10, wrap));
      expect(await refusal(nest(11, wrap))).toMatch(/: nested deeper than 10 levels\.$/);
    }
  });

  it('is refused, and does no harm, when nested as deep as a request can be', async () => {
    const depth = 100_000;
    const payload = `{"query":${JSON.stringify(MATCHING)},"variables":{"filter":${'{"not":'.repeat(depth)}{}${'}'.repeat(depth + 2)}`;
    const inVariables = await send(payload);
    expect(inVariables.statusCode).toBe(413);
    expect(inVariables.json().errors[0]).toEqual({
      message: 'The input nests deeper than 100 levels.',
      extensions: { code: 'BODY_TOO_LARGE' },
    });
    const literal = `{ users(filter: ${'{not:'.repeat(depth)}{}${'}'.repeat(depth)}) { totalCount } }`;
    const inDocument = await send(JSON.stringify({ query: literal }));
    expect(inDocument.json().errors[0].extensions.code).toBe('OPERATION_TOO_DEEP');
    expect(await matching({})).toEqual(expected({}));
  });

  it('has at most 200 tests and branches', async () => {
    const or = (branches: number) => ({ or: Array.from({ length: branches }, () => ({})) });
    expect(await matching(or(199))).toEqual(expected({}));
    expect(await refusal(or(200))).toMatch(/^filter\.or\[199\]: more than 200 tests/);
    const tests = Array.from({ length: 200 }, () => ({ dimension: 'gender', in: ['Male'] }));
    expect(await refusal({ segments: tests })).toMatch(/^filter\.segments\[199\]: more than 200 tests/);
  });

  it('refuses what is no number, and text that no database holds', async () => {
    for (const revenue of [{ gte: 'ten' }, { gte: '1e5' }, { eq: 'NaN' }, { lt: '' }, { lt: true }])
      expect(await refusal({ revenue })).toMatch(/Decimal: expected a number such as "12\.50"/);
    for (const engagementScore of [{ gte: '5' }, { gte: 1.5 }, { gte: 2 ** 31 }])
      await refusal({ engagementScore });
    expect(await refusal({ city: { eq: 'a\0b' } })).toBe(
      'filter.city.eq: expected text without the character NUL.',
    );
    expect(await refusal({ not: { state: { in: ['a', '\0'] } } })).toMatch(/^filter\.not\.state\.in\[1\]: /);
    expect(await refusal({ city: { eq: 5 } })).toMatch(/String cannot represent/);
    expect(await refusal({ mood: { eq: 5 } })).toMatch(/Field "mood" is not defined/);
  });

  function send(payload: string) {
    return api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${api.keys.viewer}`, 'content-type': 'application/json' },
      payload,
    });
  }
});
