// Dimensions, segments, summaries, insights, the snapshot and single users, against the oracle.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import type { OracleResult, OracleUser } from '../support/oracle/evaluate.ts';
import { dimensions as ORACLE_DIMENSIONS } from '../support/oracle/insights.ts';
import { COLUMN_OF, type DimensionKey, publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

const DIMENSIONS = Object.keys(COLUMN_OF) as DimensionKey[];
const SUMMARY = 'segment { key } users share totalRevenue averageRevenue averageEngagementScore transactions';

interface Summary {
  readonly segment: { readonly key: string };
  readonly users: number;
  readonly share: number;
  readonly totalRevenue: string;
  readonly averageRevenue: string;
  readonly averageEngagementScore: number;
  readonly transactions: number;
}

let api: Api;
let oracle: OracleResult;
let users: OracleUser[];

beforeAll(async () => {
  api = await buildApi();
  oracle = await publishShop(api.database, sampleShop(60, 99));
  users = [...oracle.users.values()];
});

function usersIn(dimension: DimensionKey, key: string): number {
  return users.filter((user) => user[COLUMN_OF[dimension]] === key).length;
}

/** As the oracle writes a row of a summary file. */
function toRow({ segment, users, share, totalRevenue, ...rest }: Summary) {
  return {
    segment: segment.key,
    users: String(users),
    share: share.toFixed(4),
    total_revenue: totalRevenue,
    average_revenue: rest.averageRevenue,
    average_engagement_score: rest.averageEngagementScore.toFixed(2),
    transactions: String(rest.transactions),
  };
}

describe('dimensions and segments', () => {
  it('stand in the order of the rules with how many users each segment has', async () => {
    const data = await api.data<{
      dimensions: { key: string; segments: { key: string; users: number }[] }[];
    }>('{ dimensions { key label segments { id dimension key priority users } } }');
    expect(data.dimensions.map(({ key }) => key)).toEqual(DIMENSIONS);
    for (const { key, segments } of data.dimensions) {
      const dimension = key as DimensionKey;
      expect(segments.map((segment) => [segment.key, segment.users])).toEqual(
        segments.map((segment) => [segment.key, usersIn(dimension, segment.key)]),
      );
      expect(new Set(segments.map((segment) => segment.key))).toEqual(
        new Set(ORACLE_DIMENSIONS[COLUMN_OF[dimension]]),
      );
      expect(segments.reduce((sum, segment) => sum + segment.users, 0)).toBe(users.length);
    }
  });

  it('can be had one by one, null for a segment that there is none of', async () => {
    const data = await api.data(`{
      segments(dimension: "gender") { key dimension priority }
      segment(dimension: "customer", key: "Casual Browser") { key priority users }
      none: segment(dimension: "customer", key: "casual browser") { key }
    }`);
    expect(data).toEqual({
      segments: ['Male', 'Female', 'Unknown'].map((key) => ({ key, dimension: 'gender', priority: null })),
      segment: { key: 'Casual Browser', priority: 7, users: usersIn('customer', 'Casual Browser') },
      none: null,
    });
  });

  it('answer an unknown dimension with the legal ones, wherever one is named', async () => {
    for (const query of [
      '{ segments(dimension: "mood") { key } }',
      '{ segment(dimension: "mood", key: "Sad") { key } }',
      '{ summaries(dimension: "mood") { users } }',
      '{ users(first: 1) { nodes { segment(dimension: "mood") { key } } } }',
    ]) {
      const { errors } = await api.ask(query);
      expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        [`dimension: unknown dimension "mood"; expected one of ${DIMENSIONS.join(', ')}.`, 'BAD_USER_INPUT'],
      ]);
    }
  });
});

