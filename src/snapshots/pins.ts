// Pins: who needs a snapshot whole for longer, an export for instance, says so and why.
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { notWhole } from './expired.ts';
import { lockWholeSnapshot } from './queries/pins.ts';

export interface PinRequest {
  readonly snapshotId: number;
  /** For people who wonder why it is still there. */
  readonly reason: string;
  /** Until then; without it, until it is unpinned. */
  readonly expiresAt?: Date | null;
}

/** Keeps the snapshot whole; returns the pin's id. Throws a SnapshotError if it is not whole any more. */
export function pinSnapshot({ prisma }: Database, request: PinRequest): Promise<number> {
  return prisma.$transaction((tx) => pinWithin(tx, request));
}

/** The same within a transaction, whose end decides. */
export async function pinWithin(
  tx: PrismaTransaction,
  { snapshotId, reason, expiresAt = null }: PinRequest,
): Promise<number> {
  if (!(await lockWholeSnapshot(tx, snapshotId))) throw notWhole(snapshotId);
  const { pinId } = await tx.snapshotPin.create({
    data: { snapshotId, reason, pinnedAt: new Date(), expiresAt },
  });
  return pinId;
}

/** Takes the pin away; one that is gone already is none the worse. */
export async function unpinSnapshot({ prisma }: Database, pinId: number): Promise<void> {
  await prisma.snapshotPin.deleteMany({ where: { pinId } });
}
