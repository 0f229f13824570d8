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
import { importRows, recompute } from '../support/shop.ts';

const RUN = 'id status stage usersDone usersTotal error asOf queuedAt startedAt finishedAt';
const RECOMPUTE = `mutation ($asOf: DateTime) {
  recompute(input: { asOf: $asOf }) { run { ${RUN} } errors { path code message } }
}`;
const silent = pino({ level: 'silent' });
const ana = {
  user_pseudo_id: 'ana',
  email: 'ana@example.com',
  phone: '+34 600',
  consent: 'yes',
  city: 'Lugo',
};

interface Payload {
  readonly recompute: {
    readonly run: ({ id: string; status: string } & Record<string, unknown>) | null;
    readonly errors: readonly { path: string[]; code: string; message: string }[];
  };
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

  it('can not be filtered by, so that no viewer guesses it', async () => {
    const { errors } = await api.ask(
      '{ users(filter: { email: { eq: "a" } }) { totalCount } }',
      {},
      'viewer',
    );
    expect(errors?.[0]?.extensions.code).toBe('GRAPHQL_VALIDATION_FAILED');
  });

  it('is asked for by a principal who can see who they are', async () => {
    for (const role of ['viewer', 'marketer', 'admin'] as const) {
      const id = api.keys[role].split('_')[1];
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
      for (const query of [RECOMPUTE, '{ run(id: 1) { id } }']) {
        const { errors, data } = await api.ask(query, {}, role);
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
    expect(first.recompute).toMatchObject({
      run: { status: 'QUEUED', stage: 'queued', asOf: null },
      errors: [],
    });
    const { recompute: joined } = await ask();
    expect(joined).toEqual(first.recompute);
    expect((await ask({ asOf: '2031-01-01 00:00:00' })).recompute).toEqual(joined);
    expect((await ask({ asOf: '2032-01-01' })).recompute).toEqual({
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
    expect(await database.prisma.run.count()).toBe(1);
  });

  it('is carried out by the worker in the process, succeeds and is published', async () => {
    const { recompute: queued } = await ask();
    worker = await startWorker(database, silent);
    const run = await ended(queued.run?.id as string);
    expect(run).toMatchObject({
      status: 'SUCCEEDED',
      stage: 'publish',
      usersDone: 1,
      usersTotal: 1,
      error: null,
      asOf: '2031-01-01T00:00:00.000Z',
    });
    expect(await api.data('{ snapshot { id users } }')).toEqual({ snapshot: { id: run.id, users: 1 } });
    const [next] = [(await ask({ asOf: '2031-06-01' })).recompute.run];
    expect(next?.id).not.toBe(run.id);
    expect((await ended(next?.id as string)).status).toBe('SUCCEEDED');
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
  });

  it('is in the audit log under the key that asked, and the secret is nowhere', async () => {
    const entries = await database.prisma.auditEntry.findMany();
    const id = api.keys.admin.split('_')[1];
    expect(entries.length).toBeGreaterThan(2);
    expect(new Set(entries.map(({ actor, action }) => `${actor} ${action}`))).toEqual(
      new Set([`key ${id} recompute`]),
    );
    expect(
      JSON.stringify(entries, (_, value) => (typeof value === 'bigint' ? Number(value) : value)),
    ).not.toContain(api.keys.admin.split('_')[2]);
  });
});
