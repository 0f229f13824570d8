// How exports end: with files that stand, or with none, and then as if nobody had been reached.
import type { Database } from '../db/database.ts';
import { notice } from '../db/listen.ts';
import { tryKeyedLock, unlockConnection } from '../db/locks.ts';
import { withConnection } from '../db/pool.ts';
import { unpinSnapshot } from '../snapshots/service.ts';
import { removeFiles } from './files.ts';
import { forgetRecords } from './queries/exports.ts';
import type { Export } from './stored.ts';

/** Ends a running or queued export; false if it has ended, or is to be cancelled and not to succeed. */
export async function settle(
  database: Database,
  exportId: number,
  status: 'succeeded' | 'failed' | 'cancelled',
  error: string | null,
  exportsDir: string,
): Promise<boolean> {
  const ended = await database.prisma.$transaction(async (tx) => {
    const [exported] = await tx.export.updateManyAndReturn({
      where: {
        exportId,
        status: { in: ['queued', 'running'] },
        ...(status === 'succeeded' ? { cancelRequested: false } : {}),
      },
      data: {
        status,
        error,
        finishedAt: new Date(),
        ...(status === 'succeeded' ? {} : { filesRemovedAt: new Date() }),
      },
    });
    if (exported && exported.campaign !== null && status !== 'succeeded')
      for (const statement of forgetRecords(exportId, exported.campaign)) await tx.$executeRaw(statement);
    if (exported) await tx.$executeRaw(notice('exports', exportId));
    return exported ?? null;
  });
  if (ended === null) return false;
  if (ended.pinId !== null) await unpinSnapshot(database, ended.pinId);
  if (status !== 'succeeded') await removeAllFiles(database, ended, exportsDir);
  return true;
}

/** Every file of an export, whatever became of it. */
export async function removeAllFiles(
  { prisma }: Database,
  exported: Export,
  exportsDir: string,
): Promise<void> {
  const { exportId } = exported;
  const parts = await prisma.exportPart.findMany({ where: { exportId }, select: { part: true } });
  const next = Math.max(0, ...parts.map(({ part }) => part)) + 1;
  await removeFiles(exported, exportsDir, [...parts.map(({ part }) => part), next]);
}

/**
 * Asks an export to stop: at once where nobody works on it, within seconds where somebody does. One that has ended
 * stays as it is.
 */
export async function cancelExport(
  database: Database,
  exportId: number,
  exportsDir: string,
): Promise<Export | null> {
  const { prisma } = database;
  await prisma.export.updateMany({
    where: { exportId, status: { in: ['queued', 'running'] } },
    data: { cancelRequested: true },
  });
  await withConnection(database.pool, async (connection) => {
    if (!(await tryKeyedLock(connection, 'export', exportId))) return;
    try {
      await settle(database, exportId, 'cancelled', 'Cancelled; nobody was at work on it.', exportsDir);
    } finally {
      await unlockConnection(connection);
    }
  });
  return prisma.export.findUnique({ where: { exportId } });
}
