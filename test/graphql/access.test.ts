// Who is told what, and who may recompute: with the worker in the process, as `strata serve` has it.
import { setTimeout as pause } from 'node:timers/promises';
import { pino } from 'pino';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Role } from '../../src/auth/principal.ts';
import type { Database } from '../../src/db/database.ts';
import { openQueue, type Queue } from '../../src/jobs/enqueue.ts';
import { startWorker, type Worker } from '../../src/jobs/runner.ts';
import { type Api, buildApi } from '../support/api.ts';
import { freshDatabase } from '../support/database.ts';
import { idOfKey, secretOfKey } from '../support/key-parts.ts';
import { importRows, recompute } from '../support/shop.ts';

const RUN = `id kind status attempts requestedBy ruleSetVersion stage usersDone usersTotal share error asOf
  estimatedEnd heartbeatAt queuedAt startedAt finishedAt`;
const RECOMPUTE = `mutation ($asOf: DateTime, $full: Boolean! = false) {
  recompute(input: { asOf: $asOf, full: $full }) { run { ${RUN} } errors { path code message } }
}`;
const CANCEL = `mutation ($id: ID!) { cancelRun(id: $id) { run { ${RUN} } errors { path code message } } }`;
const UNKNOWN_WHILE_QUEUED =
  'ruleSetVersion share error asOf estimatedEnd heartbeatAt startedAt finishedAt'.split(' ');
const silent = pino({ level: 'silent' });
const ana = {
  user_pseudo_id: 'ana',
  email: 'ana@example.com',
  phone: '+34 600',
  consent: 'yes',
  city: 'Lugo',
};

interface RunPayload {
  readonly run: ({ id: string; status: string } & Record<string, unknown>) | null;
  readonly errors: readonly { path: string[]; code: string; message: string }[];
}
interface Payload {
  readonly recompute: RunPayload;
}

describe('personal data', () => {
  let api: Api;
  beforeAll(async () => {
    api = await buildApi();
    await importRows(api.database, 'profiles', [ana]);
    await recompute(api.database, '2030-01-01');
  });

  it('is null for a viewer, and there for a marketer and an admin, in lists and alone', async () => {
    const fields = 'externalId email phone consent city';
    const query = `{ users { nodes { ${fields} } edges { node { ${fields} } } } user(externalId: "ana") { ${fields} } }`;
    const told = async (role: Role): Promise<object> => {
      const user = { externalId: 'ana', consent: true, city: 'Lugo' };
      const data = await api.data<{ user: { email: string | null; phone: string | null } }>(query, {}, role);
      const { email, phone } = data.user;
      const all = { ...user, email, phone };
      expect(data).toEqual({ users: { nodes: [all], edges: [{ node: all }] }, user: all });
      return { email, phone };
    };
    expect(await told('viewer')).toEqual({ email: null, phone: null });
    expect(await told('marketer')).toEqual({ email: 'ana@example.com', phone: '+34 600' });
    expect(await told('admin')).toEqual({ email: 'ana@example.com', phone: '+34 600' });
  });

  it.each([
    ['users(filter: { email: { contains: "a" } }) { totalCount }', 'filter.email'],
    [
      'users(filter: { or: [{}, { not: { phone: { isNull: true } } }] }) { totalCount }',
      'filter.or[1].not.phone',
    ],
    [
      'summaries(dimension: "age", filter: { and: [{ birthDate: {} }] }) { users }',
      'filter.and[0].birthDate',
    ],
  ])('can not be filtered by, so that no viewer guesses it: %s', async (field, path) => {
    const { errors } = await api.ask(`{ ${field} }`, {}, 'viewer');
    expect(errors?.[0]).toMatchObject({
      message: `${path}: the role viewer may not filter by personal data; needed is marketer or admin.`,
      extensions: { code: 'FORBIDDEN' },
    });
    await api.data(`{ ${field} }`, {}, 'marketer');
  });

  it('is asked for by a principal who can see who they are', async () => {
    for (const role of ['viewer', 'marketer', 'admin'] as const) {
      const id = idOfKey(api.keys[role]);
      expect(await api.data('{ me { id role } }', {}, role)).toEqual({
        me: { id, role: role.toUpperCase() },
      });
    }
  });
});