describe('summaries', () => {
  async function summaries(dimension: string, filter?: object): Promise<Summary[]> {
    const query = `query ($dimension: String!, $filter: UserFilter) {
      summaries(dimension: $dimension, filter: $filter) { ${SUMMARY} } }`;
    return (await api.data<{ summaries: Summary[] }>(query, { dimension, filter })).summaries;
  }

  it('are those of the oracle, rounded once', async () => {
    const bySegment = (rows: readonly { segment: string }[]) =>
      rows.toSorted((a, b) => (a.segment < b.segment ? -1 : 1));
    for (const dimension of DIMENSIONS) {
      const found = (await summaries(dimension)).map(toRow);
      expect(bySegment(found)).toEqual(bySegment(oracle.summaries[COLUMN_OF[dimension]]));
    }
    const engagement = (await summaries('engagement')).map(toRow);
    expect(engagement).toEqual(oracle.summaries.engagement_segment);
  });

  it('are the same of the rollups as of everybody whom an empty filter lets through', async () => {
    for (const dimension of DIMENSIONS)
      expect(await summaries(dimension, {})).toEqual(await summaries(dimension));
  });

  it('sum to the number of users that the filter lets through, in every dimension', async () => {
    for (const filter of [{ transactions: { gte: 1 } }, { not: { country: { isNull: true } } }, { or: [] }]) {
      const { users: connection } = await api.data<{ users: { totalCount: number } }>(
        'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }',
        { filter },
      );
      for (const dimension of DIMENSIONS) {
        const found = await summaries(dimension, filter);
        expect(found.reduce((sum, summary) => sum + summary.users, 0)).toBe(connection.totalCount);
        for (const { users: members, share } of found) {
          expect(share).toBeCloseTo(connection.totalCount === 0 ? 0 : members / connection.totalCount, 4);
        }
      }
    }
  });

  it('are of the users that the filter lets through', async () => {
    const found = await summaries('engagement', { segments: [{ dimension: 'gender', in: ['Female'] }] });
    const women = users.filter(({ gender }) => gender === 'Female');
    expect(women.length).toBeGreaterThan(2);
    for (const { segment, users: members, transactions } of found) {
      const own = women.filter((user) => user.engagement_segment === segment.key);
      expect([members, transactions]).toEqual([
        own.length,
        own.reduce((sum, user) => sum + Number(user.total_transactions), 0),
      ]);
    }
  });

  it('round shares to 4 decimals and averages to 2, half away from zero, and only at the end', async () => {
    const small = await buildApi();
    await importRows(small.database, 'transactions', [
      { Transaction_ID: 'a', Item_revenue: '0.004', user_pseudo_id: 'a' },
      { Transaction_ID: 'b', Item_revenue: '0.006', user_pseudo_id: 'b' },
      { Transaction_ID: 'c', Item_revenue: '-0.005', user_pseudo_id: 'c' },
    ]);
    await recompute(small.database, '2030-01-01');
    const { summaries: found } = await small.data<{ summaries: Summary[] }>(
      `{ summaries(dimension: "engagement") { ${SUMMARY} } }`,
    );
    expect(found.filter((summary) => summary.users > 0)).toEqual([
      {
        segment: { key: 'Single Purchaser' },
        users: 2,
        share: 0.6667,
        totalRevenue: '0.01',
        averageRevenue: '0.01',
        averageEngagementScore: 20,
        transactions: 2,
      },
      {
        segment: { key: 'Occasional Viewer' },
        users: 1,
        share: 0.3333,
        totalRevenue: '-0.01',
        averageRevenue: '-0.01',
        averageEngagementScore: 0,
        transactions: 0,
      },
    ]);
  });
});

