// Cross tables and sums of filters: what they hold, from what they are read, and what is refused.
import { beforeAll, describe, expect, it } from 'vitest';
import { connectDatabase } from '../../src/db/database.ts';
import { type Api, buildApi } from '../support/api.ts';
import type { OracleResult, OracleUser } from '../support/oracle/evaluate.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

let api: Api;
let oracle: OracleResult;
let asOf: string;

beforeAll(async () => {
  api = await buildApi();
  const shop = sampleShop(50, 21);
  asOf = shop.asOf;
  oracle = await publishShop(api.database, shop);
});

interface Row {
  readonly users: number;
  readonly share: number;
  readonly transactions: number;
  readonly segments: readonly { readonly dimension: string; readonly key: string }[];
}

const TABLE = `query ($by: [String!]!, $filter: UserFilter, $snapshot: ID) {
  breakdown(by: $by, filter: $filter, snapshot: $snapshot) {
    users share totalRevenue averageRevenue averageEngagementScore transactions segments { dimension key }
  }
}`;

async function table(by: string[], filter?: object): Promise<Row[]> {
  return (await api.data<{ breakdown: Row[] }>(TABLE, { by, filter })).breakdown;
}

/** What reads sums: `cells` of combinations, or the `filtered` states. */
async function sourcesOf(query: string, variables: object): Promise<string[]> {
  const statements = await api.statementsOf(() => api.data(query, variables));
  return statements.flatMap((text) => /\/\* (segments\.\S+|users\.count) \*\//.exec(text)?.[1] ?? []);
}

function countedBy(...columns: (keyof OracleUser)[]): Map<string, number> {
  const counts = new Map<string, number>();
  for (const user of oracle.users.values()) {
    const name = columns.map((column) => user[column]).join(' / ');
    counts.set(name, (counts.get(name) ?? 0) + 1);
  }
  return counts;
}

describe('a breakdown', () => {
  it('has a row for each combination that has users, in the order asked for', async () => {
    const rows = await table(['traffic_source', 'customer']);
    const found = rows.map(
      ({ segments, users }) => [segments.map(({ key }) => key).join(' / '), users] as const,
    );
    expect(new Map(found)).toEqual(countedBy('traffic_source_category', 'customer_segment'));
    expect(rows[0]?.segments.map(({ dimension }) => dimension)).toEqual(['traffic_source', 'customer']);
    expect(rows.reduce((sum, { share }) => sum + share, 0)).toBeCloseTo(1, 2);
  });

  it('of one dimension is its summaries, but for segments without users', async () => {
    const sums = 'users share totalRevenue averageRevenue averageEngagementScore transactions';
    const { breakdown, summaries } = await api.data<{ breakdown: object[]; summaries: { users: number }[] }>(
      `{ breakdown(by: ["rfm"]) { ${sums} } summaries(dimension: "rfm") { ${sums} } }`,
    );
    expect(breakdown).toEqual(summaries.filter(({ users }) => users > 0));
  });

  it('is the same from combinations as from states', async () => {
    const filter = {
      or: [{ segments: [{ dimension: 'gender', notIn: ['Unknown'] }] }, { not: { and: [{}] } }],
    };
    const fromStates = { and: [filter, { transactions: { gte: 0 } }] };
    const by = ['customer', 'age'];
    expect(await table(by, fromStates)).toEqual(await table(by, filter));
    expect(await sourcesOf(TABLE, { by, filter })).toEqual(['segments.cells']);
    expect(await sourcesOf(TABLE, { by, filter: fromStates })).toEqual(['segments.filtered']);
  });

  it('and its filter have a combination of their own up to three dimensions, and states beyond', async () => {
    const of = (dimension: string) => ({ segments: [{ dimension, notIn: ['Unknown'] }] });
    const three = { by: ['customer', 'age'], filter: { or: [of('gender'), of('age')] } };
    expect(await sourcesOf(TABLE, three)).toEqual(['segments.cells']);
    const four = { by: ['customer', 'age'], filter: { or: [of('gender'), of('income')] } };
    expect(await sourcesOf(TABLE, four)).toEqual(['segments.filtered']);
  });

  it('of nobody has no rows', async () => {
    expect(await table(['customer'], { or: [] })).toEqual([]);
    expect(await table(['customer'], { revenue: { lt: -1e12 } })).toEqual([]);
  });

  it.each([
    [[], 'by: expected 1 to 3 dimensions, got 0.'],
    [['age', 'gender', 'income', 'rfm'], 'by: expected 1 to 3 dimensions, got 4.'],
    [['age', 'gender', 'age'], 'by: expected different dimensions, got "age" twice.'],
    [['age', 'mood'], 'by[1]: unknown dimension "mood"; expected one of customer, engagement,'],
  ])('by %j is refused', async (by, message) => {
    const { errors } = await api.ask(TABLE, { by });
    expect(errors?.[0]?.message).toContain(message);
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });
});

describe('a count and a summary', () => {
  const PEOPLE = `query ($filter: UserFilter) { users(filter: $filter) { totalCount summary { users totalRevenue averageRevenue averageEngagementScore transactions } } }`;

  it('come from combinations where the filter tests segments alone, else from states', async () => {
    const segments = [{ dimension: 'customer', in: ['New Customer'] }];
    expect(await sourcesOf(PEOPLE, { filter: { segments } })).toEqual(['segments.cells', 'segments.cells']);
    const filter = { segments, city: { isNull: false } };
    expect((await sourcesOf(PEOPLE, { filter })).toSorted()).toEqual(['segments.filtered', 'users.count']);
  });

  it('of nobody are zero', async () => {
    const zero = {
      users: 0,
      totalRevenue: '0.00',
      averageRevenue: '0.00',
      averageEngagementScore: 0,
      transactions: 0,
    };
    for (const filter of [{ or: [] }, { externalId: { in: [] } }])
      expect(await api.data(PEOPLE, { filter })).toEqual({ users: { totalCount: 0, summary: zero } });
  });
});

describe('another snapshot', () => {
  const ALL = `query ($snapshot: ID) {
    breakdown(by: ["customer"], snapshot: $snapshot) { users }
    summaries(dimension: "customer", snapshot: $snapshot) { users segment { users } }
    dimensions(snapshot: $snapshot) { segments { users } }
    segments(dimension: "age", snapshot: $snapshot) { users }
    segment(dimension: "age", key: "Unknown", snapshot: $snapshot) { users }
    insights(snapshot: $snapshot) { users snapshot { id } }
  }`;

  it('is read as it was, while it is kept, and one that is not is SNAPSHOT_EXPIRED', async () => {
    const before = await api.data<{ insights: { snapshot: { id: string } } }>(ALL);
    const { id } = before.insights.snapshot;
    await importRows(api.database, 'profiles', [{ user_pseudo_id: 'somebody new' }]);
    await recompute(api.database, asOf, 'incremental');
    expect(await api.data(ALL, { snapshot: id })).toEqual(before);
    expect(await api.data(ALL)).not.toEqual(before);
    for (const field of ALL.split('\n').slice(1, -1)) {
      const { errors } = await api.ask(`{ ${field.replace('$snapshot', '999')} }`);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['SNAPSHOT_EXPIRED']);
    }
  });

  it('of an earlier Strata, which had sums of single segments alone, is read from its states', async () => {
    const by = ['customer', 'age'];
    const before = await table(by);
    await api.database.pool.query(
      'delete from segment_rollups where cardinality(segment_ids) > 1; update snapshots set rollup_scheme = 0, revision = revision + 1',
    );
    // Another process: what one knows of a snapshot it keeps.
    const database = connectDatabase(api.database.url);
    const later = await buildApi({ database });
    const statements = await later.statementsOf(async () => {
      expect((await later.data<{ breakdown: Row[] }>(TABLE, { by })).breakdown).toEqual(before);
    });
    expect(statements.filter((text) => text.includes('/* segments.filtered */'))).toHaveLength(1);
    await database.close();
  });
});

