// What attackers send, each refused with a code before it costs anything: no statement is run where none is due.
import { SignJWT, UnsecuredJWT } from 'jose';
import { beforeAll, describe, expect, it } from 'vitest';
import { readConfig } from '../../src/config.ts';
import { newGate } from '../../src/http/gate.ts';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

const SECRET = 'a secret of exactly 32 letters..';
const jwt = { keys: { secret: SECRET }, issuer: 'issuer', audience: 'strata', roleClaim: 'role' };
const ana = { user_pseudo_id: 'ana', email: 'ana@example.com', phone: '+34600123456', city: 'Lugo' };
const USERS =
  'query ($filter: UserFilter, $after: String) { users(filter: $filter, after: $after) { totalCount } }';
const repeat = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

let api: Api;
beforeAll(async () => {
  api = await buildApi({ api: { jwt, keyCacheMs: 600_000 } });
  await importRows(api.database, 'profiles', [
    ana,
    { ...ana, user_pseudo_id: 'bob', email: 'bob@example.com' },
  ]);
  await recompute(api.database, '2030-01-01');
  // The keys are known from here on, and so is what cursors are signed with.
  const page = await api.data<{ users: { pageInfo: { endCursor: string } } }>(
    '{ users(first: 1) { pageInfo { endCursor } } }',
  );
  await api.ask(USERS, { after: page.users.pageInfo.endCursor });
  for (const role of ['viewer', 'marketer'] as const) await api.ask('{ me { id } }', {}, role);
});

interface Refused {
  readonly status: number;
  readonly code: string | undefined;
  readonly message: string;
  readonly statements: readonly string[];
}

/** Sends it as it is, with an admin's key unless other headers are given. */
async function refused(payload: object | string, headers: Record<string, string> = {}): Promise<Refused> {
  let answer: { status: number; text: string } = { status: 0, text: '' };
  const statements = await api.statementsOf(async () => {
    const response = await api.app.inject({
      method: 'POST',
      url: '/graphql',
      headers: {
        authorization: `Bearer ${api.keys.admin}`,
        'content-type': 'application/json',
        accept: 'application/graphql-response+json',
        ...headers,
      },
      payload,
    });
    answer = { status: response.statusCode, text: response.body };
  });
  const { errors } = JSON.parse(answer.text);
  return {
    status: answer.status,
    code: errors?.[0]?.extensions?.code,
    message: errors?.[0]?.message,
    statements,
  };
}

