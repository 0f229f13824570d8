// Subscriptions as a client has them: over a socket, by graphql-ws's own client, with a real run behind them.
import { type Client, createClient } from 'graphql-ws';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { WebSocket } from 'ws';
import { updateAudience } from '../../src/audiences/service.ts';
import { createKey, revokeKey } from '../../src/auth/keys.ts';
import type { Role } from '../../src/auth/principal.ts';
import { compareAudience, watchAudience } from '../../src/changes/service.ts';
import type { Database } from '../../src/db/database.ts';
import { executeExport } from '../../src/exports/service.ts';
import { cancelRun, executeRun, requestRun } from '../../src/runs/service.ts';
import { ask, audienceOf, EVERYBODY, useExportsDir } from '../exports/mailing-shop.ts';
import { type Api, type ApiError, buildApi } from '../support/api.ts';
import { until } from '../support/cli.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows } from '../support/shop.ts';

const RUN = 'subscription ($id: ID!) { runProgress(id: $id) { id status stage usersDone usersTotal } }';
const PUBLISHED = 'subscription { snapshotPublished { id users } }';

interface Event<T> {
  readonly data?: T | null;
  readonly errors?: readonly ApiError[];
}
interface RunEvent {
  readonly runProgress: { id: string; status: string; stage: string; usersDone: number; usersTotal: number };
}
/** One subscription, and what it has told so far. */
interface Watching<T> {
  readonly events: Event<T>[];
  readonly ended: Promise<void>;
  stop(): void;
}

const exportsDir = useExportsDir();
let database: Database;
let api: Api;
let url: string;
const clients: Client[] = [];
/** The code with which a connection is closed that has said nothing since the first test. */
let silence: Promise<unknown>;

