// HTTP around GraphQL as others expect it: the GraphQL-over-HTTP specification, the explorer, trusted documents.
import { mkdtemp, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { auditServer } from 'graphql-http';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { hashOf } from '../../src/http/trusted-documents.ts';
import { type Api, buildApi } from '../support/api.ts';

let api: Api;
let url: string;
beforeAll(async () => {
  api = await buildApi();
  url = await api.app.listen({ host: '127.0.0.1', port: 0 });
});

describe('the audit suite of graphql-http', () => {
  it('finds no error and nothing to warn of', async () => {
    const fetchFn: typeof fetch = (input, init) =>
      fetch(input, { ...init, headers: { ...init?.headers, authorization: `Bearer ${api.keys.viewer}` } });
    const results = await auditServer({ url: `${url}/graphql`, fetchFn });
    expect(results.length).toBeGreaterThan(50);
    const found = results.filter(({ status }) => status === 'error' || status === 'warn');
    expect(found.map((one) => `${one.name}: ${'reason' in one ? one.reason : ''}`)).toEqual([]);
  });
});

describe('the explorer', () => {
  it('is where a browser that opens the API is sent, and is whole without another server', async () => {
    const opened = await api.app.inject({ url: '/graphql', headers: { accept: 'text/html,*/*;q=0.8' } });
    expect([opened.statusCode, opened.headers.location]).toEqual([302, '/explorer']);
    const page = await api.app.inject('/explorer');
    expect(page.statusCode).toBe(200);
    const policy = String(page.headers['content-security-policy']);
    expect(policy).toMatch(/^default-src 'none'; script-src 'self';/);
    expect(policy).not.toMatch(/https?:|\*|unsafe-eval|script-src[^;]*unsafe/);
    const links = [...page.body.matchAll(/(?:src|href)="([^"]+)"/g)].map(([, link]) => link as string);
    const own = links.filter((link) => !link.startsWith('data:'));
    expect(own.length).toBeGreaterThan(3);
    expect(page.body).not.toMatch(/<script>|https?:\/\//);
    for (const link of [...own, '/explorer/worker-json.js', '/explorer/worker-graphql.js']) {
      const file = await api.app.inject(link);
      expect([link, file.statusCode, file.body.length > 100]).toEqual([link, 200, true]);
      expect(file.headers['x-content-type-options']).toBe('nosniff');
    }
  });

  it('gives away nothing: what it asks needs a key like any other request', async () => {
    const asked = await api.app.inject({
      url: '/graphql?query={me{id}}',
      headers: { accept: 'text/html', 'apollo-require-preflight': 'true' },
    });
    expect(asked.statusCode).toBe(401);
  });
});

describe('trusted documents', () => {
  const ME = 'query Me { me { role } }';
  const LIST = 'query List($n: Int) { users(first: $n) { nodes { segments { key } history { at } } } }';
  let folder: string;
  let trusting: Api;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'strata-documents-'));
    const path = join(folder, 'documents.json');
    await writeFile(path, JSON.stringify({ [hashOf(ME)]: ME, [hashOf(LIST)]: LIST }));
    trusting = await buildApi({ database: api.database, api: { trustedDocuments: path } });
  });
  afterAll(() => rm(folder, { recursive: true, force: true }));

  const send = async (request: { method?: 'GET' | 'POST'; url?: string; payload?: object }) => {
    const headers = { authorization: `Bearer ${trusting.keys.viewer}`, 'apollo-require-preflight': 'true' };
    const response = await trusting.app.inject({ method: 'POST', url: '/graphql', headers, ...request });
    return response.json();
  };
  const me = { data: { me: { role: 'VIEWER' } } };
  const persisted = (sha256Hash: string) => ({ persistedQuery: { version: 1, sha256Hash } });

  it('are carried out by their hash, in each way that clients send it', async () => {
    const hash = hashOf(ME);
    expect(await send({ payload: { documentId: hash } })).toEqual(me);
    expect(await send({ payload: { documentId: `sha256:${hash}` } })).toEqual(me);
    expect(await send({ payload: { extensions: persisted(hash) } })).toEqual(me);
    expect(await send({ payload: { query: ME } })).toEqual(me);
    expect(await send({ method: 'GET', url: `/graphql?documentId=${hash}` })).toEqual(me);
    const extensions = encodeURIComponent(JSON.stringify(persisted(hash)));
    expect(await send({ method: 'GET', url: `/graphql?extensions=${extensions}` })).toEqual(me);
  });

  it('are all that is carried out: no other text, and no other text under their hash', async () => {
    const other = '{ me { id } }';
    for (const payload of [
      { query: other },
      { documentId: hashOf(other) },
      { query: other, extensions: persisted(hashOf(other)) },
      { query: other, documentId: hashOf(ME) },
      { operationName: 'Me' },
    ]) {
      const { errors } = await send({ payload });
      expect(errors[0].extensions.code, JSON.stringify(payload)).toBe('UNKNOWN_DOCUMENT');
    }
    expect((await send({ payload: { query: other } })).errors[0].extensions.code).toBe('UNKNOWN_DOCUMENT');
  });

  it('keep to the limits as well', async () => {
    const { errors } = await send({ payload: { documentId: hashOf(LIST), variables: { n: 500 } } });
    expect(errors[0].extensions.code).toBe('OPERATION_TOO_COSTLY');
  });

  it('are refused at the start where one is not under its own hash', async () => {
    const path = join(folder, 'wrong.json');
    await writeFile(path, JSON.stringify({ abc: ME }));
    await expect(buildApi({ database: api.database, api: { trustedDocuments: path } })).rejects.toThrow(
      /"abc" has the document of [0-9a-f]{64}/,
    );
    await expect(
      buildApi({ database: api.database, api: { trustedDocuments: join(folder, 'none.json') } }),
    ).rejects.toThrow(/STRATA_TRUSTED_DOCUMENTS: .*no such file/);
  });
});

describe('without trusted documents', () => {
  it('nothing is registered by a hash', async () => {
    const query = '{ me { id } }';
    const extensions = { persistedQuery: { version: 1, sha256Hash: hashOf(query) } };
    const response = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: { authorization: `Bearer ${api.keys.viewer}` },
      payload: { query, extensions },
    });
    expect(response.json().errors[0].extensions.code).toBe('PERSISTED_QUERY_NOT_SUPPORTED');
  });
});
