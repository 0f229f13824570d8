// Keys and the audit log over the API: for admins, secrets shown once, every page of the log.
import { tmpdir } from 'node:os';
import { beforeAll, describe, expect, it } from 'vitest';
import { revokeKey } from '../../src/auth/keys.ts';
import { type Api, buildApi } from '../support/api.ts';
import { runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { idOfKey, secretOfKey } from '../support/key-parts.ts';

const CREATE = `mutation ($input: CreateApiKeyInput!) {
  createApiKey(input: $input) { apiKey { id role name createdAt revokedAt } secret errors { path code message } }
}`;
const REVOKE =
  'mutation ($id: ID!) { revokeApiKey(id: $id) { apiKey { id revokedAt } errors { path message } } }';

interface Created {
  readonly createApiKey: { readonly apiKey: { readonly id: string }; readonly secret: string };
}
interface Entry {
  readonly id: string;
  readonly actor: string;
  readonly action: string;
  readonly details: unknown;
}
interface Page {
  readonly auditLog: {
    readonly edges: readonly { readonly cursor: string; readonly node: Entry }[];
    readonly pageInfo: {
      readonly hasNextPage: boolean;
      readonly hasPreviousPage: boolean;
      readonly endCursor: string | null;
    };
  };
}

let api: Api;
beforeAll(async () => {
  api = await buildApi({ api: { keyCacheMs: 600_000 } });
});

async function statusOf(secret: string): Promise<number> {
  const headers = { authorization: `Bearer ${secret}` };
  const payload = { query: '{ me { role } }' };
  return (await api.app.inject({ method: 'POST', url: '/graphql', headers, payload })).statusCode;
}

describe('a key made over the API', () => {
  it('is good at once, shows its secret once, and is refused at once when revoked', async () => {
    const { createApiKey } = await api.data<Created>(CREATE, { input: { role: 'MARKETER', name: 'web' } });
    expect(createApiKey).toEqual({
      apiKey: {
        id: expect.stringMatching(/^[0-9a-f]{12}$/),
        role: 'MARKETER',
        name: 'web',
        createdAt: expect.any(String),
        revokedAt: null,
      },
      secret: expect.stringMatching(/^strata_/),
      errors: [],
    });
    const { apiKey, secret } = createApiKey;
    expect(await statusOf(secret)).toBe(200);
    const listed = JSON.stringify(await api.data('{ apiKeys { id role name createdAt revokedAt } }'));
    expect(listed).toContain(apiKey.id);
    expect(listed).not.toContain(secretOfKey(secret));
    expect(await api.data(REVOKE, { id: apiKey.id })).toEqual({
      revokeApiKey: { apiKey: { id: apiKey.id, revokedAt: expect.any(String) }, errors: [] },
    });
    expect(await statusOf(secret)).toBe(401);
  });

  it('is looked up once while it is remembered, and again afterwards', async () => {
    const { createApiKey } = await api.data<Created>(CREATE, { input: { role: 'VIEWER' } });
    const lookups = async (of: Api) => {
      const statements = await api.statementsOf(() =>
        of.app.inject({
          method: 'POST',
          url: '/graphql',
          headers: { authorization: `Bearer ${createApiKey.secret}` },
          payload: { query: '{ me { id } }' },
        }),
      );
      return statements.filter((text) => /api_keys/.test(text)).length;
    };
    expect([await lookups(api), await lookups(api)]).toEqual([1, 0]);
    const forgetful = await buildApi({ database: api.database, api: { keyCacheMs: 0 } });
    expect([await lookups(forgetful), await lookups(forgetful)]).toEqual([1, 1]);
    await revokeKey(api.database.prisma, createApiKey.apiKey.id);
    expect(await statusOf(createApiKey.secret)).toBe(401);
  });

  it('has a name of at most 200 characters', async () => {
    const made = async (name: string) =>
      (await api.data<{ createApiKey: { errors: object[] } }>(CREATE, { input: { role: 'VIEWER', name } }))
        .createApiKey;
    expect((await made('x'.repeat(200))).errors).toEqual([]);
    for (const name of ['x'.repeat(201), 'a\0'])
      expect(await made(name)).toEqual({
        apiKey: null,
        secret: null,
        errors: [{ path: ['input', 'name'], code: 'INVALID', message: expect.stringMatching(/^name: /) }],
      });
  });

  it('that there is none of can not be revoked, whatever it is called', async () => {
    const before = await api.database.prisma.apiKey.count({ where: { revokedAt: null } });
    for (const id of ['', 'x', '0'.repeat(12), "' or '1'='1", '\0', '%', 'x'.repeat(10_000)]) {
      const { revokeApiKey } = await api.data<{ revokeApiKey: { errors: object[] } }>(REVOKE, { id });
      expect(revokeApiKey.errors).toEqual([
        { path: ['id'], message: expect.stringMatching(/^There is no key /) },
      ]);
    }
    expect(await api.database.prisma.apiKey.count({ where: { revokedAt: null } })).toBe(before);
  });
});

describe('the audit log', () => {
  const QUERY = `query ($first: Int, $after: String, $actor: String, $action: String) {
    auditLog(first: $first, after: $after, actor: $actor, action: $action) {
      edges { cursor node { id actor action details } }
      pageInfo { hasNextPage hasPreviousPage endCursor }
    }
  }`;
  const page = async (variables: object) => (await api.data<Page>(QUERY, variables)).auditLog;

  it('is walked page by page to its end, the newest first, while entries are added', async () => {
    for (let time = 0; time < 5; time++) await api.data(CREATE, { input: { role: 'VIEWER' } });
    const all = (await page({ first: 500 })).edges.map(({ node }) => node);
    expect(all.map(({ id }) => Number(id))).toEqual(
      all.map(({ id }) => Number(id)).toSorted((a, b) => b - a),
    );
    const walked: Entry[] = [];
    let after: string | null = null;
    for (;;) {
      const { edges, pageInfo } = await page({ first: 3, after });
      walked.push(...edges.map(({ node }) => node));
      expect(pageInfo.hasPreviousPage).toBe(after !== null);
      after = pageInfo.endCursor;
      await api.data(CREATE, { input: { role: 'VIEWER' } });
      if (!pageInfo.hasNextPage) break;
    }
    expect(walked).toEqual(all);
  });

  it('is asked for by who and by what', async () => {
    const actor = `key ${idOfKey(api.keys.admin)}`;
    const { edges } = await page({ actor, action: 'key.revoke' });
    expect(edges).toHaveLength(1);
    expect(edges[0]?.node).toMatchObject({ actor, details: { key: expect.any(String) } });
    for (const nobody of ['key 0', "' or 1=1 --", ''])
      expect((await page({ actor: nobody })).edges).toEqual([]);
    expect((await api.ask(QUERY, { actor: '\0' })).errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('is told on the command line as well, whose own doings are in it', async () => {
    const options = { cwd: tmpdir(), databaseUrl: api.database.url };
    expect((await runCli(['keys', 'create', '--role', 'viewer'], options)).code).toBe(0);
    const { stdout } = await runCli(['audit', '--actor', 'command line', '--json'], options);
    const { entries } = JSON.parse(stdout);
    expect(entries).toEqual([
      expect.objectContaining({ actor: 'command line', action: 'key.create', details: expect.anything() }),
    ]);
    expect((await runHere(['audit', '--first', '0'], options)).code).toBe(2);
  });

  it('has pages of 1 to 500', async () => {
    for (const first of [0, 501, -1]) {
      const { errors } = await api.ask(QUERY, { first });
      expect(errors?.[0]?.message).toBe(`first: expected 1 to 500, got ${first}.`);
    }
    expect((await page({ first: 1 })).edges).toHaveLength(1);
  });
});
