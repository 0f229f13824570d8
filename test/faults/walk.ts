// Kills the process of a run, or Postgres, at one statement after the other, with an import going on: whoever reads
// sees whole snapshots whose counts equal their lists, and the run is finished afterwards by whoever comes next.
// `npm run test:faults` strikes after every statement, which is before the next one as well; the ordinary tests at some.
import { spawn } from 'node:child_process';
import { mkdtemp } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import fc from 'fast-check';
import { afterAll, beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { migrate } from '../../src/db/migrate.ts';
import { isConnectionLost } from '../../src/errors.ts';
import { executeRun, type RunRequest, requestRun } from '../../src/runs/service.ts';
import { type Derived, forgetDerived, readDerived } from '../support/derived.ts';
import { type ImportFile, type Shop, shopArbitrary, splitAndShuffle } from '../support/histories.ts';
import { importRows, recompute } from '../support/shop.ts';
import { type Strike, startStatementProxy } from '../support/statement-proxy.ts';
import { addDraft, RULE_SETS } from '../support/windowed-rules.ts';
import { FaultServer } from './server.ts';

const EVERY = process.env.STRATA_FAULTS === 'every';
const CHILD = join(import.meta.dirname, 'run-child.ts');
const USERS = 30;
const SEED = 20_261_122;

const MOST_MINUTES = EVERY ? 180 : 2;

type Victim = 'worker' | 'postgres';
type Kind = RunRequest['kind'];

/** How far into a run the ordinary tests strike: at one statement, for each takes seconds. */
const SAMPLE: Readonly<Record<Victim, number>> = { worker: 0.8, postgres: 0.5 };

const [{ shop, files }] = fc.sample(
  shopArbitrary({ users: USERS }).chain((made) =>
    splitAndShuffle(made).map((cut) => ({ shop: made, files: cut })),
  ),
  { seed: SEED, numRuns: 1 },
) as [{ shop: Shop; files: ImportFile[] }];
const LATER = '2031-01-01T00:00:00Z';

let server: FaultServer;

async function startServer(): Promise<void> {
  server = await FaultServer.start(join(await mkdtemp(join(tmpdir(), 'strata-faults-')), 'postgres'));
  await server.create('prepared');
  const database = server.connect('prepared');
  await migrate(database.pool);
  for (const { kind, rows } of files.slice(0, -3)) await importRows(database, kind, rows);
  await recompute(database, shop.asOf, 'full');
  for (const { kind, rows } of files.slice(-3, -1)) await importRows(database, kind, rows);
  await addDraft(database, RULE_SETS[1]!);
  await database.close();
}

async function request(database: Database, kind: Kind): Promise<number> {
  const { _max } = await database.prisma.ruleSet.aggregate({ _max: { version: true } });
  const asked: RunRequest = { requestedBy: 'test', kind, publishes: kind === 'rules' ? _max.version : null };
  return requestRun(database, asked);
}

/** Runs the child through a proxy that strikes; resolves with the number of statements that it came to. */
async function runStruck(
  name: string,
  runId: number,
  strike?: Omit<Strike, 'act'>,
  victim?: Victim,
): Promise<number> {
  let kill: () => void = () => {};
  const proxy = await startStatementProxy(server.port, strike && { ...strike, act: () => kill() });
  const child = spawn(process.execPath, [CHILD, server.urlOf(name, proxy.port), String(runId)], {
    stdio: 'ignore',
    env: { ...process.env, NODE_ENV: 'test', NODE_COMPILE_CACHE: join(tmpdir(), 'strata-faults-compiled') },
  });
  kill = victim === 'postgres' ? () => void server.kill() : () => void child.kill('SIGKILL');
  await new Promise((ended) => child.once('close', ended));
  await proxy.close();
  return proxy.count();
}

const COUNTS = `/* faults-test.counts */
with newest as (select snapshot_id, users from snapshots order by snapshot_id desc limit 1),
listed as (select u.* from user_states u, newest n where u.valid_from <= n.snapshot_id and u.valid_to > n.snapshot_id),
counted as (select r.* from segment_rollups r, newest n where r.valid_from <= n.snapshot_id and r.valid_to > n.snapshot_id)
select (select users from newest) as snapshot, (select count(*) from listed) as listed,
       (select users from counted where segment_ids = '{}') as total,
       (select count(distinct user_id) from listed) as users,
       (select count(*)
          from counted c
         cross join lateral (
           select count(*) as users, coalesce(sum(u.revenue), 0) as revenue
             from listed u where u.segment_ids @> c.segment_ids) l
         where (c.users, c.revenue) is distinct from (l.users, l.revenue)) as wrong`;

/** What a reader of the newest snapshot sees: its counts, and its lists. */
async function expectWhole(database: Database): Promise<void> {
  const { rows } =
    await database.pool.query<Record<'snapshot' | 'listed' | 'total' | 'users' | 'wrong', string>>(COUNTS);
  const { snapshot, listed, total, users, wrong } = rows[0]!;
  expect({ listed, total, users, wrong }).toEqual({
    listed: snapshot,
    total: snapshot,
    users: snapshot,
    wrong: '0',
  });
}

/** Reads again and again while `work` goes on, and imports a file meanwhile; a lost connection is no wrong answer. */
async function withReadersAndImport(database: Database, work: Promise<number>): Promise<void> {
  let going = true;
  const finished = work.finally(() => {
    going = false;
  });
  const importing = importRows(database, files.at(-1)!.kind, files.at(-1)!.rows).catch(() => []);
  const reading = (async () => {
    while (going) {
      await expectWhole(database).catch((error: Error) => {
        if (!isConnectionLost(error)) throw error;
      });
      await new Promise((later) => setImmediate(later));
    }
  })();
  await Promise.all([finished, importing, reading]);
}

async function strikeAndRecover(kind: Kind, victim: Victim, strike: Omit<Strike, 'act'>): Promise<void> {
  await server.create('struck', 'prepared');
  let database = server.connect('struck');
  const runId = await request(database, kind);
  await withReadersAndImport(database, runStruck('struck', runId, strike, victim));
  await database.close().catch(() => {});
  if (victim === 'postgres') await server.restart();
  database = server.connect('struck');
  await expectWhole(database);
  const run = await executeRun(database, runId);
  expect({ kind: run.kind, status: run.status, error: run.error }).toMatchObject({
    status: 'succeeded',
    error: null,
  });
  await expectWhole(database);
  await recompute(database, LATER, 'incremental');
  await expectWhole(database);
  expect(await readDerived(database)).toEqual(await derivedAnew(database));
  await database.close();
}

/** By how many files were imported, which is all in which two databases struck in the runs of one test file differ. */
const anew = new Map<number, Promise<Derived>>();

/** What a full run makes of what is stored, from nothing. */
async function derivedAnew(database: Database): Promise<Derived> {
  const imports = await database.prisma.import.count();
  const derive = async (): Promise<Derived> => {
    await forgetDerived(database);
    await recompute(database, LATER, 'full');
    return readDerived(database);
  };
  const derived = anew.get(imports) ?? derive();
  anew.set(imports, derived);
  return derived;
}

const counted = new Map<Kind, Promise<number>>();

function statementsOf(kind: Kind): Promise<number> {
  const statements = counted.get(kind) ?? countStatements(kind);
  counted.set(kind, statements);
  return statements;
}

async function countStatements(kind: Kind): Promise<number> {
  await server.create('struck', 'prepared');
  const database = server.connect('struck');
  const runId = await request(database, kind);
  const statements = await runStruck('struck', runId);
  await database.close();
  return statements;
}

function chosen(statements: number, victim: Victim): number[] {
  if (!EVERY) return [Math.ceil(SAMPLE[victim] * statements)];
  return Array.from({ length: statements }, (_, at) => at + 1);
}

/** The tests of one kind of run. */
export function walkStatements(kind: Kind): void {
  beforeAll(startServer);
  afterAll(async () => {
    anew.clear();
    await server.stop();
  });

  it.each(['worker', 'postgres'] as const)(
    `a run of kind ${kind} is finished after kill -9 of %s at a statement, and nobody saw a part of it`,
    async (victim) => {
      const statements = await statementsOf(kind);
      expect(statements).toBeGreaterThan(30);
      if (EVERY) await strikeAndRecover(kind, victim, { at: 1, when: 'before' });
      for (const at of chosen(statements, victim)) {
        await strikeAndRecover(kind, victim, { at, when: 'after' }).catch((error) => {
          throw new Error(`struck after statement ${at} of ${statements}`, { cause: error });
        });
        if (EVERY && at % 10 === 0) console.log(`${kind}, ${victim}: ${at} of ${statements} statements`);
      }
    },
    MOST_MINUTES * 60_000,
  );
}