describe('an operation that would cost too much', () => {
  const deep = (depth: number): string => `${'{ a '.repeat(depth)}${'}'.repeat(depth)}`;
  const filter = (nodes: number): object => ({ or: Array.from({ length: nodes }, () => ({})) });
  const attacks: Record<string, [payload: object | string, code: string]> = {
    'of depth 100': [{ query: deep(100) }, 'OPERATION_TOO_DEEP'],
    'with 1,000 aliases': [
      { query: `{ ${repeat(1000, (at) => `a${at}: users { totalCount }`)} }` },
      'OPERATION_TOO_LARGE',
    ],
    'with one field 2,000 times': [
      { query: `{ ${repeat(2000, () => 'me { id }')} }` },
      'OPERATION_TOO_LARGE',
    ],
    'whose fragments go in circles': [
      { query: '{ ...A } fragment A on Query { ...B me { id } } fragment B on Query { ...A }' },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    'whose fragments nest in themselves': [
      {
        query:
          '{ users { ...A } } fragment A on UserConnection { snapshot { id } ...B } fragment B on UserConnection { ...A }',
      },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    'whose fragments double': [
      {
        query: `{ ...F0 } ${repeat(18, (at) => `fragment F${at} on Query { a: me { id ...G } ...F${at + 1} }`)} fragment F18 on Query { ...F0 }`,
      },
      'GRAPHQL_VALIDATION_FAILED',
    ],
    'with lists in lists': [
      {
        query: '{ users(first: 500) { nodes { explanation { dimensions { rules { lines { kind } } } } } } }',
      },
      'OPERATION_TOO_COSTLY',
    ],
    'for a page of a million': [{ query: '{ users(first: 1000000) { nodes { id } } }' }, 'BAD_USER_INPUT'],
    'for lists in a page of a million': [
      {
        query: 'query ($n: Int) { users(first: $n) { nodes { segments { key } history { at } } } }',
        variables: { n: 1_000_000 },
      },
      'OPERATION_TOO_COSTLY',
    ],
    'with a filter of 100,000 nodes': [
      { query: USERS, variables: { filter: filter(100_000) } },
      'BODY_TOO_LARGE',
    ],
    'with a filter of 900 nodes': [{ query: USERS, variables: { filter: filter(900) } }, 'BAD_USER_INPUT'],
    'with a filter of 9,000 nodes': [
      { query: USERS, variables: { filter: filter(9000) } },
      'OPERATION_TOO_LARGE',
    ],
    'with a filter of 100,000 nodes in its text': [
      { query: `{ users(filter: { or: [${repeat(100_000, () => '{}')}] }) { totalCount } }` },
      'OPERATION_TOO_LARGE',
    ],
    'with 1,200 directives': [
      { query: `{ me { id ${repeat(1200, () => '@include(if: true)')} } }` },
      'OPERATION_TOO_LARGE',
    ],
    'in a body of 20 MB': [`{"query":"${'x'.repeat(20_000_000)}"}`, 'BODY_TOO_LARGE'],
    'in a batch': [Array.from({ length: 1000 }, () => ({ query: USERS })), 'BAD_REQUEST'],
  };

  for (const [name, [payload, code]] of Object.entries(attacks)) {
    it(`${name} is refused with ${code}`, async () => {
      const answer = await refused(payload);
      expect(answer).toMatchObject({ code });
      expect(answer.statements.slice(code === 'BAD_USER_INPUT' ? 3 : 0)).toEqual([]);
    });
  }
});

describe('a cursor', () => {
  it('that is forged, foreign or altered is refused with INVALID_CURSOR', async () => {
    const { users } = await api.data<{ users: { pageInfo: { endCursor: string } } }>(
      '{ users(first: 1, orderBy: { field: REVENUE }) { pageInfo { endCursor } } }',
    );
    const foreign = users.pageInfo.endCursor;
    const altered = foreign.replace(/^./, (first) => (first === 'A' ? 'B' : 'A'));
    const forged = Buffer.from('[1,"ID","ASC","","1","1"]').toString('base64url');
    for (const after of [foreign, altered, forged, '', 'x', "' or 1=1 --", 'A'.repeat(100_000)]) {
      const { code, statements } = await refused({ query: USERS, variables: { after } });
      expect([code, after.slice(0, 20)]).toEqual(['INVALID_CURSOR', after.slice(0, 20)]);
      expect(statements.filter((text) => text.includes('users.'))).toEqual([]);
    }
    const { code } = await refused({ query: '{ auditLog(after: "x") { nodes { id } } }' });
    expect(code).toBe('INVALID_CURSOR');
  });
});

describe('a token', () => {
  const claims = { iss: 'issuer', aud: 'strata', sub: 'eve', role: 'admin' };
  const soon = (): number => Math.floor(Date.now() / 1000) + 600;
  const sign = (given: object, secret = SECRET) =>
    new SignJWT({ ...claims, exp: soon(), ...given })
      .setProtectedHeader({ alg: 'HS256' })
      .sign(new TextEncoder().encode(secret));

  it('lets in who it names, and the audit log names them', async () => {
    const ask = async (query: string) => {
      const headers = { authorization: `Bearer ${await sign({ sub: 'dora' })}` };
      return (await api.app.inject({ method: 'POST', url: '/graphql', headers, payload: { query } })).json();
    };
    expect(await ask('{ me { id kind role } }')).toEqual({
      data: { me: { id: 'dora', kind: 'TOKEN', role: 'ADMIN' } },
    });
    await ask('mutation { createApiKey(input: { role: VIEWER }) { apiKey { id } } }');
    expect(await api.data('{ auditLog(actor: "token dora") { nodes { action } } }')).toEqual({
      auditLog: { nodes: [{ action: 'key.create' }] },
    });
  });

  it('that is expired, unsigned, of no algorithm or of another issuer is refused, all in the same words', async () => {
    const none = `${Buffer.from('{"alg":"none"}').toString('base64url')}.${Buffer.from(JSON.stringify({ ...claims, exp: soon() })).toString('base64url')}.`;
    const tokens = [
      await sign({ exp: soon() - 3600 }),
      await sign({ nbf: soon() }),
      await sign({ iss: 'other' }),
      await sign({ aud: 'other' }),
      await sign({ role: 'root' }),
      await sign({}, `${SECRET}!`),
      new UnsecuredJWT({ ...claims, exp: soon() }).encode(),
      none,
      `strata_${'0'.repeat(12)}_`,
    ];
    const answers = await Promise.all(
      tokens.map((token) => refused({ query: '{ me { id } }' }, { authorization: `Bearer ${token}` })),
    );
    for (const answer of answers) {
      expect(answer).toEqual({
        status: 401,
        code: 'UNAUTHENTICATED',
        message: 'The API key or token is unknown, expired or revoked.',
        statements: [],
      });
    }
  });
});

describe('a viewer', () => {
  const secrets = /ana@example|bob@example|34600123456/;
  const asViewer = (query: string, variables: object = {}) => api.ask(query, variables, 'viewer');

  it('reads no e-mail address and no phone number by any field', async () => {
    for (const query of [
      '{ users { nodes { email phone } edges { node { email phone } } } }',
      `{ user(externalId: "ana") { externalId email phone } }`,
      `{ a: users { nodes { ...F } } } fragment F on User { x: email y: phone }`,
      '{ insights { users topCountry dimensions { distribution { users } } } summaries(dimension: "age") { users } }',
    ]) {
      const answer = await asViewer(query);
      expect(answer.errors, query).toBeUndefined();
      expect(JSON.stringify(answer), query).not.toMatch(secrets);
    }
  });

  it('can neither filter, nor order, nor search by them, nor hear of them in an error', async () => {
    const personal = {
      email: `{ eq: "${ana.email}" }`,
      phone: '{ startsWith: "+34" }',
      birthDate: '{ isNull: true }',
    };
    const fields = [
      (filter: string) => `users(filter: ${filter}) { totalCount nodes { externalId } }`,
      (filter: string) => `users(filter: ${filter}) { summary { users } }`,
      (filter: string) => `summaries(dimension: "age", filter: ${filter}) { users }`,
      (filter: string) => `breakdown(by: ["age"], filter: ${filter}) { users }`,
    ];
    for (const [name, test] of Object.entries(personal)) {
      const filters = [
        `{ ${name}: ${test} }`,
        `{ not: { ${name}: ${test} } }`,
        `{ and: [{ or: [{ ${name}: ${test} }] }] }`,
      ];
      for (const query of filters.flatMap((filter) => fields.map((field) => `{ ${field(filter)} }`))) {
        const { errors, data } = await asViewer(query);
        expect(
          errors?.map(({ extensions }) => extensions.code),
          query,
        ).toEqual(['FORBIDDEN']);
        expect(JSON.stringify(data ?? null), query).not.toMatch(/\d/);
        const allowed = await api.ask(query, {}, 'marketer');
        expect(allowed.errors, query).toBeUndefined();
      }
    }
    const order = await asViewer('{ users(orderBy: { field: EMAIL }) { nodes { externalId } } }');
    expect(order.errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
    expect(await asViewer('{ user(externalId: "ana@example.com") { externalId } }')).toMatchObject({
      data: { user: null },
    });
    expect(await asViewer('{ user(id: "ana@example.com") { externalId } }')).toMatchObject({
      data: { user: null },
    });
  });

  it('can do nothing that only others may, and is told who may', async () => {
    const operations = [
      '{ runs { id } }',
      '{ imports { id } }',
      '{ ruleSets { version } }',
      '{ apiKeys { id } }',
      '{ auditLog { nodes { id } } }',
      'mutation { createApiKey(input: { role: ADMIN }) { secret } }',
      'mutation { revokeApiKey(id: "x") { errors { message } } }',
      'mutation { recompute(input: {}) { run { id } } }',
      'mutation { eraseUser(input: { user: { externalId: "ana" } }) { errors { message } } }',
      'mutation { undoImport(id: "1") { errors { message } } }',
      'mutation { previewRuleSet(input: { version: 1 }) { preview { dimensions { sample { externalId } } } } }',
    ];
    for (const query of operations) {
      const { errors } = await asViewer(query);
      expect(
        errors?.map(({ extensions }) => extensions.code),
        query,
      ).toEqual(['FORBIDDEN']);
      expect(errors?.[0]?.message, query).toMatch(/the role viewer may not; needed is admin/);
    }
  });
});

describe('another site', () => {
  it('has no request carried out that a browser would send for it', async () => {
    const { admin } = api.keys;
    const body = '{"query":"mutation { recompute(input: {}) { run { id } } }"}';
    const before = await api.database.prisma.auditEntry.count();
    for (const type of [
      'text/plain',
      'application/x-www-form-urlencoded',
      'multipart/form-data; boundary=x',
    ]) {
      for (const authorization of [`Bearer ${admin}`, '']) {
        const { status, code } = await refused(body, { 'content-type': type, authorization });
        expect([status >= 400 && status < 500, code]).toEqual([true, 'BAD_REQUEST']);
      }
    }
    const url = `/graphql?query=${encodeURIComponent('{ me { id } }')}`;
    const get = await api.app.inject({ url, headers: { authorization: `Bearer ${admin}` } });
    expect([get.statusCode, get.json().errors[0].extensions.code]).toEqual([400, 'BAD_REQUEST']);
    expect(await api.database.prisma.auditEntry.count()).toBe(before);
  });
});

describe('in production', () => {
  it('nobody learns the schema: no introspection, no suggestions, no explorer', async () => {
    const { introspection, explorer } = readConfig({ NODE_ENV: 'production' }).api;
    const production = await buildApi({ database: api.database, api: { introspection, explorer } });
    for (const query of ['{ __schema { types { name } } }', '{ __type(name: "User") { fields { name } } }']) {
      const { errors } = await production.ask(query);
      expect(errors?.map(({ extensions }) => extensions.code)).toEqual(['GRAPHQL_VALIDATION_FAILED']);
    }
    const { errors } = await production.ask('{ user { id } snapshots { id } }');
    expect(JSON.stringify(errors)).not.toMatch(/did you mean/i);
    for (const path of ['/explorer', '/explorer/graphiql.js'])
      expect((await production.app.inject(path)).statusCode).toBe(404);
  });
});

describe('too many requests', () => {
  it('of one key are refused with RATE_LIMITED and the seconds to wait, and others are not', async () => {
    const limited = await buildApi({
      database: api.database,
      api: { requestsPerMinute: 3, keyCacheMs: 600_000 },
    });
    const ask = (role: 'admin' | 'viewer') =>
      limited.app.inject({
        method: 'POST',
        url: '/graphql',
        headers: { authorization: `Bearer ${limited.keys[role]}` },
        payload: { query: '{ me { id } }' },
      });
    for (let time = 0; time < 3; time++) expect((await ask('admin')).statusCode).toBe(200);
    const statements = await api.statementsOf(async () => {
      const response = await ask('admin');
      expect(response.statusCode).toBe(429);
      expect(Number(response.headers['retry-after'])).toBeGreaterThan(0);
      expect(response.json().errors[0].extensions.code).toBe('RATE_LIMITED');
    });
    expect(statements).toEqual([]);
    expect((await ask('viewer')).statusCode).toBe(200);
  });

  it('are by default fewer than 10,000 in a minute', () => {
    const gate = newGate(api.database.prisma, readConfig({}).api);
    const one = { kind: 'key', id: 'one', role: 'viewer' } as const;
    let refusals = 0;
    for (let time = 0; time < 10_000; time++) {
      try {
        gate.count(one);
      } catch {
        refusals++;
      }
    }
    expect(refusals).toBe(4000);
    gate.count({ ...one, id: 'two' });
    gate.count({ ...one, kind: 'token' });
  });

  it('without a good key are refused by address, read nothing, and keep nobody out who is known', async () => {
    const limited = await buildApi({ database: api.database, api: { failuresPerMinute: 2 } });
    const ask = async (key: string, remoteAddress: string) =>
      (
        await limited.app.inject({
          method: 'POST',
          url: '/graphql',
          remoteAddress,
          headers: { authorization: `Bearer ${key}` },
          payload: { query: '{ me { id } }' },
        })
      ).statusCode;
    const guess = `strata_${'0'.repeat(12)}_${'A'.repeat(43)}`;
    expect(await ask(limited.keys.viewer, '10.0.0.1')).toBe(200);
    expect([await ask(guess, '10.0.0.1'), await ask('x', '10.0.0.1')]).toEqual([401, 401]);
    const statements = await api.statementsOf(async () => {
      expect([await ask(guess, '10.0.0.1'), await ask('', '10.0.0.1')]).toEqual([429, 429]);
    });
    expect(statements).toEqual([]);
    expect(await ask(limited.keys.viewer, '10.0.0.1')).toBe(200);
    expect(await ask(guess, '10.0.0.2')).toBe(401);
    const onePrefix = ['2001:db8::1', '2001:db8::2', '2001:db8:0:0:ffff::3'];
    for (const [at, address] of onePrefix.entries())
      expect(await ask(guess, address)).toBe(at < 2 ? 401 : 429);
    expect(await ask(guess, '2001:db8:0:1::1')).toBe(401);
  });
});
