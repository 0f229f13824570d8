import type { Resolvers } from '../graphql/resolvers-types.ts';
import { newestSnapshot } from './service.ts';

export const snapshotResolvers: Resolvers = {
  Query: {
    snapshot: async (_parent, { id }, { view, database }) => {
      if (id !== null && id !== undefined) return (await view(Number(id))).snapshot;
      return (await newestSnapshot(database)) && (await view()).snapshot;
    },
  },
};
