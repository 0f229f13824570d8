// HTTP around GraphQL: who gets in, what is refused before a resolver runs, and what a bug looks like from outside.
import { pino } from 'pino';
import { beforeAll, describe, expect, it } from 'vitest';
import { createKey, revokeKey } from '../../src/auth/keys.ts';
import { readConfig } from '../../src/config.ts';
import { connectDatabase } from '../../src/db/database.ts';
import { buildApp } from '../../src/http/app.ts';
import { startServer } from '../../src/server.ts';
import { type Api, buildApi } from '../support/api.ts';
import { freshDatabase } from '../support/database.ts';
import { secretOfKey } from '../support/key-parts.ts';

const INTROSPECTION = '{ __schema { queryType { name } } }';

function send(
  api: Api,
  authorization: string | undefined,
  payload: object | string = { query: '{ me { id } }' },
  accept = 'application/graphql-response+json',
) {
  return api.app.inject({
    method: 'POST',
    url: '/graphql',
    headers: {
      'content-type': 'application/json',
      accept,
      ...(authorization !== undefined && { authorization }),
    },
    payload,
  });
}

describe('a caller without a good key', () => {
  let api: Api;
  beforeAll(async () => {
    api = await buildApi();
  });

  it('gets 401 and UNAUTHENTICATED for anything, introspection too, and learns how to send one', async () => {
    const { id, key } = await createKey(api.database.prisma, 'admin', 'to revoke');
    expect((await send(api, `Bearer ${key}`)).statusCode).toBe(200);
    await revokeKey(api.database.prisma, id);
    const good = api.keys.admin;
    const another = good.replace(/.$/, (last) => (last === 'A' ? 'B' : 'A'));
    const headers = [
      undefined,
      '',
      'Bearer',
      'Bearer ',
      good,
      `Basic ${good}`,
      `Bearer ${good} x`,
      'Bearer x',
      `Bearer strata_${'0'.repeat(12)}_${'A'.repeat(43)}`,
      `Bearer ${another}`,
      `Bearer ${good.slice(0, -1)}`,
      `Bearer ${good}A`,
      `Bearer ${key}`,
      "Bearer ' or '1'='1",
    ];
    for (const authorization of headers) {
      for (const query of [
        '{ me { id } }',
        INTROSPECTION,
        '{ __typename }',
        '{ no such',
        'mutation { recompute }',
      ]) {
        const response = await send(api, authorization, { query });
        expect([response.statusCode, authorization, query]).toEqual([401, authorization, query]);
        expect(response.headers['www-authenticate']).toBe('Bearer');
        const { data, errors } = response.json();
        expect(data).toBeUndefined();
        expect(errors).toEqual([
          { message: expect.stringMatching(/API key/), extensions: { code: 'UNAUTHENTICATED' } },
        ]);
      }
    }
    expect(api.logged).toEqual([]);
  });

  it('may spell the scheme in any case', async () => {
    for (const scheme of ['bearer', 'BEARER']) {
      expect((await send(api, `${scheme} ${api.keys.viewer}`)).statusCode).toBe(200);
    }
  });

  it('gets health, and nothing else', async () => {
    const health = await api.app.inject('/healthz');
    expect([health.statusCode, health.json()]).toEqual([200, { status: 'ok' }]);
    for (const url of ['/', '/metrics', '/graphql/x', '/healthz/x']) {
      expect((await api.app.inject(url)).statusCode).toBe(404);
    }
    const withoutKey = await api.app.inject({
      url: '/graphql?query={me{id}}',
      headers: { 'apollo-require-preflight': 'true' },
    });
    expect(withoutKey.statusCode).toBe(401);
  });

  it('can not read a key from the database, where only its hash is', async () => {
    const secret = secretOfKey(api.keys.admin);
    const stored = await api.database.pool.query('select t::text as line from api_keys t');
    expect(stored.rows.length).toBeGreaterThan(2);
    const lines = JSON.stringify(stored.rows);
    expect(lines).not.toContain(secret);
    expect(lines).not.toContain(Buffer.from(api.keys.admin).toString('hex'));
  });
});

