// Answers that are kept: never when something else would be answered by now, never to somebody who would be told
// something else. And what HTTP makes of answers: compression, and 304 for what a client has already.
import { brotliDecompressSync, gunzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/auth/principal.ts';
import { eraseUser } from '../../src/identities/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

const SUMMARIES = '{ summaries(dimension: "customer") { users segment { key users } } }';
const USERS =
  '{ users(first: 10) { totalCount nodes { externalId segments { key } } pageInfo { hasNextPage } } }';
const EMAILS = '{ users(first: 10) { nodes { externalId email } } }';

let api: Api;

beforeAll(async () => {
  api = await buildApi({ api: { keepsAnswers: true } });
  await importRows(api.database, 'profiles', [person('ana'), person('bob'), person('eve')]);
  await recompute(api.database, '2030-01-01');
});

function person(id: string): Record<string, string> {
  return { user_pseudo_id: id, email: `${id}@example.com` };
}

/** The names of the statements that a query takes beside those that look up the key and the newest snapshot. */
function reads(query: string, variables: object = {}, role: Role = 'viewer'): Promise<string[]> {
  return readsOf(() => api.data(query, variables, role));
}

async function readsOf(work: () => Promise<unknown>): Promise<string[]> {
  const statements = await api.statementsOf(work);
  const names = statements.flatMap((text) => /^\/\* (\S+)/.exec(text)?.[1] ?? []);
  expect(names).toContain('snapshots.latest');
  return names.filter((name) => name !== 'snapshots.latest');
}

const get = (query: string, headers: Record<string, string> = {}, role: Role = 'viewer') =>
  api.app.inject({
    url: `/graphql?query=${encodeURIComponent(query)}`,
    headers: {
      authorization: `Bearer ${api.keys[role]}`,
      'apollo-require-preflight': 'true',
      ...headers,
    },
  });

describe('an answer', () => {
  it('is kept, and read from Postgres once', async () => {
    for (const query of [
      SUMMARIES,
      USERS,
      '{ insights { users dimensions { dominant { key } distribution { users segment { key } } } countries { place } } }',
      '{ breakdown(by: ["customer", "age"]) { users segments { key } } dimensions { key segments { key users } } }',
    ]) {
      expect(await reads(query)).not.toEqual([]);
      expect(await reads(query)).toEqual([]);
    }
  });

  it('is another for another role, other variables and another snapshot', async () => {
    const query = 'query ($dimension: String!) { summaries(dimension: $dimension) { users } }';
    await reads(query, { dimension: 'age' });
    expect(await reads(query, { dimension: 'age' })).toEqual([]);
    expect(await reads(query, { dimension: 'gender' })).not.toEqual([]);
    expect(await reads(query, { dimension: 'age' }, 'marketer')).not.toEqual([]);
    await recompute(api.database, '2030-01-02');
    expect(await reads(query, { dimension: 'age' })).not.toEqual([]);
  });

  it('with personal data, with another snapshot or of what is not in it is not kept', async () => {
    const { snapshot } = await api.data<{ snapshot: { id: string } }>('{ snapshot { id } }');
    const before = Number(snapshot.id) - 1;
    for (const query of [
      EMAILS,
      '{ freshness { ageSeconds } }',
      `{ dimensions { key } freshness { ageSeconds } }`,
      `{ summaries(dimension: "age", snapshot: "${before}") { users } }`,
      '{ user(externalId: "ana") { revenue } }',
      '{ users(filter: { externalId: { in: ["ana"] } }) { totalCount } }',
      '{ users { nodes { history(first: 1) { to } } } }',
    ]) {
      await reads(query, {}, 'admin');
      expect([query, await reads(query, {}, 'admin')]).not.toEqual([query, []]);
    }
    const byIds = 'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }';
    const filter = { externalId: { in: ['ana'] } };
    await reads(byIds, { filter }, 'admin');
    expect(await reads(byIds, { filter }, 'admin')).not.toEqual([]);
  });

  it('tells each role what it may know, whoever asked first', async () => {
    const emails = async (role: Role): Promise<(string | null)[]> => {
      const { users } = await api.data<{ users: { nodes: { email: string | null }[] } }>(EMAILS, {}, role);
      return users.nodes.map(({ email }) => email);
    };
    const all = ['ana@example.com', 'bob@example.com', 'eve@example.com'];
    for (const role of ['marketer', 'viewer', 'admin', 'viewer'] as const)
      expect(await emails(role)).toEqual(role === 'viewer' ? [null, null, null] : all);
  });

  it('is sent as the client takes it, by POST and by GET', async () => {
    const take = (accept: string) =>
      api.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${api.keys.viewer}`, accept },
        payload: { query: SUMMARIES },
      });
    const told = await api.data(SUMMARIES, {}, 'viewer');
    for (const type of ['application/json', 'application/graphql-response+json', 'application/json']) {
      const { headers, body } = await take(type);
      expect([headers['content-type'], JSON.parse(body)]).toEqual([`${type}; charset=utf-8`, { data: told }]);
    }
    const byGet = () => get(SUMMARIES, { accept: 'application/json' });
    const gets = async () => expect((await byGet()).json()).toEqual({ data: told });
    expect(await readsOf(gets)).toEqual([]);
  });

  it('is for those alone who are let in, however often it was sent', async () => {
    const { createApiKey } = await api.data<{ createApiKey: { secret: string; apiKey: { id: string } } }>(
      'mutation { createApiKey(input: { role: VIEWER }) { secret apiKey { id } } }',
    );
    const statusOf = async () =>
      (await get(SUMMARIES, { authorization: `Bearer ${createApiKey.secret}` })).statusCode;
    expect([await statusOf(), await statusOf()]).toEqual([200, 200]);
    await api.data('mutation ($id: ID!) { revokeApiKey(id: $id) { errors { message } } }', {
      id: createApiKey.apiKey.id,
    });
    expect(await statusOf()).toBe(401);
    const unsafe = await get(SUMMARIES, { 'apollo-require-preflight': '' });
    expect(unsafe.statusCode).toBe(400);
  });

  it('is never of what was there before a publication or an erasure', async () => {
    const told = async () => {
      const data = await api.data<{
        users: { totalCount: number; nodes: { externalId: string }[] };
        summaries: { users: number }[];
      }>(`query { ${USERS.slice(1, -1)} ${SUMMARIES.slice(1, -1)} }`, {}, 'viewer');
      const { totalCount, nodes } = data.users;
      const summed = data.summaries.reduce((sum, { users }) => sum + users, 0);
      return { totalCount, summed, ids: nodes.map(({ externalId }) => externalId) };
    };
    expect(await told()).toEqual({ totalCount: 3, summed: 3, ids: ['ana', 'bob', 'eve'] });
    await importRows(api.database, 'profiles', [person('zoe')]);
    expect(await told()).toEqual({ totalCount: 3, summed: 3, ids: ['ana', 'bob', 'eve'] });
    await recompute(api.database, '2030-01-03', 'incremental');
    expect(await told()).toEqual({ totalCount: 4, summed: 4, ids: ['ana', 'bob', 'eve', 'zoe'] });
    await eraseUser(api.database, { externalId: 'bob' }, { actor: 'test' });
    expect(await told()).toEqual({ totalCount: 3, summed: 3, ids: ['ana', 'eve', 'zoe'] });
  });
});

describe('HTTP', () => {
  it('sends nothing again that a client has, and what has changed', async () => {
    const first = await get(SUMMARIES);
    const tag = String(first.headers.etag);
    expect(first.headers).toMatchObject({
      'cache-control': 'private, no-cache',
      etag: expect.stringMatching(/^W\//),
    });
    const again = await get(SUMMARIES, { 'if-none-match': tag });
    expect([again.statusCode, again.body]).toEqual([304, '']);
    expect((await get(SUMMARIES, { 'if-none-match': 'W/"other"' })).json()).toEqual(first.json());
    expect((await get('{ me { role } }', { 'if-none-match': tag })).statusCode).toBe(200);
  });

  it('has nobody keep an error, or an answer to POST', async () => {
    const post = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${api.keys.viewer}` },
      payload: { query: SUMMARIES },
    });
    for (const { headers } of [
      post,
      await get('{ no }'),
      await get('{ segments(dimension: "x") { key } }'),
    ]) {
      expect(headers['cache-control']).toBe('no-store');
      expect(headers.etag).toBeUndefined();
    }
  });

  it('compresses what is large, by the way that the client prefers', async () => {
    const large = '{ dimensions { key label segments { id key priority users dimension } } }';
    const plain = await get(large);
    expect(plain.headers['content-encoding']).toBeUndefined();
    const [br, gzip] = [
      await get(large, { 'accept-encoding': 'gzip, br' }),
      await get(large, { 'accept-encoding': 'gzip' }),
    ];
    expect([br.headers['content-encoding'], gzip.headers['content-encoding']]).toEqual(['br', 'gzip']);
    expect(brotliDecompressSync(br.rawPayload).toString()).toBe(plain.body);
    expect(gunzipSync(gzip.rawPayload).toString()).toBe(plain.body);
    expect(br.rawPayload.length * 3).toBeLessThan(plain.rawPayload.length);
    expect(br.headers.etag).toBe(plain.headers.etag);
    const small = await get('{ me { role } }', { 'accept-encoding': 'br' });
    expect(small.headers['content-encoding']).toBeUndefined();
  });
});
