// SQL in every argument that takes text: it stays text, and the tables are still there.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

const ATTACKS = [
  "' or '1'='1",
  "'; drop table user_states; --",
  "x'); delete from api_keys; --",
  '") or true --',
  '$1',
  '{}',
  '%',
  "\\'; truncate users; --",
  '/* */ union select hash from api_keys',
];

let api: Api;
beforeAll(async () => {
  api = await buildApi({ startRun: () => Promise.reject(new Error('not to be reached')) });
  const profiles = ['ann', ...ATTACKS].map((text) => ({ user_pseudo_id: text, city: text, country: 'Peru' }));
  await importRows(api.database, 'profiles', profiles);
  await recompute(api.database, '2030-01-01');
});

async function rows(): Promise<number[]> {
  const { prisma } = api.database;
  return Promise.all([
    prisma.userState.count(),
    prisma.user.count(),
    prisma.apiKey.count(),
    prisma.run.count(),
  ]);
}

describe('SQL in an argument', () => {
  it('finds exactly the text that it is, where it is some', async () => {
    const before = await rows();
    for (const text of ATTACKS) {
      expect(
        await api.data('query ($text: String!) { user(externalId: $text) { externalId city } }', { text }),
      ).toEqual({ user: { externalId: text, city: text } });
      for (const city of [{ eq: text }, { in: [text] }]) {
        const query =
          'query ($city: TextFilter) { users(filter: { city: $city }) { totalCount nodes { city } } }';
        expect(await api.data(query, { city })).toEqual({
          users: { totalCount: 1, nodes: [{ city: text }] },
        });
      }
      for (const place of ['state', 'country']) {
        const query = `query ($text: String) { users(filter: { ${place}: { eq: $text } }) { totalCount } }`;
        expect(await api.data(query, { text })).toEqual({ users: { totalCount: 0 } });
      }
      expect(await api.data('query ($text: ID) { user(id: $text) { id } }', { text })).toEqual({
        user: null,
      });
      const segment = 'query ($text: String!) { segment(dimension: "age", key: $text) { id } }';
      expect(await api.data(segment, { text })).toEqual({ segment: null });
    }
    expect(await rows()).toEqual(before);
  });

  it('is refused as input, and is no bug, where only some texts are legal', async () => {
    const before = await rows();
    const queries = [
      'query ($text: String!) { segments(dimension: $text) { id } }',
      'query ($text: String!) { segment(dimension: $text, key: "x") { id } }',
      'query ($text: String!) { summaries(dimension: $text) { users } }',
      'query ($text: String!) { users { nodes { segment(dimension: $text) { id } } } }',
      'query ($text: String!) { users(filter: { segments: [{ dimension: $text, in: [] }] }) { totalCount } }',
      'query ($text: String!) { users(filter: { segments: [{ dimension: "age", in: [$text] }] }) { totalCount } }',
      'query ($text: String!) { users(filter: { segments: [{ dimension: "age", notIn: [$text] }] }) { totalCount } }',
      'query ($text: ID!) { users(snapshot: $text) { totalCount } }',
      'query ($text: ID!) { snapshot(id: $text) { id } }',
      'query ($text: Decimal!) { users(filter: { revenue: { gte: $text } }) { totalCount } }',
      'query ($text: UserOrderField!) { users(orderBy: { field: $text }) { totalCount } }',
      'query ($text: OrderDirection!) { users(orderBy: { field: ID, direction: $text }) { totalCount } }',
    ];
    for (const query of queries) {
      for (const text of ATTACKS) {
        const { errors } = await api.ask(query, { text });
        expect(new Set(errors?.map(({ extensions }) => extensions.code)), query).toEqual(
          new Set(['BAD_USER_INPUT']),
        );
      }
    }
    for (const text of ATTACKS) {
      for (const argument of ['after', 'before']) {
        const query = `query ($text: String!) { users(${argument}: $text) { totalCount } }`;
        const { errors } = await api.ask(query, { text });
        expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['INVALID_CURSOR']);
      }
      const mutation = 'mutation ($text: DateTime) { recompute(input: { asOf: $text }) { errors { code } } }';
      expect(await api.data(mutation, { text })).toEqual({ recompute: { errors: [{ code: 'INVALID' }] } });
      const run = await api.data('query ($text: ID!) { run(id: $text) { id } }', { text });
      expect(run).toEqual({ run: null });
    }
    expect(await rows()).toEqual(before);
    expect(api.logged).toEqual([]);
  });
});