describe('a request with a good key', () => {
  let api: Api;
  beforeAll(async () => {
    api = await buildApi();
  });
  const code = async (payload: object | string) => {
    const response = await send(api, `Bearer ${api.keys.viewer}`, payload);
    return [response.statusCode, response.json().errors?.[0]?.extensions.code];
  };

  it('keeps the code of what GraphQL finds wrong with it', async () => {
    expect(await code({ query: '{ me { id }' })).toEqual([400, 'GRAPHQL_PARSE_FAILED']);
    expect(await code({ query: '{ me { secret } }' })).toEqual([400, 'GRAPHQL_VALIDATION_FAILED']);
    expect(await code({ query: '{ segments(dimension: 5) { id } }' })).toEqual([
      400,
      'GRAPHQL_VALIDATION_FAILED',
    ]);
    const query = 'query ($dimension: String!) { segments(dimension: $dimension) { id } }';
    expect(await code({ query })).toEqual([400, 'BAD_USER_INPUT']);
    expect(await code({ query, variables: { dimension: 5 } })).toEqual([400, 'BAD_USER_INPUT']);
    expect(await code({ query: 'query A { me { id } } query B { me { id } }' })).toEqual([
      400,
      'OPERATION_RESOLUTION_FAILURE',
    ]);
    expect(await code({})).toEqual([400, 'BAD_REQUEST']);
    expect(await code([{ query: '{ me { id } }' }])).toEqual([400, 'BAD_REQUEST']);
  });

  it('that asks for the older application/json has 200 for a wrong document, and the same code', async () => {
    for (const accept of ['application/json', '*/*']) {
      const response = await send(api, `Bearer ${api.keys.viewer}`, { query: '{ me { secret } }' }, accept);
      expect(response.statusCode).toBe(200);
      expect(response.json().errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
      expect((await send(api, `Bearer ${api.keys.viewer}`, {}, accept)).statusCode).toBe(400);
    }
  });

  it('with null for a variable that has a default is a mistake of the caller, and no bug', async () => {
    const query = 'query ($dimension: String = "age") { segments(dimension: $dimension) { id } }';
    expect(await code({ query, variables: { dimension: null } })).toEqual([200, 'BAD_USER_INPUT']);
    expect(api.logged).toEqual([]);
  });

  it('is refused over 1 MiB, and taken just below', async () => {
    const body = (bytes: number): string => {
      const frame = JSON.stringify({ query: '{ me { role } }', padding: '' });
      return frame.replace('"padding":""', `"padding":"${'x'.repeat(bytes - frame.length)}"`);
    };
    expect(body(1_048_576)).toHaveLength(1_048_576);
    expect(await code(body(1_048_576))).toEqual([200, undefined]);
    expect(await code(body(1_048_577))).toEqual([413, 'BODY_TOO_LARGE']);
  });

  it('is refused where it is no JSON, or says that it is something else', async () => {
    expect(await code('{"query":')).toEqual([400, 'BAD_REQUEST']);
    const text = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${api.keys.viewer}`, 'content-type': 'text/plain' },
      payload: '{"query":"{ me { id } }"}',
    });
    expect(text.statusCode).toBe(400);
  });

  it('is read by GET as well, but changes nothing that way, and not from another site', async () => {
    const get = (query: string, headers: Record<string, string>) =>
      api.app.inject({
        url: `/graphql?query=${encodeURIComponent(query)}`,
        headers: { authorization: `Bearer ${api.keys.admin}`, ...headers },
      });
    const preflighted = { 'apollo-require-preflight': 'true' };
    expect((await get('{ me { role } }', preflighted)).json()).toEqual({ data: { me: { role: 'ADMIN' } } });
    expect((await get('{ me { role } }', {})).statusCode).toBe(400);
    const mutation = await get('mutation { recompute(input: {}) { run { id } } }', preflighted);
    expect(mutation.statusCode).toBe(405);
  });

  it('may introspect, but not in production', async () => {
    expect(await code({ query: INTROSPECTION })).toEqual([200, undefined]);
    const production = await buildApi({ api: readConfig({ NODE_ENV: 'production' }).api });
    const response = await send(production, `Bearer ${production.keys.admin}`, { query: INTROSPECTION });
    expect(response.statusCode).toBe(400);
    expect(response.json().errors[0].extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });
});

describe('a bug', () => {
  const masked = /^Something went wrong on our side\. The log has it as ([0-9a-f-]{36})\.$/;

  it('in a resolver is masked, under a number that the log has with the reason', async () => {
    const api = await buildApi({ startRun: () => Promise.reject(new Error('the secret reason')) });
    const { errors, data } = await api.ask('mutation { recompute(input: {}) { run { id } } }');
    expect(data).toBeNull();
    const [error] = errors ?? [];
    expect(error).toEqual({
      message: expect.stringMatching(masked),
      path: ['recompute'],
      locations: [expect.anything()],
      extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId: masked.exec(error?.message ?? '')?.[1] },
    });
    expect(api.logged).toEqual([
      expect.objectContaining({
        correlationId: error?.extensions.correlationId,
        err: expect.objectContaining({ message: 'the secret reason' }),
      }),
    ]);
  });

  it('of the database is masked too, whether it is lost before the key is read or after', async () => {
    const api = await buildApi();
    await api.database.pool.query('drop table snapshots cascade');
    const { errors } = await api.ask('{ snapshot { id } }');
    expect(errors?.[0]?.message).toMatch(masked);
    expect(JSON.stringify(errors)).not.toMatch(/does not exist|prisma/i);
    await api.database.pool.query('drop table api_keys');
    const response = await send(api, `Bearer ${api.keys.admin}`);
    expect(response.statusCode).toBe(500);
    expect(response.json().errors[0].message).toMatch(masked);
    expect(response.body).not.toMatch(/api_keys|does not exist|prisma|context/i);
    expect(api.logged).toHaveLength(2);
  });

  it('before GraphQL begins is masked in the same form', async () => {
    const api = await buildApi();
    const response = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { host: '[', authorization: `Bearer ${api.keys.admin}` },
      payload: { query: '{ me { id } }' },
    });
    expect(response.statusCode).toBe(500);
    expect(response.json().errors[0]).toMatchObject({
      message: expect.stringMatching(masked),
      extensions: { code: 'INTERNAL_SERVER_ERROR' },
    });
  });
});

describe('the server', () => {
  const config = readConfig({ STRATA_LOG_LEVEL: 'silent' });

  it('answers over a socket, tells when its database is gone, and stops', async () => {
    const database = await freshDatabase();
    const { key } = await createKey(database.prisma, 'viewer', 'test');
    const server = await startServer(config, database, { host: '127.0.0.1', port: 0, worker: true });
    const asked = await fetch(`${server.url}/graphql`, {
      method: 'POST',
      headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
      body: JSON.stringify({ query: '{ me { role } }' }),
    });
    expect(await asked.json()).toEqual({ data: { me: { role: 'VIEWER' } } });
    expect((await fetch(`${server.url}/healthz`)).status).toBe(200);
    await server.stop();
    await expect(fetch(`${server.url}/healthz`)).rejects.toThrow();
  });

  it('says 503 without a database, to whoever asks for its health or for anything else', async () => {
    const database = connectDatabase('postgresql://nobody@127.0.0.1:1/nothing');
    const startRun = () => Promise.reject(new Error('not to be reached'));
    const app = await buildApp({
      database,
      startRun,
      startExport: startRun,
      exportsDir: '/nowhere',
      log: pino({ level: 'silent' }),
      api: config.api,
    });
    const health = await app.inject('/healthz');
    expect([health.statusCode, health.json()]).toEqual([503, { status: 'database unreachable' }]);
    const response = await app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer strata_${'0'.repeat(12)}_${'A'.repeat(43)}` },
      payload: { query: '{ me { id } }' },
    });
    await app.close();
    await database.close();
    expect([response.statusCode, response.json().errors[0].extensions.code]).toEqual([
      503,
      'DATABASE_UNAVAILABLE',
    ]);
  });

  it('leaves nothing at work where its port is taken', async () => {
    const database = await freshDatabase();
    const first = await startServer(config, database, { host: '127.0.0.1', port: 0, worker: false });
    const port = Number(new URL(first.url).port);
    await expect(startServer(config, database, { host: '127.0.0.1', port, worker: true })).rejects.toThrow(
      /EADDRINUSE/,
    );
    await first.stop();
    const listening = await database.pool.query(
      "select 1 from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
    );
    expect(listening.rows).toEqual([]);
  });
});