describe('insights', () => {
  const INSIGHTS = `{ insights {
    users totalRevenue averageRevenuePerUser topCountry
    snapshot { users }
    dimensions { dimension { key } dominant { key } top { key } distribution { ${SUMMARY} } }
    countries { place users share }
    topRevenueSegment { segment { key } totalRevenue }
  } }`;

  interface Insights {
    readonly insights: {
      readonly users: number;
      readonly totalRevenue: string;
      readonly averageRevenuePerUser: string;
      readonly topCountry: string | null;
      readonly snapshot: { users: number };
      readonly dimensions: {
        dimension: { key: DimensionKey };
        dominant: { key: string } | null;
        top: { key: string } | null;
        distribution: Summary[];
      }[];
      readonly countries: { place: string | null; users: number; share: number }[];
      readonly topRevenueSegment: { segment: { key: string }; totalRevenue: string } | null;
    };
  }

  it('are those of the oracle', async () => {
    const { insights } = await api.data<Insights>(INSIGHTS);
    const said = oracle.insights;
    expect(insights).toMatchObject({
      users: users.length,
      snapshot: { users: users.length },
      totalRevenue: said.totalRevenue,
      averageRevenuePerUser: said.averageRevenuePerUser,
      topCountry: said.topCountry,
      topRevenueSegment: { segment: { key: said.topRevenueSegment } },
    });
    for (const { dimension, distribution, dominant } of insights.dimensions) {
      const column = COLUMN_OF[dimension.key];
      const counts = distribution.map((row) => ({
        value: row.segment.key,
        users: row.users,
        share: row.share.toFixed(4),
      }));
      const sorted = (rows: readonly { value: string }[]) =>
        rows.toSorted((a, b) => (a.value < b.value ? -1 : 1));
      expect(sorted(counts)).toEqual(sorted(said.distributions[column]));
      expect(dominant?.key ?? null, dimension.key).toBe(said.dominant[column]);
      expect(distribution.reduce((sum, row) => sum + row.users, 0)).toBe(users.length);
    }
    const topOf = (key: string) =>
      insights.dimensions.find(({ dimension }) => dimension.key === key)?.top?.key;
    expect([topOf('traffic_source'), topOf('primary_source'), topOf('us_region')]).toEqual([
      said.topTrafficCategory,
      said.topPrimarySource,
      said.topUsRegion,
    ]);
  });

  it('name Other as dominant, for it is a value, but as top only where there is nothing else', async () => {
    const small = await buildApi();
    const from = (user: string, source: string) => ({
      user_pseudo_id: user,
      eventTimestamp: '2029-01-01 00:00:00',
      source,
    });
    await importRows(small.database, 'activity', [from('a', 'x-1'), from('b', 'x-2'), from('c', 'google')]);
    await recompute(small.database, '2030-01-01');
    const { insights } = await small.data<Insights>(INSIGHTS);
    const of = (key: string) => insights.dimensions.find(({ dimension }) => dimension.key === key);
    expect(of('traffic_source')).toMatchObject({
      dominant: { key: 'Other' },
      top: { key: 'Organic Search' },
    });
    expect(of('us_region')).toMatchObject({ dominant: { key: 'Other' }, top: { key: 'Other' } });
    expect(of('gender')).toMatchObject({ dominant: null, top: { key: 'Unknown' } });
    expect(insights).toMatchObject({ topCountry: null, countries: [{ place: null, users: 3, share: 1 }] });
  });

  it('stand for a snapshot without users too', async () => {
    const empty = await buildApi();
    await recompute(empty.database, '2030-01-01');
    const { insights } = await empty.data<Insights>(INSIGHTS);
    expect(insights).toMatchObject({
      users: 0,
      totalRevenue: '0.00',
      averageRevenuePerUser: '0.00',
      topCountry: null,
      countries: [],
      topRevenueSegment: null,
    });
    expect(insights.dimensions.map(({ dominant, top }) => dominant ?? top)).toEqual(
      DIMENSIONS.map(() => null),
    );
  });
});