beforeAll(async () => {
  database = await freshDatabase();
  api = await buildApi({ database });
  url = (await api.app.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
  api.logged.length = 0; // that it listens
  const silent = new WebSocket(`${url}/graphql`, 'graphql-transport-ws');
  silence = new Promise((resolve) => silent.once('close', resolve));
  await importRows(database, 'profiles', [{ user_pseudo_id: 'ana' }, { user_pseudo_id: 'bob' }]);
});
afterAll(async () => {
  await Promise.all(clients.map((client) => client.dispose()));
});

function connect(connectionParams: Record<string, unknown>, webSocketImpl: unknown = WebSocket): Client {
  const client = createClient({
    url: `${url}/graphql`,
    connectionParams,
    webSocketImpl,
    retryAttempts: 0,
    lazyCloseTimeout: 0,
  });
  clients.push(client);
  return client;
}

function as(role: Role): Client {
  return connect({ authorization: `Bearer ${api.keys[role]}` });
}

function watch<T>(client: Client, query: string, variables: Record<string, unknown> = {}): Watching<T> {
  const events: Event<T>[] = [];
  let stop: () => void = () => {};
  const ended = new Promise<void>((complete, error) => {
    stop = client.subscribe<T>(
      { query, variables },
      { next: (event) => void events.push(event as Event<T>), complete, error },
    );
  });
  ended.catch(() => {}); // most tests wait for it later
  return { events, ended, stop };
}

/** What the client was told when it was refused: errors of the operation, or how the connection was closed. */
async function refusalOf(watching: Watching<unknown>): Promise<unknown> {
  const reason = await watching.ended.then(
    () => watching.events[0]?.errors ?? 'nothing',
    (error) => error,
  );
  if (Array.isArray(reason)) return reason.map(({ extensions, message }) => [extensions.code, message]);
  return [reason.code, reason.reason];
}

async function queueRun(): Promise<number> {
  return requestRun(database, { requestedBy: 'test', kind: 'incremental' });
}

describe('runProgress', () => {
  it('tells of a run from its waiting to its publication, and ends with it', async () => {
    const id = await queueRun();
    const run = watch<RunEvent>(as('admin'), RUN, { id });
    await until('the run is seen to wait', () => run.events.length === 1);
    await executeRun(database, id);
    await run.ended;
    const told = run.events.map(({ data }) => data?.runProgress);
    expect(told[0]).toEqual({
      id: String(id),
      status: 'QUEUED',
      stage: 'queued',
      usersDone: 0,
      usersTotal: 0,
    });
    expect(told.at(-1)).toMatchObject({ status: 'SUCCEEDED', stage: 'publish', usersDone: 2, usersTotal: 2 });
    expect(new Set(told.map((one) => JSON.stringify(one))).size).toBe(told.length);
  });

  it('tells of a run that has ended, once', async () => {
    const id = await queueRun();
    await cancelRun(database, id);
    const run = watch<RunEvent>(as('admin'), RUN, { id });
    await run.ended;
    expect(run.events.map(({ data }) => data?.runProgress.status)).toEqual(['CANCELLED']);
  });

  it('ends where the run is cancelled as it waits', async () => {
    const id = await queueRun();
    const run = watch<RunEvent>(as('admin'), RUN, { id });
    await until('the run is seen to wait', () => run.events.length === 1);
    await cancelRun(database, id);
    await run.ended;
    expect(run.events.map(({ data }) => data?.runProgress.status)).toEqual(['QUEUED', 'CANCELLED']);
  });

  it('is for admins, and for a run that there is', async () => {
    expect(await refusalOf(watch(as('marketer'), RUN, { id: '1' }))).toEqual([
      ['FORBIDDEN', 'recompute: the role marketer may not; needed is admin.'],
    ]);
    expect(await refusalOf(watch(as('admin'), RUN, { id: '999' }))).toEqual([
      ['BAD_USER_INPUT', 'id: there is no run "999".'],
    ]);
  });
});

describe('exportProgress', () => {
  const EXPORT =
    'subscription ($id: ID!) { exportProgress(id: $id) { status membersDone rows files { rows } } }';
  interface ExportEvent {
    readonly exportProgress: { status: string; membersDone: number; rows: number; files: { rows: number }[] };
  }

  it('tells of an export from its waiting to its files, and ends with it', async () => {
    await executeRun(database, await queueRun());
    const audienceId = await audienceOf(database, EVERYBODY);
    const { exportId } = await ask(database, { audienceId, consentRequired: false });
    const exported = watch<ExportEvent>(as('marketer'), EXPORT, { id: exportId });
    await until('it is seen to wait', () => exported.events.length === 1);
    await executeExport(database, exportId, { exportsDir: exportsDir.path });
    await exported.ended;
    const told = exported.events.map(({ data }) => data?.exportProgress);
    expect(told[0]).toEqual({ status: 'QUEUED', membersDone: 0, rows: 0, files: [] });
    expect(told.at(-1)).toEqual({ status: 'SUCCEEDED', membersDone: 2, rows: 2, files: [{ rows: 2 }] });
  });

  it('is for marketers, and for an export that there is', async () => {
    expect(await refusalOf(watch(as('viewer'), EXPORT, { id: '1' }))).toEqual([
      ['FORBIDDEN', 'exports: the role viewer may not; needed is marketer or admin.'],
    ]);
    expect(await refusalOf(watch(as('marketer'), EXPORT, { id: '999' }))).toEqual([
      ['BAD_USER_INPUT', 'id: there is no export "999".'],
    ]);
  });
});

describe('audienceChanged', () => {
  const CHANGED = `subscription ($audience: ID!, $after: String) {
    audienceChanged(audience: $audience, after: $after, first: 1) { changes { externalId change } cursor hasMore }
  }`;
  interface ChangeEvent {
    readonly audienceChanged: {
      readonly changes: readonly { externalId: string; change: string }[];
      readonly cursor: string;
    };
  }
  const told = ({ events }: Watching<ChangeEvent>) =>
    events.flatMap(
      ({ data }) =>
        data?.audienceChanged.changes.map(({ externalId, change }) => `${externalId} ${change}`) ?? [],
    );

  it('tells what there is page by page, then what comes, and goes on from a cursor', async () => {
    const audienceId = await audienceOf(database, EVERYBODY);
    await watchAudience(database, audienceId, 'test');
    await compareAudience(database, audienceId);
    const changes = watch<ChangeEvent>(as('marketer'), CHANGED, { audience: audienceId });
    await until('both members are told', () => changes.events.length === 2);
    const content = { kind: 'filter' as const, filter: { city: { eq: 'Nowhere' } } };
    await updateAudience(database, { id: audienceId, expectedVersion: 1, content }, 'test');
    await compareAudience(database, audienceId);
    await until('both are told to have left', () => changes.events.length === 4);
    expect(told(changes)).toEqual(['ana JOINED', 'bob JOINED', 'ana LEFT', 'bob LEFT']);
    const after = changes.events[2]?.data?.audienceChanged.cursor;
    const others = watch<ChangeEvent>(as('admin'), CHANGED, { audience: audienceId, after });
    await until('what is behind the cursor is told', () => others.events.length === 1);
    expect(told(others)).toEqual(['bob LEFT']);
    for (const { stop } of [changes, others]) stop();
    await Promise.all([changes.ended, others.ended]);
  });

  it('is for marketers, and for an audience that is watched', async () => {
    expect(await refusalOf(watch(as('viewer'), CHANGED, { audience: '1' }))).toEqual([
      ['FORBIDDEN', 'audiences: the role viewer may not; needed is marketer or admin.'],
    ]);
    expect(await refusalOf(watch(as('marketer'), CHANGED, { audience: '999' }))).toEqual([
      ['BAD_USER_INPUT', 'audience: 999 is not watched. Begin with the mutation watchAudience.'],
    ]);
  });
});

describe('snapshotPublished', () => {
  it('tells viewers of each publication after they asked, whoever runs, though notices are missed', async () => {
    const published = watch<{ snapshotPublished: { id: string; users: number } }>(as('viewer'), PUBLISHED);
    await until('the server listens', async () => (await listeners()).length === 1);
    const first = await queueRun();
    await executeRun(database, first);
    await until('it is told', () => published.events.length === 1);
    const [listener] = await listeners();
    await database.pool.query('select pg_terminate_backend($1)', [listener]);
    const second = await queueRun();
    await executeRun(database, second);
    await until('it is told again', () => published.events.length === 2);
    published.stop();
    await published.ended;
    expect(published.events.map(({ data }) => data?.snapshotPublished)).toEqual([
      { id: String(first), users: 2 },
      { id: String(second), users: 2 },
    ]);
    expect((await listeners()).length).toBe(1);
  });

  async function listeners(): Promise<number[]> {
    const { rows } = await database.pool.query<{ pid: number }>(
      "select pid from pg_stat_activity where datname = current_database() and query ilike 'listen%'",
    );
    return rows.map(({ pid }) => pid);
  }
});

describe('a connection', () => {
  it('is closed with 4403 where it shows no good key', async () => {
    const forbidden = (message: string) => [4403, message];
    expect(await refusalOf(watch(connect({}), PUBLISHED))).toEqual(
      forbidden('Send an API key as "Authorization: Bearer KEY".'),
    );
    expect(await refusalOf(watch(connect({ authorization: 'Bearer strata_x' }), PUBLISHED))).toEqual(
      forbidden('The API key is unknown, expired or revoked.'),
    );
  });

  it('may show its key in the header instead, and is at /graphql only', async () => {
    class WithHeader extends WebSocket {
      constructor(address: string, protocols: string) {
        super(address, protocols, { headers: { authorization: `Bearer ${api.keys.viewer}` } });
      }
    }
    const { ended, stop } = watch(connect({}, WithHeader), 'subscription { snapshotPublished { id } }');
    stop();
    await ended;
    const elsewhere = new WebSocket(`${url}/healthz`, 'graphql-transport-ws');
    const refused = new Promise((resolve) => elsewhere.once('error', ({ message }) => resolve(message)));
    expect(await refused).toBe('Unexpected server response: 404');
  });

  it('carries out subscriptions alone, and those by the limits of every operation', async () => {
    const client = as('viewer');
    const deep = `subscription { snapshotPublished ${'{ snapshotPublished '.repeat(30)} { id } ${'}'.repeat(30)} }`;
    for (const [query, code] of [
      ['{ me { id } }', 'BAD_REQUEST'],
      ['subscription { no }', 'GRAPHQL_VALIDATION_FAILED'],
      ['subscription {', 'GRAPHQL_PARSE_FAILED'],
      [deep, 'OPERATION_TOO_DEEP'],
    ] as const) {
      const refusal = await refusalOf(watch(client, query));
      expect([query, refusal]).toEqual([query, [[code, expect.any(String)]]]);
    }
  });

  it('has 20 subscriptions at most, and a key 20 connections', async () => {
    const client = as('viewer');
    const watched = Array.from({ length: 20 }, () => watch(client, PUBLISHED));
    expect(await refusalOf(watch(client, PUBLISHED))).toEqual([
      ['RATE_LIMITED', 'More than 20 subscriptions on one connection.'],
    ]);
    for (const { stop } of watched) stop();
    const others = Array.from({ length: 20 }, () => as('marketer'));
    const connected = others.map((other) => new Promise((resolve) => other.on('connected', resolve)));
    const watching = others.map((other) => watch(other, PUBLISHED));
    await Promise.all(connected);
    const refusal = await refusalOf(watch(as('marketer'), RUN, { id: '1' }));
    expect(refusal).toEqual([4429, 'More than 20 connections of this caller.']);
    for (const { stop } of watching) stop();
  });

  it('hears nothing more when its key is revoked', async () => {
    const { id: keyId, key } = await createKey(database.prisma, 'admin', 'to revoke');
    const id = await queueRun();
    const run = watch<RunEvent>(connect({ authorization: `Bearer ${key}` }), RUN, { id });
    await until('the run is seen to wait', () => run.events.length === 1);
    await revokeKey(database.prisma, keyId);
    await executeRun(database, id);
    await expect(run.ended).rejects.toMatchObject([{ extensions: { code: 'UNAUTHENTICATED' } }]);
    expect(run.events).toHaveLength(1);
  });

  it('is closed with 4408 where it says nothing', async () => {
    expect(await silence).toBe(4408);
  });

  it('is closed with 1001 when the server stops', async () => {
    const other = await buildApi({ database });
    const address = (await other.app.listen({ host: '127.0.0.1', port: 0 })).replace('http', 'ws');
    const socket = new WebSocket(`${address}/graphql`, 'graphql-transport-ws');
    await new Promise((resolve) => socket.once('open', resolve));
    const closed = new Promise((resolve) => socket.once('close', (code) => resolve(code)));
    await other.app.close();
    expect(await closed).toBe(1001);
  });
});
