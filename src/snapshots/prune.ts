// Retention: a snapshot is whole while it is the newest, for some hours after, and while it is pinned; then only who
// was in which segment is kept of it, and in the end nothing. Its sums of several segments together go before, for they
// are many and can be added up again. What is interrupted goes on where it is called again.
import type { Database } from '../db/database.ts';
import { takeLock, unlockConnection } from '../db/locks.ts';
import { withConnection } from '../db/pool.ts';
import type { PrismaClient } from '../db/prisma.ts';
import {
  dropExpiredPins,
  dropFormerUsers,
  dropSums,
  expireSnapshots,
  forgetSnapshots,
  lockWholeSnapshots,
  nextBatchEnd,
  protectedSnapshots,
  pruneRollups,
  pruneStates,
  pruneSums,
  snapshotsWithSums,
} from './queries/prune.ts';

export interface Retention {
  /** How long a snapshot stays whole after it ceased to be the newest. */
  readonly wholeHours: number;
  /** How long its segments are kept. */
  readonly historyDays: number;
}

/** What pruning did; all zero where there was nothing to do. */
export interface Pruned {
  /** Snapshots that are whole no longer. */
  readonly expired: number;
  /** Snapshots of which nothing is kept. */
  readonly forgotten: number;
  /** Rows of user states, deleted or merged into others. */
  readonly states: number;
  readonly rollups: number;
}

const HOUR_MS = 3_600_000;
/** A reader that found its snapshot whole has so long to finish. */
const GRACE_MS = 600_000;
/** How long sums of several segments are kept after their snapshot ceased to be the newest. */
const SUMS_MS = HOUR_MS;
const BATCH_ROWS = 50_000;

/** Applies the retention as of `now`; one call at a time, others wait. */
export function pruneHistory(database: Database, retention: Retention, now: Date): Promise<Pruned> {
  return withConnection(database.pool, async (connection) => {
    await takeLock(connection, 'prune', 'connection');
    try {
      const { expired, forgotten, ...kept } = await expire(database.prisma, retention, now);
      if (kept.ids.length === 0) return { expired, forgotten, states: 0, rollups: 0 };
      return { expired, forgotten, ...(await thin(database.prisma, kept)) };
    } finally {
      await unlockConnection(connection);
    }
  });
}

/** The snapshots whose rows stay, and those whose sums of several segments do. */
interface Kept {
  readonly ids: readonly number[];
  readonly idsWithSums: readonly number[];
}

/** Decides what becomes of each snapshot: readers are told before anything of it goes. */
function expire(
  prisma: PrismaClient,
  { wholeHours, historyDays }: Retention,
  now: Date,
): Promise<Pick<Pruned, 'expired' | 'forgotten'> & Kept> {
  const ago = (ms: number): string => new Date(now.getTime() - ms).toISOString();
  return prisma.$transaction(async (tx) => {
    await tx.$queryRaw(lockWholeSnapshots());
    await tx.$executeRaw(dropExpiredPins(ago(0)));
    const expired = await tx.$executeRaw(expireSnapshots(ago(wholeHours * HOUR_MS)));
    const forgotten = await tx.$executeRaw(forgetSnapshots(ago(historyDays * 24 * HOUR_MS)));
    await tx.$executeRaw(dropSums(ago(SUMS_MS)));
    const ids = await protectedSnapshots(tx, ago(wholeHours * HOUR_MS + GRACE_MS));
    const idsWithSums = await snapshotsWithSums(tx, ago(SUMS_MS + GRACE_MS));
    return { expired, forgotten, ids, idsWithSums };
  });
}

/** Takes away the rows that the protected snapshots do not need, a batch a statement. */
async function thin(
  prisma: PrismaClient,
  { ids, idsWithSums }: Kept,
): Promise<Pick<Pruned, 'states' | 'rollups'>> {
  let states = 0;
  let after = 0n;
  for (;;) {
    const upTo = await nextBatchEnd(prisma, after, BATCH_ROWS);
    if (upTo === null) break;
    states += await pruneStates(prisma, ids, { after, upTo });
    after = upTo;
  }
  await prisma.$executeRaw(dropFormerUsers());
  let rollups = await prisma.$executeRaw(pruneSums(idsWithSums));
  for (const table of ['segment_rollups', 'place_rollups'] as const)
    rollups += await prisma.$executeRaw(pruneRollups(table, ids));
  return { states, rollups };
}
