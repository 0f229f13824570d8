// An export that is cut short: by a full disk, by a kill, by the database's end, by whoever cancels it. It goes on or
// fails with its reason, and what is there is whole.
import { existsSync } from 'node:fs';
import { mkdir, readdir, symlink, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { abandonedExports, cancelExport, executeExport, sweepExports } from '../../src/exports/service.ts';
import { until } from '../support/cli.ts';
import { freshDatabase } from '../support/database.ts';
import {
  ask,
  audienceOf,
  consenting,
  EVERYBODY,
  filesIn,
  publishProfiles,
  rowsIn,
  useExportsDir,
} from './mailing-shop.ts';

const dir = useExportsDir();
const USERS = 6;
let folders = 0;
let database: Database;
let audienceId: number;

beforeAll(async () => {
  database = await freshDatabase();
  await publishProfiles(database, consenting(USERS));
  audienceId = await audienceOf(database, EVERYBODY, 'All');
});

async function freshFolder(): Promise<string> {
  const folder = join(dir.path, String(++folders));
  await mkdir(folder);
  return folder;
}

/** Connections that were cut fail first. */
function isFound(exportId: number): Promise<boolean> {
  return abandonedExports(database, new Date()).then(
    (ids) => ids.includes(exportId),
    () => false,
  );
}

describe('an export', () => {
  it('on a full disk fails with the reason, leaves no file and nobody exported, and unpins its snapshot', async () => {
    const exportsDir = await freshFolder();
    const { exportId } = await ask(database, { audienceId, campaign: 'c', rowsPerPart: 3 });
    const folder = join(exportsDir, String(exportId));
    await mkdir(folder);
    await symlink('/dev/full', join(folder, `all-${exportId}-00002.csv.part`));
    const failed = await executeExport(database, exportId, { exportsDir });
    expect(failed).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(/^The disk is full \(ENOSPC/),
    });
    expect(existsSync(folder)).toBe(false);
    expect(await database.prisma.campaignExport.count({ where: { exportId } })).toBe(0);
    expect(await database.prisma.snapshotPin.count()).toBe(0);
    expect((await executeExport(database, exportId, { exportsDir })).status).toBe('failed');
  });

  it('whose connection was cut goes on with the part that was not recorded, and writes no other again', async () => {
    const exportsDir = await freshFolder();
    const { exportId } = await ask(database, { audienceId, campaign: 'c', rowsPerPart: 1 });
    let cutting: Promise<unknown> | undefined;
    const cut = executeExport(database, exportId, {
      exportsDir,
      onProgress: () => {
        // Once: a part that was written beside it is heard of later.
        cutting ??= database.pool.query(
          `select pg_terminate_backend(pid) from pg_stat_activity where datname = current_database() and pid <> pg_backend_pid()`,
        );
      },
    });
    await expect(cut).rejects.toThrow();
    await cutting;
    await until('it is found', () => isFound(exportId));
    const done = await database.prisma.exportPart.findMany({ where: { exportId, doneAt: { not: null } } });
    const exported = await executeExport(database, exportId, { exportsDir });
    expect(exported).toMatchObject({ status: 'succeeded', rows: 6n, membersDone: 6n });
    expect((await rowsIn(database, exportsDir, exported)).map((row) => row.external_id)).toEqual(
      consenting(6).map((one) => one.user_pseudo_id),
    );
    for (const { part, doneAt } of done) {
      const now = await database.prisma.exportPart.findUniqueOrThrow({
        where: { exportId_part: { exportId, part } },
      });
      expect(now.doneAt).toEqual(doneAt);
    }
    expect(await database.prisma.campaignExport.count({ where: { exportId } })).toBe(USERS);
  });

  it('whose process was killed in the middle is found and gone on with', async () => {
    const exportsDir = await freshFolder();
    const script = join(exportsDir, 'worker.ts');
    const source = join(import.meta.dirname, '../../src');
    const { exportId } = await ask(database, { audienceId, rowsPerPart: 1 });
    await writeFile(
      script,
      `import { connectDatabase } from '${source}/db/database.ts';
       import { executeExport } from '${source}/exports/service.ts';
       const database = connectDatabase(process.argv[2]);
       await executeExport(database, ${exportId}, { exportsDir: process.argv[3], onProgress: () => process.kill(process.pid, 'SIGKILL') });`,
    );
    const { spawn } = await import('node:child_process');
    const child = spawn(process.execPath, [script, database.url, exportsDir], { stdio: 'ignore' });
    const signal = await new Promise((resolve) => child.once('close', (_code, by) => resolve(by)));
    expect(signal).toBe('SIGKILL');
    await until('it is found', () => isFound(exportId));
    const half = await database.prisma.exportPart.count({ where: { exportId, doneAt: { not: null } } });
    expect(half).toBeGreaterThan(0);
    expect(half).toBeLessThan(USERS);
    const exported = await executeExport(database, exportId, { exportsDir });
    expect(exported).toMatchObject({ status: 'succeeded', rows: 6n });
    expect(await filesIn(database, exportsDir, exported)).toHaveLength(USERS);
  });

  it('that nobody works on is cancelled at once, one that is at work soon after', async () => {
    const exportsDir = await freshFolder();
    const waiting = await ask(database, { audienceId });
    expect(await cancelExport(database, waiting.exportId, exportsDir)).toMatchObject({ status: 'cancelled' });
    expect(await executeExport(database, waiting.exportId, { exportsDir })).toMatchObject({
      status: 'cancelled',
    });
    const { exportId } = await ask(database, { audienceId, rowsPerPart: 1 });
    let asked: Promise<unknown> | undefined;
    const ended = await executeExport(database, exportId, {
      exportsDir,
      onProgress: () => {
        asked ??= cancelExport(database, exportId, exportsDir);
      },
    });
    await asked;
    expect(ended).toMatchObject({
      status: 'cancelled',
      error: 'The export was cancelled; its files are removed.',
    });
    expect(existsSync(join(exportsDir, String(exportId)))).toBe(false);
    expect(await database.prisma.snapshotPin.count()).toBe(0);
  });

  it('stops when its time is over, and is gone on with by whoever comes next', async () => {
    const exportsDir = await freshFolder();
    const { exportId } = await ask(database, { audienceId, rowsPerPart: 1 });
    const first = await executeExport(database, exportId, { exportsDir, stopAfterMs: 0 });
    expect(first).toMatchObject({ status: 'running', rows: 3n });
    expect(await executeExport(database, exportId, { exportsDir })).toMatchObject({
      status: 'succeeded',
      rows: 6n,
    });
  });

  it('is given up after four attempts at one part', async () => {
    const exportsDir = await freshFolder();
    const { exportId } = await ask(database, { audienceId });
    await database.prisma.export.update({ where: { exportId }, data: { status: 'running', attempts: 4 } });
    expect(await executeExport(database, exportId, { exportsDir })).toMatchObject({
      status: 'failed',
      error: expect.stringContaining('Given up after 4 attempts'),
    });
  });

  it('loses its files after some days, and leftovers of others go too', async () => {
    const exportsDir = await freshFolder();
    const { exportId } = await ask(database, { audienceId });
    const { finishedAt } = await executeExport(database, exportId, { exportsDir });
    const cancelled = await ask(database, { audienceId });
    await cancelExport(database, cancelled.exportId, exportsDir);
    await mkdir(join(exportsDir, String(cancelled.exportId)));
    const after = (days: number) => new Date(finishedAt!.getTime() + days * 86_400_000);
    expect(await sweepExports(database, { dir: exportsDir, keepDays: 7 }, after(6.9))).toBe(0);
    expect(await readdir(exportsDir)).toEqual([String(exportId)]);
    expect(await sweepExports(database, { dir: exportsDir, keepDays: 7 }, after(7))).toBeGreaterThan(0);
    expect(await readdir(exportsDir)).toEqual([]);
  });
});
