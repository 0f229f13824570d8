// The history of users' segments over runs of every kind, and their segments in the past, as the API answers them.
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { pruneHistory } from '../../src/snapshots/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

interface Change {
  readonly dimension: string;
  readonly from: string | null;
  readonly to: string | null;
  readonly snapshot: string;
  readonly runKind: string;
}

const order = (id: string, user: string, date: string, revenue: string) => ({
  Transaction_ID: id,
  Date: date,
  Item_revenue: revenue,
  user_pseudo_id: user,
});

let api: Api;
let ids: string[];

/** Publishes the default rule set without `rfm`, and with another dimension before all others. */
async function publishOtherRules(): Promise<void> {
  const { prisma } = api.database;
  const dimensions = [
    {
      key: 'spender',
      label: 'Spender',
      segments: [{ key: 'Big', when: { feature: 'revenue', gte: 10 } }],
      otherwise: { key: 'Small' },
    },
    ...DEFAULT_RULE_SET.dimensions.filter(({ key }) => key !== 'rfm'),
  ];
  await prisma.ruleSet.create({
    data: {
      version: 2,
      status: 'draft',
      document: { ...DEFAULT_RULE_SET, dimensions },
      createdAt: new Date(),
    },
  });
  const runId = await requestRun(api.database, {
    requestedBy: 'test',
    kind: 'rules',
    publishes: 2,
    asOf: '2024-03-01T00:00:00Z',
  });
  expect((await executeRun(api.database, runId)).status).toBe('succeeded');
}

beforeAll(async () => {
  api = await buildApi();
  const { database } = api;
  await importRows(database, 'transactions', [order('t1', 'ana', '2024-01-01', '20')]);
  await recompute(database, '2024-01-02');
  await importRows(database, 'transactions', [
    order('t2', 'ana', '2024-01-03', '600'),
    order('t3', 'bob', '2024-01-03', '5'),
  ]);
  await recompute(database, '2024-01-04', 'incremental');
  await recompute(database, '2024-01-05', 'incremental'); // changes nothing
  await recompute(database, '2024-03-01', 'incremental'); // nothing but time
  await publishOtherRules();
  ids = (await database.prisma.snapshot.findMany({ orderBy: { snapshotId: 'asc' } })).map(({ snapshotId }) =>
    String(snapshotId),
  );
});

const FIELDS = 'dimension from to snapshot asOf run runKind ruleSetVersion';

async function historyOf(externalId: string, args = ''): Promise<Change[]> {
  const query = `query ($externalId: String!) { user(externalId: $externalId) { history${args} { ${FIELDS} } } }`;
  return (await api.data<{ user: { history: Change[] } }>(query, { externalId }, 'viewer')).user.history;
}

