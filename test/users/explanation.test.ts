// Explanations as the API gives them: they follow from the rules, are what is published, and say when time will tell.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

const TEST = 'test { feature label operator threshold observed holds }';
const EXPLANATION = `explanation {
  snapshot { id asOf } nextChangeAt
  dimensions {
    key label segment { key priority }
    rules { segment priority outcome condition lines { depth kind holds ${TEST} } }
  }
  scores { key label points components { label feature observed step points } }
}`;

interface Explained {
  readonly explanation: {
    readonly snapshot: { id: string; asOf: string };
    readonly nextChangeAt: string | null;
    readonly dimensions: readonly {
      key: string;
      label: string;
      segment: { key: string; priority: number | null };
      rules: readonly {
        segment: string;
        priority: number | null;
        outcome: string;
        condition: string;
        lines: readonly { depth: number; kind: string; holds: boolean; test: object | null }[];
      }[];
    }[];
    readonly scores: readonly {
      key: string;
      points: number;
      components: readonly { points: number; observed: string | null; step: string }[];
    }[];
  };
}

describe('the explanation of a made-up user', () => {
  let api: Api;
  beforeAll(async () => {
    api = await buildApi();
    await importRows(api.database, 'transactions', [
      {
        Transaction_ID: 't1',
        Date: '2024-01-01T10:00:00.000001Z',
        Item_revenue: '499.995',
        user_pseudo_id: 'ana',
      },
      { Transaction_ID: 't2', Date: '2024-01-01', Item_revenue: '0.004', user_pseudo_id: 'ana' },
      { Transaction_ID: 't3', Date: '2024-01-02', Item_revenue: '20', user_pseudo_id: 'bob' },
    ]);
    await importRows(api.database, 'profiles', [
      { user_pseudo_id: 'ana', email: 'ana@example.com', phone: '+34 600', birth_date: '1990-05-05' },
    ]);
    await recompute(api.database, '2024-01-08');
  });

  const explain = async (externalId: string, role: 'viewer' | 'admin' = 'admin') => {
    const query = `query ($externalId: String!) { user(externalId: $externalId) { ${EXPLANATION} } }`;
    return (await api.data<{ user: Explained }>(query, { externalId }, role)).user.explanation;
  };
  const dimensionOf = ({ dimensions }: Explained['explanation'], key: string) =>
    dimensions.find((dimension) => dimension.key === key);

  it('tries the rules in order, with every observed value beside its threshold, to the last decimal', async () => {
    const transactions = { feature: 'transactions', label: 'Transactions', observed: '2' };
    const engagement = { feature: 'score.engagement', label: 'Engagement score', observed: '40' };
    const condition = { depth: 0, kind: 'ALL', holds: false, test: null };
    const line = (test: { holds: boolean; [field: string]: unknown }) => ({
      depth: 1,
      kind: 'TEST',
      holds: test.holds,
      test,
    });
    const customer = dimensionOf(await explain('ana'), 'customer');
    expect(customer).toMatchObject({
      label: 'Customer segment',
      segment: { key: 'Regular Customer', priority: 6 },
    });
    expect(customer?.rules.map(({ segment, outcome }) => [segment, outcome])).toEqual([
      ['High-Value Customer', 'FAILED'],
      ['Loyal Customer', 'FAILED'],
      ['High-Potential Customer', 'FAILED'],
      ['At-Risk Customer', 'FAILED'],
      ['New Customer', 'FAILED'],
      ['Casual Browser', 'FAILED'],
    ]);
    expect(customer?.rules[0]).toEqual({
      segment: 'High-Value Customer',
      priority: 1,
      outcome: 'FAILED',
      condition: 'revenue >= 500 and transactions >= 2',
      lines: [
        condition,
        line({
          feature: 'revenue',
          label: 'Revenue',
          operator: 'gte',
          threshold: '500',
          observed: '499.999',
          holds: false,
        }),
        line({ ...transactions, operator: 'gte', threshold: '2', holds: true }),
      ],
    });
    expect(customer?.rules[1]?.lines[1]).toEqual(
      line({ ...engagement, operator: 'gte', threshold: '70', holds: false }),
    );
  });

  it('stops at the rule that matches, and leaves those behind it untried', async () => {
    const { rules, segment } = dimensionOf(await explain('ana'), 'age') ?? {};
    expect(segment).toEqual({ key: '25-34', priority: null });
    expect(rules?.map(({ outcome, lines }) => [outcome, lines.length > 0])).toEqual([
      ['FAILED', true],
      ['MATCHED', true],
      ['UNTRIED', false],
      ['UNTRIED', false],
      ['UNTRIED', false],
      ['UNTRIED', false],
    ]);
    expect(rules?.[1]?.condition).toBe('age is "25-34" or (age_years >= 25 and age_years <= 34)');
  });

  it('adds up the points of each score', async () => {
    const { scores } = await explain('bob');
    expect(scores.find(({ key }) => key === 'recency')).toEqual({
      key: 'recency',
      label: 'Recency',
      points: 5,
      components: [
        {
          label: 'Days since the last order',
          feature: 'days_since_last_order',
          observed: '6',
          step: '<= 7',
          points: 5,
        },
      ],
    });
    const engagement = scores.find(({ key }) => key === 'engagement');
    expect(engagement?.components.map(({ observed, step, points }) => [observed, step, points])).toEqual([
      ['1', '>= 1', 20],
      ['0', 'otherwise', 0],
      ['0', 'otherwise', 0],
      ['0', 'otherwise', 0],
    ]);
  });

  it('is for viewers too, and holds no e-mail and no phone', async () => {
    const explained = await explain('ana', 'viewer');
    expect(explained).toEqual(await explain('ana'));
    expect(JSON.stringify(explained)).not.toMatch(/example\.com|600/);
  });

  it('says when time alone will change something: not before, but then', async () => {
    const recency = async () => {
      const { scores, nextChangeAt, snapshot } = await explain('ana');
      return [snapshot.asOf, scores.find(({ key }) => key === 'recency')?.points, nextChangeAt];
    };
    const [first, second] = ['2024-01-09T10:00:00.000001Z', '2024-02-01T10:00:00.000001Z'];
    expect(await recency()).toEqual(['2024-01-08T00:00:00.000000Z', 5, first]);
    await recompute(api.database, '2024-01-09T10:00:00', 'incremental');
    expect(await recency()).toEqual(['2024-01-09T10:00:00.000000Z', 5, first]);
    await recompute(api.database, first, 'incremental');
    expect(await recency()).toEqual([first, 4, second]);
  });

  it('that the published segment contradicts is not shown: the log has it, under the number in the answer', async () => {
    const { pool } = api.database;
    await pool.query(`update user_states set segment_ids[1] = 1 where external_id = 'bob'`);
    const { errors } = await api.ask(`{ user(externalId: "bob") { revenue ${EXPLANATION} } }`);
    const correlationId = errors?.[0]?.extensions.correlationId as string;
    expect(errors).toEqual([
      {
        message: `Something went wrong on our side. The log has it as ${correlationId}.`,
        path: ['user', 'explanation'],
        locations: expect.anything(),
        extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId },
      },
    ]);
    const logged = api.logged.find((entry) => entry.correlationId === correlationId);
    expect(JSON.stringify(logged)).toContain(
      'customer is \\"High-Value Customer\\", and evaluates to \\"At-Risk Customer\\"',
    );
    expect(await explain('ana')).toBeDefined();
  });
});

