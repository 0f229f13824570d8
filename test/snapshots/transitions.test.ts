// Snapshots by time, and who moved between two of them, through the API.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

let api: Api;
let ids: string[];

const order = (id: string, user: string, date: string, revenue: string) => ({
  Transaction_ID: id,
  Date: date,
  Item_revenue: revenue,
  user_pseudo_id: user,
});
const seen = (user: string) => ({ user_pseudo_id: user, eventTimestamp: '2024-01-01 08:00:00' });

beforeAll(async () => {
  api = await buildApi();
  const { database } = api;
  await importRows(database, 'activity', ['ana', 'bob', 'cleo', 'dan'].map(seen));
  await importRows(database, 'transactions', [order('t1', 'ana', '2024-01-01', '20')]);
  await recompute(database, '2024-01-02T00:00:00.000001Z');
  await importRows(database, 'transactions', [
    order('t2', 'bob', '2024-01-01', '20'),
    order('t3', 'cleo', '2024-01-01', '400'),
    order('t4', 'cleo', '2024-01-01', '100'),
    order('t5', 'eve', '2024-01-01', '1'),
  ]);
  await recompute(database, '2024-01-03', 'incremental');
  await recompute(database, '2024-01-03', 'incremental');
  ids = (await database.prisma.snapshot.findMany({ orderBy: { snapshotId: 'asc' } })).map(({ snapshotId }) =>
    String(snapshotId),
  );
});

describe('transitions', () => {
  type Moves = { transitions: { from: string | null; to: string | null; users: number }[] };
  const TRANSITIONS = `query ($dimension: String!, $from: ID!, $to: ID) {
    transitions(dimension: $dimension, from: $from, to: $to) { from to users }
  }`;
  const moves = async (from?: string, to?: string, dimension = 'customer') =>
    (await api.data<Moves>(TRANSITIONS, { dimension, from, to }, 'viewer')).transitions.map(
      (move) => `${move.from} > ${move.to}: ${move.users}`,
    );
  const ALL = [
    'At-Risk Customer > At-Risk Customer: 1',
    'Casual Browser > High-Value Customer: 1',
    'Casual Browser > At-Risk Customer: 1',
    'Casual Browser > Casual Browser: 1',
    'null > At-Risk Customer: 1',
  ];

  it('count everybody once: who moved, who stayed and who came', async () => {
    expect((await moves(ids[0], ids[1])).sort()).toEqual([...ALL].sort());
  });

  it('lead to the newest snapshot unless told otherwise', async () => {
    expect(await moves(ids[0])).toEqual(await moves(ids[0], ids[2]));
    expect((await moves(ids[0])).sort()).toEqual([...ALL].sort());
  });

  it('read backwards are the same turned around', async () => {
    const backwards = (await moves(ids[1], ids[0])).map((move) =>
      move.replace(/^(.*) > (.*): /, '$2 > $1: '),
    );
    expect(backwards.sort()).toEqual([...ALL].sort());
  });

  it('from a snapshot to itself, or to one in which nothing changed, are its segments', async () => {
    const counts = await api.data<{ summaries: { segment: { key: string }; users: number }[] }>(
      '{ summaries(dimension: "customer") { segment { key } users } }',
    );
    const segments = counts.summaries
      .filter(({ users }) => users > 0)
      .map(({ segment: { key }, users }) => `${key} > ${key}: ${users}`);
    expect((await moves(ids[2], ids[2])).sort()).toEqual(segments.sort());
    expect((await moves(ids[1], ids[2])).sort()).toEqual(segments.sort());
  });

  it('take one pass over the states', async () => {
    const statements = await api.statementsOf(() => moves(ids[0], ids[1]));
    const passes = statements.flatMap((text) => text.match(/\buser_states\b/g) ?? []);
    expect(passes).toHaveLength(1);
  });

  it('of an unknown dimension or snapshot are answered with what is wrong', async () => {
    const errorOf = async (dimension: string, from: string, to?: string) =>
      (await api.ask(TRANSITIONS, { dimension, from, to })).errors?.[0];
    expect(await errorOf('size', '1')).toMatchObject({
      message: expect.stringMatching(/^dimension: unknown dimension "size"; expected one of customer, /),
      extensions: { code: 'BAD_USER_INPUT' },
    });
    for (const [from, to] of [
      ['77', undefined],
      ['1', '77'],
    ] as const)
      expect(await errorOf('customer', from, to)).toMatchObject({
        message: 'The snapshot 77 is not kept (any more). Start again without it.',
        extensions: { code: 'SNAPSHOT_EXPIRED' },
      });
    expect((await errorOf('customer', 'x'))?.message).toBe(
      'from: expected the id of a snapshot, such as "7", got "x".',
    );
  });
});

describe('the snapshot at a time', () => {
  const at = async (time: string) =>
    (
      await api.data<{ snapshotAt: { id: string } | null }>(
        'query ($time: DateTime!) { snapshotAt(time: $time) { id } }',
        { time },
      )
    ).snapshotAt?.id ?? null;

  it('is the newest as of then or earlier, to the microsecond', async () => {
    expect(await at('2024-01-02T00:00:00Z')).toBeNull();
    expect(await at('2024-01-02T00:00:00.000001Z')).toBe(ids[0]);
    expect(await at('2024-01-02T23:59:59.999999Z')).toBe(ids[0]);
    expect(await at('2024-01-03T02:00:00+02:00')).toBe(ids[2]);
    expect(await at('2024-01-03')).toBe(ids[2]);
    expect(await at('2099-01-01')).toBe(ids[2]);
  });

  it('of a time that can not be read is answered with what could', async () => {
    const { errors } = await api.ask('{ snapshotAt(time: "yesterday") { id } }');
    expect(errors).toMatchObject([
      {
        message:
          'time: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, perhaps with decimals and Z or +HH:MM, got "yesterday".',
        extensions: { code: 'BAD_USER_INPUT' },
      },
    ]);
  });
});
