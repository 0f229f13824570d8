// What one operation knows: the caller, the database, and the one snapshot that it reads.
import type { Principal } from '../auth/principal.ts';
import { type Database, endingWith } from '../db/database.ts';
import { newRollupLoader, type RollupLoader } from '../segments/loaders.ts';
import { type SegmentCatalogue, segmentCatalogue } from '../segments/service.ts';
import { newestTogether, published, type Snapshot, wholeSnapshotById } from '../snapshots/service.ts';
import { newUserLoaders, type UserLoaders } from '../users/service.ts';
import type { StartExport, StartRun } from './start-run.ts';

/** A snapshot with what belongs to it. */
export interface View {
  readonly snapshot: Snapshot;
  readonly catalogue: SegmentCatalogue;
  readonly rollups: RollupLoader;
  readonly users: UserLoaders;
}

/** What an operation is given to begin with. */
export interface Caller {
  readonly principal: Principal;
  readonly database: Database;
  readonly startRun: StartRun;
  readonly startExport: StartExport;
  /** Folder of the exports that can be downloaded. */
  readonly exportsDir: string;
  /** Networks that destinations may be in although they are private. */
  readonly allowedNetworks: readonly string[];
  /** Aborted when the operation's time is over or its client has gone; what was thrown is then the signal's reason. */
  readonly signal: AbortSignal;
}

export interface Context extends Caller {
  /** Its reads are called off with the operation. */
  readonly database: Database;
  /** The newest snapshot, read once an operation; null before the first recompute. */
  newestSnapshot(): Promise<Snapshot | null>;
  /** That snapshot with what belongs to it, or the one of that id; throws a SnapshotError where there is none. */
  view(snapshotId?: number): Promise<View>;
  /** Whether there is a newest snapshot, and no other was viewed. */
  isOfNewest(): Promise<boolean>;
}

export function newContext(caller: Caller): Context {
  const database = endingWith(caller.signal, caller.database);
  const views = new Map<number, Promise<View>>();
  let newest: Promise<Snapshot | null> | undefined;
  const readNewest = (): Promise<Snapshot | null> => {
    newest ??= newestTogether(database, caller.signal);
    return newest;
  };
  const open = async (snapshot: Snapshot): Promise<View> => {
    const catalogue = await segmentCatalogue(database, snapshot);
    return {
      snapshot,
      catalogue,
      rollups: newRollupLoader(database, snapshot.id),
      users: newUserLoaders(database, { snapshot, catalogue }),
    };
  };
  return {
    ...caller,
    database,
    newestSnapshot: readNewest,
    async view(snapshotId) {
      const current = snapshotId === undefined ? published(await readNewest()) : null;
      const id = current?.id ?? (snapshotId as number);
      const view = views.get(id) ?? (current ? open(current) : wholeSnapshotById(database, id).then(open));
      views.set(id, view);
      return view;
    },
    async isOfNewest() {
      const snapshot = await readNewest().catch(() => null);
      return snapshot !== null && [...views.keys()].every((id) => id === snapshot.id);
    },
  };
}