describe('a recompute', () => {
  let database: Database;
  let queue: Queue;
  let api: Api;
  let worker: Worker | undefined;

  beforeAll(async () => {
    database = await freshDatabase();
    queue = await openQueue(database, silent);
    api = await buildApi({ database, startRun: queue.startRun });
    await importRows(database, 'profiles', [ana]);
  });
  afterAll(async () => {
    await worker?.stop();
    await queue.close();
  });

  const ask = (variables: object = {}) => api.data<Payload>(RECOMPUTE, variables);
  const cancel = async (id: unknown) => (await api.data<{ cancelRun: RunPayload }>(CANCEL, { id })).cancelRun;

  async function ended(id: string): Promise<Record<string, unknown>> {
    const deadline = Date.now() + 20_000;
    for (;;) {
      const { run } = await api.data<{ run: Record<string, unknown> }>(
        `query ($id: ID!) { run(id: $id) { ${RUN} } }`,
        { id },
      );
      if (run.status === 'SUCCEEDED' || run.status === 'FAILED') return run;
      if (Date.now() > deadline) throw new Error(`run ${id} is still ${run.status}`);
      await pause(20);
    }
  }

  it('is refused to viewers and marketers, who see no run either', async () => {
    for (const role of ['viewer', 'marketer'] as const) {
      for (const query of [RECOMPUTE, CANCEL, '{ run(id: 1) { id } }', '{ runs { id } }']) {
        const { errors, data } = await api.ask(query, { id: '1' }, role);
        expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
          [`recompute: the role ${role} may not; needed is admin.`, 'FORBIDDEN'],
        ]);
        expect(Object.values((data as object) ?? {}).filter(Boolean)).toEqual([]);
      }
    }
    expect(await database.prisma.run.count()).toBe(0);
  });

  it('asked for twice while one is queued is one run, of the same as-of time', async () => {
    const asOf = '2031-01-01T01:00:00+01:00';
    const first = await ask({ asOf });
    expect(first.recompute).toEqual({
      run: {
        id: expect.any(String),
        kind: 'INCREMENTAL',
        status: 'QUEUED',
        attempts: 0,
        requestedBy: `key ${idOfKey(api.keys.admin)}`,
        stage: 'queued',
        usersDone: 0,
        usersTotal: 0,
        queuedAt: expect.stringMatching(/Z$/),
        ...Object.fromEntries(UNKNOWN_WHILE_QUEUED.map((name) => [name, null])),
      },
      errors: [],
    });
    const { recompute: joined } = await ask();
    expect(joined).toEqual(first.recompute);
    expect((await ask({ asOf: '2031-01-01 00:00:00' })).recompute).toEqual(joined);
    expect((await ask({ asOf: '2032-01-01', full: true })).recompute).toEqual({
      run: null,
      errors: [
        {
          path: ['input', 'asOf'],
          code: 'INVALID',
          message: `as-of: run ${joined.run?.id} is queued already, with another as-of time. Ask again when it has started.`,
        },
      ],
    });
    const together = await Promise.all(Array.from({ length: 8 }, () => ask()));
    expect(new Set(together.map(({ recompute: { run } }) => run?.id))).toEqual(new Set([joined.run?.id]));
    expect((await ask()).recompute).toEqual(joined);
    expect(await database.prisma.run.count()).toBe(1);
  });

  it('becomes a full one where a full one is asked for, and stays it', async () => {
    const full = { run: { kind: 'FULL' }, errors: [] };
    expect((await ask({ full: true })).recompute).toMatchObject(full);
    expect((await ask()).recompute).toMatchObject(full);
    expect(await database.prisma.run.count()).toBe(1);
  });

  it('that waits can be cancelled, and one asked for afterwards is another', async () => {
    const { recompute: waiting } = await ask();
    expect(await cancel(waiting.run?.id)).toMatchObject({
      run: {
        id: waiting.run?.id,
        status: 'CANCELLED',
        error: 'Cancelled before it started.',
        startedAt: null,
        finishedAt: expect.stringMatching(/Z$/),
      },
      errors: [],
    });
    const { recompute: next } = await ask({ asOf: '2031-01-01' });
    expect(next).toMatchObject({ run: { status: 'QUEUED', kind: 'INCREMENTAL' }, errors: [] });
    expect(next.run?.id).not.toBe(waiting.run?.id);
  });

  it('is carried out by the worker in the process, succeeds and is published', async () => {
    const { recompute: queued } = await ask();
    worker = await startWorker(database, queue, silent, {
      retention: { wholeHours: 24, historyDays: 400 },
      exports: { dir: '/nowhere', keepDays: 7 },
    });
    const run = await ended(queued.run?.id as string);
    expect(run).toMatchObject({
      kind: 'FULL', // for nothing was published
      status: 'SUCCEEDED',
      attempts: 1,
      ruleSetVersion: 1,
      stage: 'publish',
      usersDone: 1,
      usersTotal: 1,
      share: 1,
      estimatedEnd: null,
      error: null,
      asOf: '2031-01-01T00:00:00.000Z',
    });
    expect(await api.data('{ snapshot { id users } }')).toEqual({ snapshot: { id: run.id, users: 1 } });
    const [next] = [(await ask({ asOf: '2031-06-01' })).recompute.run];
    expect(next?.id).not.toBe(run.id);
    expect(await ended(next?.id as string)).toMatchObject({
      kind: 'INCREMENTAL',
      status: 'SUCCEEDED',
      usersTotal: 0,
    });
    const last = (await ask({ asOf: '2031-06-02', full: true })).recompute.run;
    expect(await ended(last?.id as string)).toMatchObject({
      kind: 'FULL',
      status: 'SUCCEEDED',
      usersTotal: 1,
    });
  });

  it('that has ended stays as it is when it is cancelled', async () => {
    const { runs } = await api.data<{ runs: object[] }>(`{ runs(first: 1) { ${RUN} } }`);
    const [run] = runs as { id: string }[];
    expect(await cancel(run?.id)).toEqual({ run, errors: [] });
  });

  it('stands in the list of runs, the newest first, of which at most 100 are to be had', async () => {
    const list = async (first: number) =>
      (await api.data<{ runs: { id: string }[] }>(`{ runs(first: ${first}) { id } }`)).runs.map(({ id }) =>
        Number(id),
      );
    const ids = await list(100);
    expect(ids).toHaveLength(await database.prisma.run.count());
    expect(ids).toEqual(ids.toSorted((a, b) => b - a));
    expect(await list(2)).toEqual(ids.slice(0, 2));
    for (const first of [0, 101, -1]) {
      const { errors } = await api.ask(`{ runs(first: ${first}) { id } }`);
      expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        [`first: expected 1 to 100, got ${first}.`, 'BAD_USER_INPUT'],
      ]);
    }
  });

  it('that fails says why, and what was published stands', async () => {
    const before = await api.data('{ snapshot { id } }');
    const { recompute: queued } = await ask({ asOf: '2000-01-01' });
    const run = await ended(queued.run?.id as string);
    expect(run).toMatchObject({ status: 'FAILED', error: expect.stringMatching(/it never goes back/) });
    expect(await api.data('{ snapshot { id } }')).toEqual(before);
  });

  it('of a time that can not be read is answered with what could', async () => {
    for (const asOf of [
      'soon',
      '',
      '2031-02-30',
      '2031-01-01T25:00:00Z',
      "2031-01-01'; drop table runs; --",
    ]) {
      const { recompute: payload } = await ask({ asOf });
      expect(payload).toMatchObject({ run: null, errors: [{ path: ['input', 'asOf'], code: 'INVALID' }] });
      expect(payload.errors[0]?.message).toMatch(/^as-of: expected YYYY-MM-DD or/);
    }
  });

  it('that there is none of is null', async () => {
    for (const id of ['0', '999', '99999999999', 'x', '', '\0', '1.5'])
      expect(await api.data('query ($id: ID!) { run(id: $id) { id } }', { id })).toEqual({ run: null });
    expect(await cancel('x')).toEqual({
      run: null,
      errors: [{ path: ['id'], code: 'INVALID', message: 'id: there is no run "x".' }],
    });
  });

  it('is in the audit log under the key that asked, and the secret is nowhere', async () => {
    const entries = await database.prisma.auditEntry.findMany({ where: { action: { not: 'import' } } });
    const id = idOfKey(api.keys.admin);
    expect(entries.length).toBeGreaterThan(2);
    expect(new Set(entries.map(({ actor, action }) => `${actor} ${action}`))).toEqual(
      new Set([`key ${id} recompute`, `key ${id} cancel_run`]),
    );
    expect(
      JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toContain(secretOfKey(api.keys.admin));
  });
});