describe('one user', () => {
  const USER = `query ($id: ID, $externalId: String) { user(id: $id, externalId: $externalId) {
    id externalId engagementScore transactions revenue sessionCount totalEvents totalSessionMinutes
    averageSessionMinutes averageEventsPerSession city state country firstSeenAt lastSeenAt
    segments { dimension key priority } segment(dimension: "customer") { key }
  } }`;

  interface Found {
    readonly user:
      | (Record<string, string | number | null> & {
          id: string;
          segments: { dimension: DimensionKey; key: string; priority: number | null }[];
        })
      | null;
  }

  it('is what the oracle says, for everybody', async () => {
    for (const expected of users) {
      const { user } = await api.data<Found>(USER, { externalId: expected.user_pseudo_id });
      const place = (text: string) => (text === 'Unknown' ? null : text);
      expect(user).toMatchObject({
        engagementScore: Number(expected.engagement_score),
        transactions: Number(expected.total_transactions),
        revenue: expected.total_revenue,
        sessionCount: Number(expected.session_count),
        totalEvents: Number(expected.total_events),
        totalSessionMinutes: Number(expected.total_session_duration),
        averageSessionMinutes: Number(expected.avg_session_duration),
        averageEventsPerSession: Number(expected.avg_events_per_session),
        city: place(expected.city),
        state: place(expected.state),
        country: place(expected.country),
        segment: { key: expected.customer_segment },
      });
      expect(user?.segments.map(({ dimension, key }) => [dimension, key])).toEqual(
        DIMENSIONS.map((dimension) => [dimension, expected[COLUMN_OF[dimension]]]),
      );
      expect(user?.segments[0]?.priority).toBe(Number(expected.segment_priority));
    }
  });

  it('is found by either id, and only by exactly one', async () => {
    const externalId = users[0]?.user_pseudo_id;
    const byExternalId = await api.data<Found>(USER, { externalId });
    const id = byExternalId.user?.id;
    expect(await api.data<Found>(USER, { id })).toEqual(byExternalId);
    for (const both of [{}, { id, externalId }, { id: null, externalId: null }]) {
      const { errors } = await api.ask(USER, both);
      expect(errors?.[0]).toMatchObject({
        message: 'user: give exactly one of "id" and "externalId".',
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });

  it('is null where there is none, whatever the id looks like', async () => {
    for (const id of ['0', '-1', '999999999', '9'.repeat(18), '9'.repeat(30), '1.0', 'x', '', '\0', '1;'])
      expect(await api.data(USER, { id })).toEqual({ user: null });
    for (const externalId of ['', 'nobody', '\0', 'a\0', '\ud800', ' '])
      expect(await api.data(USER, { externalId })).toEqual({ user: null });
  });
});

describe('the snapshot', () => {
  const SNAPSHOT = 'id asOf computedAt users ruleSetVersion lastImportId';

  it('is the newest, or the one of an id', async () => {
    const { snapshot } = await api.data<{ snapshot: Record<string, string> }>(`{ snapshot { ${SNAPSHOT} } }`);
    expect(snapshot).toMatchObject({ users: users.length, ruleSetVersion: 1, lastImportId: '3' });
    expect(snapshot.asOf).toMatch(/^\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{6}Z$/);
    expect(await api.data(`{ snapshot(id: ${snapshot.id}) { ${SNAPSHOT} } }`)).toEqual({ snapshot });
  });

  it('that is not kept is SNAPSHOT_EXPIRED, and what can be none is refused', async () => {
    const code = async (id: string) =>
      (await api.ask('query ($id: ID) { snapshot(id: $id) { id } }', { id })).errors?.[0]?.extensions.code;
    expect([await code('999'), await code('x'), await code('99999999999'), await code('')]).toEqual([
      'SNAPSHOT_EXPIRED',
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
      'BAD_USER_INPUT',
    ]);
  });
});

describe('before the first recompute', () => {
  it('snapshot is null, and what needs one says NO_SNAPSHOT', async () => {
    const empty = await buildApi();
    expect(await empty.data('{ snapshot { id } }')).toEqual({ snapshot: null });
    for (const query of [
      '{ users { totalCount } }',
      '{ user(id: 1) { id } }',
      '{ insights { users } }',
      '{ dimensions { key } }',
      '{ segments(dimension: "age") { key } }',
      '{ summaries(dimension: "age") { users } }',
    ]) {
      const { errors } = await empty.ask(query);
      expect(errors?.map(({ extensions }) => extensions)).toEqual([{ code: 'NO_SNAPSHOT' }]);
    }
  });
});
