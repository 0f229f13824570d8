// A server of its own, as `strata serve` starts it, whose Postgres dies under load and comes back, and which is then
// told to stop.
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createKey } from '../../src/auth/keys.ts';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { withTransaction } from '../../src/db/pool.ts';
import { FaultServer } from '../faults/server.ts';
import { type Running, startCli, until } from '../support/cli.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { untilWaiting } from '../support/waiting.ts';

const COUNT = '{ users(filter: { revenue: { gte: "0" } }) { totalCount } }';
const CLIENTS = 4;
const ENOUGH = 20;

interface Answer {
  readonly status: number;
  readonly body: { readonly data?: unknown; readonly errors?: { extensions: { code: string } }[] };
}

let folder: string;
let postgres: FaultServer;
let database: Database;
let key: string;
let served: Running;
let url: string;

beforeAll(async () => {
  folder = await mkdtemp(join(tmpdir(), 'strata-recovery-'));
  postgres = await FaultServer.start(join(folder, 'postgres'));
  await postgres.create('served');
  database = postgres.connect('served');
  await migrate(database.pool);
  await publishShop(database, sampleShop(5, 1));
  ({ key } = await createKey(database.prisma, 'admin', 'test'));
  ({ served, url } = await serve());
});

afterAll(async () => {
  served.process.kill('SIGKILL');
  await database.close().catch(() => {});
  await postgres.stop();
  await rm(folder, { recursive: true, force: true });
});

async function serve(given: Record<string, string> = {}): Promise<{ served: Running; url: string }> {
  const env = { STRATA_REQUESTS_PER_MINUTE: '0', ...given };
  const options = { cwd: folder, databaseUrl: postgres.urlOf('served'), env };
  const running = startCli(['serve', '--port', '0', '--json'], options);
  await until('the server listens', () => running.stdout().includes('\n'));
  return { served: running, url: (JSON.parse(running.stdout()) as { url: string }).url };
}

async function ask(query: string): Promise<Answer> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { authorization: `Bearer ${key}`, 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return { status: response.status, body: (await response.json()) as Answer['body'] };
}

function said({ status, body: { errors } }: Answer): string {
  return [status, ...(errors ?? []).map(({ extensions }) => extensions.code)].join(' ');
}

/** Nobody can read users while `work` goes on, and a count waits for them. */
function whileACountWaits(counted: Promise<unknown>[], work: () => Promise<void>): Promise<void> {
  return withTransaction(database.pool, async (connection) => {
    await connection.query('lock table user_states in access exclusive mode');
    counted.push(ask(COUNT).catch((error: Error) => error));
    // Not on the connection of the lock: a transaction sees all that goes on as it was when it first looked.
    await untilWaiting(database, 'users.count');
    await work();
  });
}

describe('a server whose Postgres is killed under load', () => {
  it('says so, and nothing else, until it is back; then it answers as before', async () => {
    const answers: Answer[] = [];
    let going = true;
    const clients = Array.from({ length: CLIENTS }, async () => {
      while (going) answers.push(await ask(COUNT));
    });
    const good = (from: number): number => answers.slice(from).filter((one) => said(one) === '200').length;
    await until('there is load', () => good(0) >= ENOUGH);
    await postgres.kill();
    await until('somebody is told', () => answers.some((one) => said(one) !== '200'));
    await postgres.restart();
    const restartedAt = answers.length;
    await until('it answers again', () => good(restartedAt) >= ENOUGH);
    going = false;
    await Promise.all(clients);
    expect(new Set(answers.map(said))).toEqual(new Set(['200', '503 DATABASE_UNAVAILABLE']));
    expect(said(answers.at(-1) as Answer)).toBe('200');
    expect(served.process.exitCode).toBe(null);
    expect(served.stderr()).toContain('the database does not answer');
    expect(served.stderr()).not.toContain('a request failed');
  });

  it('recomputes again, in the same process', async () => {
    const { body } = await ask('mutation { recompute(input: {}) { run { id } errors { message } } }');
    const { run, errors } = (body.data as { recompute: { run: { id: string }; errors: unknown[] } })
      .recompute;
    expect(errors).toEqual([]);
    await until('the run is done', async () => {
      const { data } = (await ask(`{ run(id: ${run.id}) { status } }`)).body;
      return JSON.stringify(data) === '{"run":{"status":"SUCCEEDED"}}';
    });
  });
});

describe('a server that is told to stop', () => {
  it('answers what it was asked before, takes nothing more, and ends with 0', async () => {
    const counted: Promise<unknown>[] = [];
    await whileACountWaits(counted, async () => {
      served.process.kill('SIGTERM');
      await until('it finishes', () => served.stderr().includes('finishing what is in flight'));
      await until('it takes nothing more', () =>
        ask('{ me { role } }').then(
          () => false,
          () => true,
        ),
      );
    });
    expect(await counted[0]).toMatchObject({ status: 200, body: { data: { users: { totalCount: 5 } } } });
    expect((await served.finished).code).toBe(0);
  });

  it('ends with 1 when that takes longer than it may', async () => {
    ({ served, url } = await serve({ STRATA_STOP_SECONDS: '1' }));
    const counted: Promise<unknown>[] = [];
    await whileACountWaits(counted, async () => {
      served.process.kill('SIGTERM');
      const { code, stderr } = await served.finished;
      expect([code, stderr]).toEqual([1, expect.stringContaining('Not finished after 1 s.')]);
    });
    expect(await counted[0]).toBeInstanceOf(Error);
  });
});
