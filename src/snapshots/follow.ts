// Watching for publications.
import type { Database } from '../db/database.ts';
import { follow } from '../db/follow.ts';
import { newestSnapshot, type Snapshot } from './service.ts';

/** The newest snapshot each time that one is published after the one that is the newest now. */
export async function followSnapshots(
  database: Database,
): Promise<AsyncIterableIterator<Snapshot, undefined>> {
  const before = await newestSnapshot(database);
  return follow(database.listener, {
    channel: 'snapshots',
    id: null,
    read: async () => {
      const newest = await newestSnapshot(database);
      return newest && newest.id !== before?.id ? newest : undefined;
    },
    markOf: ({ id }) => String(id),
    isLast: () => false,
  });
}
