// What is said of snapshots that are not kept, or not whole.
import { SnapshotError } from '../errors.ts';

export function notKept(id: number): SnapshotError {
  return new SnapshotError(
    'SNAPSHOT_EXPIRED',
    `The snapshot ${id} is not kept (any more). Start again without it.`,
  );
}

export function notWhole(id: number): SnapshotError {
  return new SnapshotError(
    'SNAPSHOT_EXPIRED',
    `The snapshot ${id} is not kept whole (any more): of its users only history, segmentsAt and transitions are answered. Start again without it.`,
  );
}
