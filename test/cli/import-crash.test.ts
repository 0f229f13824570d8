// An import that is killed, loses its database or fills the disk half-way leaves the database as it was, and the
// same import afterwards completes. Half-way is made certain by a lock, not by timing.
import { execFileSync } from 'node:child_process';
import { mkdtempSync, readFileSync, rmSync } from 'node:fs';
import { mkdir, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { connectDatabase, type Database } from '../../src/db/database.ts';
import { connectEmbedded } from '../../src/db/embedded/connect.ts';
import { migrate } from '../../src/db/migrate.ts';
import { type Running, runCli, startCli, until } from '../support/cli.ts';
import { type Contents, contentsOf } from '../support/contents.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { untilWaiting, waitingBackend } from '../support/waiting.ts';

// More than is parsed at once, and more than one batch.
const ROWS = 70_000;
const folder = useFolder();
const LARGE = ['import', '--activity', 'large.csv'];

const USERS = 4999;

/** Every tenth event names an order, every thousandth row is rejected. */
function largeFile(rowCount: number, users: number, userPrefix: string): string {
  const rows = ['user_pseudo_id,eventTimestamp,city,transaction_id,page_type\n'];
  for (let row = 0; row < rowCount; row++) {
    const second = String(row % 60).padStart(2, '0');
    const user = row % 1000 === 999 ? '' : `${userPrefix}${row % users}`;
    rows.push(`${user},2024-01-10 09:00:${second},City ${row % 100},${row % 10 ? '' : `T${row}`},product\n`);
  }
  return rows.join('');
}

beforeAll(async () => {
  await writeFile(join(folder.path, 'large.csv'), largeFile(ROWS, USERS, 'user-'));
  await writeFile(
    join(folder.path, 'small.csv'),
    'user_pseudo_id,eventTimestamp\nfirst,2024-01-10 09:00:00\n',
  );
});

/** Runs an import until it has written events and waits for this test to let it write orders. */
async function halfWay<T>(
  database: Database,
  start: () => Running,
  work: (running: Running, backend: number) => Promise<T>,
): Promise<T> {
  const holder = await database.pool.connect();
  holder.on('error', () => {}); // its server may be killed
  try {
    await holder.query('begin');
    await holder.query('lock table order_mentions in exclusive mode');
    const running = start();
    await untilWaiting(database, 'ingest.mentions.add');
    return await work(running, (await waitingBackend(database, 'ingest.mentions.add')) as number);
  } finally {
    holder.release(true);
  }
}

async function expectWhole(database: Database): Promise<void> {
  const { imports, events, users, order_mentions } = await contentsOf(database);
  expect([imports?.rows, events?.rows, users?.rows, order_mentions?.rows]).toEqual([
    2,
    ROWS - ROWS / 1000 + 1,
    USERS + 1,
    ROWS / 10,
  ]);
}

describe('with a given database, an import', () => {
  let database: Database;
  let before: Contents;
  const options = () => ({ cwd: folder.path, databaseUrl: database.url });

  beforeAll(async () => {
    database = await freshDatabase();
  });

  test('that is killed half-way leaves everything as it was', async () => {
    before = await contentsOf(database);
    await halfWay(
      database,
      () => startCli(LARGE, options()),
      async ({ process: child, finished }) => {
        child.kill('SIGKILL');
        expect((await finished).code).toBeNull();
      },
    );
    expect(await contentsOf(database)).toEqual(before);
  });

  test('that loses its connection half-way says so, and leaves everything as it was', async () => {
    await runCli(['import', '--activity', 'small.csv'], options());
    before = await contentsOf(database);
    const { code, stdout, stderr } = await halfWay(
      database,
      () => startCli(LARGE, options()),
      async ({ finished }, backend) => {
        await database.pool.query('select pg_terminate_backend($1)', [backend]);
        return finished;
      },
    );
    expect(stderr).toMatch(
      /^strata: The database went away \(.*\)\. What was not finished is undone; run the command again\.\n$/,
    );
    expect([code, stdout]).toEqual([1, '']);
    expect(await contentsOf(database)).toEqual(before);
  });

  test('run again after both completes, with every row once', async () => {
    const { code, stdout } = await runCli(LARGE, options());
    expect(code).toBe(0);
    expect(stdout).toContain('rejected                      70');
    await expectWhole(database);
    const { rows } = await database.pool.query(`select indexname from pg_indexes where tablename = 'events'`);
    expect(rows).toHaveLength(2);
    expect((await runCli(LARGE, options())).stdout).toBe('large.csv: imported before, nothing changed.\n');
    await expectWhole(database);
  });
});

/** Process ids of whatever runs on the embedded database of that folder. */
function processesOf(cwd: string): string[] {
  return execFileSync('ps', ['-A', '-ww', '-o', 'pid=,args='], { encoding: 'utf8' })
    .split('\n')
    .filter((line) => line.includes(cwd));
}

function postmasterOf(cwd: string): number {
  return Number(readFileSync(join(cwd, '.strata/postgres/postmaster.pid'), 'utf8').split('\n')[0]);
}

function isAlive(pid: number): boolean {
  try {
    return process.kill(pid, 0);
  } catch {
    return false;
  }
}

describe('with the embedded database, an import', () => {
  const cwd = () => join(folder.path, 'shop');

  /** Lends the embedded database to this test; its hold is given up when asked to, or at the end. */
  async function withEmbedded<T>(
    work: (database: Database, letGo: () => Promise<void>) => Promise<T>,
  ): Promise<T> {
    const embedded = await connectEmbedded(join(cwd(), '.strata'));
    const database = connectDatabase(embedded.url);
    try {
      return await work(database, () => embedded.close());
    } finally {
      await database.close().catch(() => {});
      await embedded.close();
    }
  }

  beforeAll(async () => {
    await mkdir(cwd());
    await withEmbedded(({ pool }) => migrate(pool));
    for (const name of ['large.csv', 'small.csv'])
      await writeFile(join(cwd(), name), readFileSync(join(folder.path, name)));
  });

  test('that is killed half-way takes the server with it, and leaves no process', async () => {
    const postmaster = await withEmbedded((database, letGo) =>
      halfWay(
        database,
        () => startCli(LARGE, { cwd: cwd() }),
        async ({ process: child, finished }) => {
          const pid = postmasterOf(cwd());
          await letGo();
          child.kill('SIGKILL');
          await finished;
          return pid;
        },
      ),
    );
    await until('the server has stopped', () => !isAlive(postmaster) && processesOf(cwd()).length === 0);
  });

  test('whose server is killed half-way says that the database went away', async () => {
    const { code, stderr } = await withEmbedded((database) =>
      halfWay(
        database,
        () => startCli(LARGE, { cwd: cwd() }),
        async ({ finished }) => {
          process.kill(postmasterOf(cwd()), 'SIGKILL');
          return finished;
        },
      ),
    );
    expect(stderr).toMatch(
      /^strata: The database went away \(.*\)\. What was not finished is undone; run the command again\.\n$/,
    );
    expect(code).toBe(1);
  });

  test('run again after both completes, with every row once, and leaves no process', async () => {
    expect((await runCli(['import', '--activity', 'small.csv'], { cwd: cwd() })).code).toBe(0);
    expect(await runCli(LARGE, { cwd: cwd() })).toMatchObject({ code: 0, stderr: '' });
    const postmaster = await withEmbedded(async (database) => {
      await expectWhole(database);
      return postmasterOf(cwd());
    });
    await until('the server has stopped', () => !isAlive(postmaster) && processesOf(cwd()).length === 0);
  });
});

const disk = mountSmallDisk();

function mountSmallDisk(): string | undefined {
  const path = mkdtempSync(join(tmpdir(), 'strata-disk-'));
  try {
    execFileSync('mount', ['-t', 'tmpfs', '-o', 'size=80m', 'tmpfs', path], { stdio: 'ignore' });
    return path;
  } catch {
    rmSync(path, { recursive: true });
    return undefined;
  }
}

describe(`a full disk${disk ? '' : ' (skipped: a small disk can not be mounted here)'}`, () => {
  afterAll(async () => {
    if (!disk) return;
    execFileSync('umount', ['-l', disk]);
    await rm(disk, { recursive: true });
  });

  test.skipIf(!disk)(
    'ends the import with a message, and the database is usable when there is room',
    async () => {
      const options = { cwd: folder.path, env: { STRATA_DIR: join(disk as string, 'strata') } };
      await writeFile(join(folder.path, 'crowd.csv'), largeFile(20_000, 20_000, 'x'.repeat(450)));
      expect((await runCli(['import', '--activity', 'small.csv'], options)).code).toBe(0);
      const { code, stderr } = await runCli(['import', '--activity', 'crowd.csv'], options);
      expect(stderr).toMatch(
        /^strata: The database's disk is full \(.*No space left on device.*\)\. Nothing was changed\.\n$/,
      );
      expect(code).toBe(1);
      execFileSync('mount', ['-o', 'remount,size=600m', disk as string]);
      expect(await runCli(['import', '--activity', 'small.csv'], options)).toMatchObject({
        code: 0,
        stdout: 'small.csv: imported before, nothing changed.\n',
      });
      const { stdout } = await runCli(['import', '--activity', 'crowd.csv'], options);
      expect(stdout).toContain(`loaded                    19,980`);
    },
  );
});
