import { authorizeFilter } from '../auth/filters.ts';
import type { Resolvers } from '../graphql/resolvers-types.ts';
import { requireDimension, summaries } from './service.ts';

export const segmentResolvers: Resolvers = {
  Query: {
    dimensions: async (_parent, _args, { view }) => [...(await view()).catalogue.dimensions],
    segments: async (_parent, { dimension }, { view }) => [
      ...requireDimension((await view()).catalogue, dimension).segments,
    ],
    segment: async (_parent, { dimension, key }, { view }) =>
      requireDimension((await view()).catalogue, dimension).segments.find((segment) => segment.key === key) ??
      null,
    summaries: async (_parent, { dimension, filter }, { view, database, principal }) => {
      authorizeFilter(principal, filter);
      return summaries(database, (await view()).catalogue, dimension, filter);
    },
  },
  Dimension: {
    segments: ({ segments }) => [...segments],
  },
  Segment: {
    users: async ({ id, snapshotId }, _args, { view }) => {
      const { rollups } = await view(snapshotId);
      return (await rollups.load(id))?.users ?? 0;
    },
  },
};