describe("a user's history", () => {
  it('tells each change of a dimension with its run, the newest first, and nothing of runs that changed nothing', async () => {
    const [first, second, , fourth] = ids;
    expect(await historyOf('ana', '(dimension: "customer")')).toEqual([
      {
        dimension: 'customer',
        from: 'At-Risk Customer',
        to: 'High-Value Customer',
        snapshot: second,
        asOf: '2024-01-04T00:00:00.000000Z',
        run: second,
        runKind: 'INCREMENTAL',
        ruleSetVersion: 1,
      },
      {
        dimension: 'customer',
        from: null,
        to: 'At-Risk Customer',
        snapshot: first,
        asOf: '2024-01-02T00:00:00.000000Z',
        run: first,
        runKind: 'FULL',
        ruleSetVersion: 1,
      },
    ]);
    expect(await historyOf('bob', '(dimension: "customer")')).toMatchObject([
      { from: null, snapshot: second },
    ]);
    expect(await historyOf('bob', '(dimension: "rfm")')).toMatchObject([
      { to: null, runKind: 'RULES' },
      { from: 'New', to: 'Promising', snapshot: fourth, runKind: 'INCREMENTAL' },
      { from: null, to: 'New', snapshot: second },
    ]);
  });

  it('follows dimensions that a rule set brings and takes away', async () => {
    const fifth = ids[4];
    expect(await historyOf('ana', '(dimension: "spender")')).toMatchObject([
      { from: null, to: 'Big', snapshot: fifth, runKind: 'RULES', ruleSetVersion: 2 },
    ]);
    expect((await historyOf('ana')).slice(0, 2).map(({ dimension, to }) => [dimension, to])).toEqual([
      ['rfm', null],
      ['spender', 'Big'],
    ]);
  });

  it('goes with transitions that tell the same of everybody', async () => {
    const moves = async (dimension: string) => {
      const query = `{ transitions(dimension: "${dimension}", from: "${ids[3]}", to: "${ids[4]}") { from to users } }`;
      const { transitions } = await api.data<{ transitions: object[] }>(query);
      return transitions;
    };
    expect(await moves('rfm')).toEqual([{ from: 'Promising', to: null, users: 2 }]);
    expect(await moves('spender')).toEqual([
      { from: null, to: 'Big', users: 1 },
      { from: null, to: 'Small', users: 1 },
    ]);
    expect(await moves('customer')).toEqual([
      { from: 'High-Value Customer', to: 'High-Value Customer', users: 1 },
      { from: 'At-Risk Customer', to: 'At-Risk Customer', users: 1 },
    ]);
  });

  it('is as long as asked for', async () => {
    const all = await historyOf('ana');
    expect(all.length).toBeGreaterThan(10);
    expect(await historyOf('ana', '(first: 3)')).toEqual(all.slice(0, 3));
    expect(await historyOf('ana', '(first: 1, dimension: "customer")')).toHaveLength(1);
  });

  it('of an unknown dimension, or too long, is answered with what is legal', async () => {
    const ask = async (args: string) =>
      (await api.ask(`{ user(externalId: "ana") { history(${args}) { to } } }`)).errors?.[0];
    expect(await ask('dimension: "shoe size"')).toMatchObject({
      message: expect.stringMatching(
        /^dimension: unknown dimension "shoe size"; expected one of customer, .*rfm.*spender\.$/,
      ),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    for (const first of [0, 501, -1])
      expect((await ask(`first: ${first}`))?.message).toBe(`first: expected 1 to 500, got ${first}.`);
    expect(await ask('first: 500')).toBeUndefined();
  });

  it('is part of the explanation of each dimension', async () => {
    type Answer = { user: { explanation: { dimensions: { key: string; history: Change[] }[] } } };
    const query = `{ user(externalId: "ana") { explanation { dimensions { key history(first: 1) { ${FIELDS} } } } } }`;
    const { dimensions } = (await api.data<Answer>(query)).user.explanation;
    for (const { key, history } of dimensions)
      expect(history).toEqual((await historyOf('ana', `(dimension: "${key}")`)).slice(0, 1));
  });

  it('takes as many statements for a page as for one user', async () => {
    const query = (first: number) => `{ users(first: ${first}) { nodes {
      history { to } customer: history(dimension: "customer") { to } segmentsAt(snapshot: 1) { key }
    } } }`;
    const statements = (first: number) => api.statementsOf(() => api.data(query(first)));
    // The first answer reads what is kept from then on.
    await statements(1);
    expect(await statements(2)).toHaveLength((await statements(1)).length);
    for (const name of ['users.changes', 'users.past_segments'])
      expect((await statements(2)).filter((text) => text.includes(`/* ${name} */`))).toHaveLength(1);
  });

  it('ends at the snapshot that the user is of', async () => {
    type Answer = { users: { nodes: { history: Change[] }[] } };
    const query = `query ($snapshot: ID!) { users(snapshot: $snapshot, first: 1) { nodes { history(dimension: "customer") { snapshot } } } }`;
    const { users } = await api.data<Answer>(query, { snapshot: ids[0] });
    expect(users.nodes[0]?.history).toEqual([{ snapshot: ids[0] }]);
  });
});

describe("a user's segments in the past", () => {
  type Past = { user: { segmentsAt: { dimension: string; key: string }[] | null } };
  const segmentsAt = async (externalId: string, snapshot: string | undefined) => {
    const query =
      'query ($externalId: String!, $snapshot: ID!) { user(externalId: $externalId) { segmentsAt(snapshot: $snapshot) { dimension key } } }';
    const { user } = await api.data<Past>(query, { externalId, snapshot }, 'viewer');
    return (
      user.segmentsAt && Object.fromEntries(user.segmentsAt.map(({ dimension, key }) => [dimension, key]))
    );
  };

  it('are those of the snapshot, by the rule set of then, and null where the user was not there', async () => {
    const keys = (of: object | null) => Object.keys(of ?? {});
    expect(await segmentsAt('ana', ids[0])).toMatchObject({ customer: 'At-Risk Customer', rfm: 'New' });
    expect(await segmentsAt('ana', ids[2])).toMatchObject({ customer: 'High-Value Customer' });
    expect(keys(await segmentsAt('ana', ids[0]))).toEqual(DEFAULT_RULE_SET.dimensions.map(({ key }) => key));
    expect(keys(await segmentsAt('ana', ids[4]))[0]).toBe('spender');
    expect(await segmentsAt('bob', ids[0])).toBeNull();
  });

  it('are answered still when the snapshot is not whole any more, which its lists are not', async () => {
    const before = await Promise.all(ids.map((id) => segmentsAt('ana', id)));
    const histories = await historyOf('ana');
    const inTwoDays = new Date(Date.now() + 48 * 3_600_000);
    await pruneHistory(api.database, { wholeHours: 24, historyDays: 400 }, inTwoDays);
    expect(await Promise.all(ids.map((id) => segmentsAt('ana', id)))).toEqual(before);
    expect(await historyOf('ana')).toEqual(histories);
    const { errors } = await api.ask(`{ users(snapshot: "${ids[0]}") { totalCount } }`);
    expect(errors).toMatchObject([
      {
        message: `The snapshot ${ids[0]} is not kept whole (any more): of its users only history, segmentsAt and transitions are answered. Start again without it.`,
        extensions: { code: 'SNAPSHOT_EXPIRED' },
      },
    ]);
    expect(await api.data(`{ snapshot(id: "${ids[0]}") { whole } newest: snapshot { whole } }`)).toEqual({
      snapshot: { whole: false },
      newest: { whole: true },
    });
  });

  it('of a snapshot that is not kept are an error', async () => {
    for (const snapshot of ['99', 'x']) {
      const { errors } = await api.ask(
        `{ user(externalId: "ana") { segmentsAt(snapshot: "${snapshot}") { key } } }`,
      );
      expect(errors?.[0]?.extensions.code).toBe(snapshot === 'x' ? 'BAD_USER_INPUT' : 'SNAPSHOT_EXPIRED');
    }
  });
});
