// What one operation knows: the caller, the database, and the one snapshot that it reads.
import type { Principal } from '../auth/principal.ts';
import type { Database } from '../db/database.ts';
import { newRollupLoader, type RollupLoader } from '../segments/loaders.ts';
import { type SegmentCatalogue, segmentCatalogue } from '../segments/service.ts';
import { requireSnapshot, type Snapshot, snapshotById } from '../snapshots/service.ts';
import type { StartRun } from './start-run.ts';

/** A snapshot with what belongs to it. */
export interface View {
  readonly snapshot: Snapshot;
  readonly catalogue: SegmentCatalogue;
  readonly rollups: RollupLoader;
}

export interface Context {
  readonly principal: Principal;
  readonly database: Database;
  readonly startRun: StartRun;
  /** The newest snapshot, read once an operation; or the one of that id. */
  view(snapshotId?: number): Promise<View>;
}

export function newContext(database: Database, principal: Principal, startRun: StartRun): Context {
  const views = new Map<number | 'newest', Promise<View>>();
  const open = async (id: number | 'newest'): Promise<View> => {
    const snapshot = id === 'newest' ? await requireSnapshot(database) : await snapshotById(database, id);
    const catalogue = await segmentCatalogue(database, snapshot);
    return { snapshot, catalogue, rollups: newRollupLoader(database, snapshot.id) };
  };
  return {
    principal,
    database,
    startRun,
    view(snapshotId) {
      const id = snapshotId ?? 'newest';
      const view = views.get(id) ?? open(id);
      views.set(id, view);
      return view;
    },
  };
}