describe('freshness', () => {
  const FRESHNESS =
    '{ snapshot { id lastImportId } freshness { snapshot { id } ageSeconds lagSeconds lastImportId importsWaiting changesWait } }';
  interface Answer {
    readonly snapshot: { readonly id: string; readonly lastImportId: string } | null;
    readonly freshness: {
      readonly snapshot: { readonly id: string } | null;
      readonly ageSeconds: number;
      readonly lagSeconds: number;
      readonly lastImportId: string;
      readonly importsWaiting: number;
      readonly changesWait: boolean;
    };
  }

  it('says what waits: an import until a run includes it', async () => {
    const { freshness, snapshot } = await api.data<Answer>(FRESHNESS);
    expect(freshness).toMatchObject({ importsWaiting: 0, lastImportId: snapshot?.lastImportId });
    expect(freshness.lagSeconds).toBeGreaterThan(freshness.ageSeconds);
    await importRows(api.database, 'profiles', [{ user_pseudo_id: 'somebody else' }]);
    const { freshness: behind } = await api.data<Answer>(FRESHNESS);
    expect(behind).toMatchObject({ importsWaiting: 1, changesWait: true, snapshot: { id: snapshot?.id } });
    expect(Number(behind.lastImportId)).toBeGreaterThan(Number(snapshot?.lastImportId));
    await recompute(api.database, '2030-01-01', 'incremental');
    expect((await api.data<Answer>(FRESHNESS)).freshness).toMatchObject({
      importsWaiting: 0,
      changesWait: false,
    });
  });

  it('is there before anything is published', async () => {
    const { data } = await (await buildApi()).ask(FRESHNESS);
    expect(data).toEqual({
      snapshot: null,
      freshness: {
        snapshot: null,
        ageSeconds: null,
        lagSeconds: null,
        lastImportId: null,
        importsWaiting: 0,
        changesWait: false,
      },
    });
  });
});
