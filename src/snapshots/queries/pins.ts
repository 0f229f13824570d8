// Pins in `snapshot_pins`. A pin and the expiry of its snapshot can't pass each other: both lock the snapshot's row
// before they look at the other's table.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';

/** Keeps the snapshot whole until the transaction ends; false where it is not whole, or not there. */
export async function lockWholeSnapshot(tx: PrismaTransaction, snapshotId: number): Promise<boolean> {
  const rows = await tx.$queryRaw<{ snapshot_id: number }[]>(sql`/* snapshots.lock_one */
select s.snapshot_id from snapshots s where s.snapshot_id = ${snapshotId}::integer and s.whole for update`);
  return rows.length === 1;
}
