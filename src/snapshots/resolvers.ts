import type { Resolvers } from '../graphql/resolvers-types.ts';
import { readSnapshotId, snapshotById } from './service.ts';

export const snapshotResolvers: Resolvers = {
  Query: {
    snapshot: (_parent, { id }, { newestSnapshot, database }) =>
      typeof id === 'string' ? snapshotById(database, readSnapshotId(id, 'id')) : newestSnapshot(),
  },
};