describe('the explanations of a shop', () => {
  let api: Api;
  beforeAll(async () => {
    api = await buildApi({ api: { mostCost: 1_000_000 } });
    await publishShop(api.database, sampleShop(60, 8));
  });

  const page = (first: number) =>
    `{ users(first: ${first}) { nodes { engagementScore segments { dimension key priority } ${EXPLANATION} } } }`;

  it('come to the published segments and scores, by one rule at most', async () => {
    type Node = Explained & {
      engagementScore: number;
      segments: { dimension: string; key: string; priority: number | null }[];
    };
    const { users } = await api.data<{ users: { nodes: Node[] } }>(page(500));
    expect(users.nodes.length).toBeGreaterThan(50);
    for (const { explanation, segments, engagementScore } of users.nodes) {
      const { dimensions, scores } = explanation;
      expect(dimensions.map(({ key, segment }) => ({ dimension: key, ...segment }))).toEqual(segments);
      for (const { segment, rules } of dimensions) {
        const matched = rules.filter(({ outcome }) => outcome === 'MATCHED');
        expect(matched.map((rule) => rule.segment)).toEqual(matched.length > 0 ? [segment.key] : []);
        for (const { outcome, lines } of rules)
          expect(lines[0]?.holds).toBe({ MATCHED: true, FAILED: false, UNTRIED: undefined }[outcome]);
      }
      for (const { points, components } of scores)
        expect(components.reduce((sum, component) => sum + component.points, 0)).toBe(points);
      expect(scores.find(({ key }) => key === 'engagement')?.points).toBe(engagementScore);
    }
  });

  it('take one statement, however many users are explained', async () => {
    const statements = (first: number) => api.statementsOf(() => api.data(page(first)));
    expect((await statements(50)).length).toBe((await statements(1)).length);
    expect((await statements(50)).filter((text) => text.includes('/* users.features */'))).toHaveLength(1);
  });
});
