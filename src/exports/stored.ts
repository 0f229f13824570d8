// Exports as they are stored.
import type { Database } from '../db/database.ts';
import { heldKeys } from '../db/locks.ts';
import type { PrismaClient } from '../db/prisma.ts';
import { OPEN_END } from '../db/sql.ts';

export type Export = Awaited<ReturnType<PrismaClient['export']['findUniqueOrThrow']>>;
export type ExportPart = Awaited<ReturnType<PrismaClient['exportPart']['findFirstOrThrow']>>;

/** What was asked for and can't be picked up by whoever asked: a worker comes first. */
const PATIENCE_MS = 5_000;

/** An export by the id that the API gives it; null if there is none. */
export async function exportById(database: Database, id: string | number): Promise<Export | null> {
  const exportId = /^\d{1,10}$/.test(String(id)) ? Number(id) : 0;
  if (exportId < 1 || exportId >= OPEN_END) return null;
  return database.prisma.export.findUnique({ where: { exportId } });
}

/** The newest first. */
export function newestExports(database: Database, first: number): Promise<Export[]> {
  return database.prisma.export.findMany({ orderBy: { exportId: 'desc' }, take: first });
}

/** The newest export that goes on, or waits, whose idempotency key begins so. */
export function unfinishedExport({ prisma }: Database, keyPrefix: string): Promise<Export | null> {
  return prisma.export.findFirst({
    where: { idempotencyKey: { startsWith: keyPrefix }, status: { in: ['queued', 'running'] } },
    orderBy: { exportId: 'desc' },
  });
}

/** The parts that are whole, in their order. */
export function doneParts(database: Database, exportId: number): Promise<ExportPart[]> {
  return database.prisma.exportPart.findMany({
    where: { exportId, doneAt: { not: null } },
    orderBy: { part: 'asc' },
  });
}

/** The same for several exports. */
export async function donePartsOf(
  database: Database,
  exportIds: readonly number[],
): Promise<Map<number, ExportPart[]>> {
  const parts = await database.prisma.exportPart.findMany({
    where: { exportId: { in: [...exportIds] }, doneAt: { not: null } },
    orderBy: [{ exportId: 'asc' }, { part: 'asc' }],
  });
  return Map.groupBy(parts, ({ exportId }) => exportId);
}

/** Ids of exports that were left unfinished, or wait although nobody works on them: somebody has to take them up. */
export async function abandonedExports(database: Database, now: Date): Promise<number[]> {
  const unfinished = await database.prisma.export.findMany({
    where: {
      OR: [
        { status: 'running' },
        { status: 'queued', requestedAt: { lt: new Date(now.getTime() - PATIENCE_MS) } },
      ],
      directory: null, // files elsewhere are written by who asked for them
    },
    orderBy: { exportId: 'asc' },
    select: { exportId: true },
  });
  if (unfinished.length === 0) return [];
  const atWork = await heldKeys(database.pool, 'export');
  return unfinished.map(({ exportId }) => exportId).filter((id) => !atWork.has(id));
}

/** Whether an export goes on, and nobody works on it. */
export async function isUnattended(database: Database, { exportId, status }: Export): Promise<boolean> {
  return status === 'running' && !(await heldKeys(database.pool, 'export')).has(exportId);
}
