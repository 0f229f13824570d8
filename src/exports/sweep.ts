// Files of exports are kept for some days; then they go, and what is known of them stays.
import { readdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import type { ExportsConfig } from '../config.ts';
import type { Database } from '../db/database.ts';
import { removeAllFiles } from './settle.ts';

const DAY_MS = 86_400_000;

/** Removes the files of exports that ended so many days before `now`, and folders of exports that nobody knows. Returns how many exports lost theirs. */
export async function sweepExports(
  database: Database,
  { dir, keepDays }: ExportsConfig,
  now: Date,
): Promise<number> {
  const { prisma } = database;
  const old = await prisma.export.findMany({
    where: {
      finishedAt: { lte: new Date(now.getTime() - keepDays * DAY_MS) },
      filesRemovedAt: null,
      directory: null,
      status: { notIn: ['queued', 'running'] },
    },
  });
  for (const exported of old) {
    await prisma.export.update({
      where: { exportId: exported.exportId },
      data: { filesRemovedAt: now },
    });
    await removeAllFiles(database, exported, dir);
  }
  await removeLeftovers(database, dir);
  return old.length;
}

/** What a process that died between the database and the disk has left behind. */
async function removeLeftovers({ prisma }: Database, exportsDir: string): Promise<void> {
  const folders = await readdir(exportsDir).catch(() => []);
  const ids = folders.filter((name) => /^\d{1,9}$/.test(name)).map(Number);
  const gone = await prisma.export.findMany({
    where: { exportId: { in: ids }, filesRemovedAt: { not: null } },
    select: { exportId: true },
  });
  for (const { exportId } of gone)
    await rm(join(exportsDir, String(exportId)), { recursive: true, force: true });
}
