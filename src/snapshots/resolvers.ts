import type { Resolvers } from '../graphql/resolvers-types.ts';
import { followSnapshots } from './follow.ts';
import {
  published,
  readFreshness,
  readSnapshotId,
  type Snapshot,
  snapshotAt,
  snapshotById,
  transitions,
} from './service.ts';

export const snapshotResolvers: Resolvers = {
  Query: {
    snapshot: (_parent, { id }, { newestSnapshot, database }) =>
      typeof id === 'string' ? snapshotById(database, readSnapshotId(id, 'id')) : newestSnapshot(),
    freshness: async (_parent, _args, { newestSnapshot, database }) =>
      readFreshness(database.read, await newestSnapshot()),
    snapshotAt: (_parent, { time }, { database }) => snapshotAt(database, time),
    transitions: async (_parent, { dimension, from, to }, { newestSnapshot, database }) =>
      transitions(database, dimension, {
        from: await snapshotById(database, readSnapshotId(from, 'from')),
        to:
          typeof to === 'string'
            ? await snapshotById(database, readSnapshotId(to, 'to'))
            : published(await newestSnapshot()),
      }),
  },
  Subscription: {
    snapshotPublished: {
      subscribe: (_parent, _args, { database }) => followSnapshots(database),
      resolve: (snapshot: Snapshot) => snapshot,
    },
  },
};
