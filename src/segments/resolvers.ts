import { authorizeFilter } from '../auth/filters.ts';
import type { Resolvers } from '../graphql/resolvers-types.ts';
import { askedSnapshot } from '../snapshots/service.ts';
import { breakdown, requireDimension, summaries } from './service.ts';

export const segmentResolvers: Resolvers = {
  Query: {
    dimensions: async (_parent, { snapshot }, { view }) => [
      ...(await view(askedSnapshot(snapshot))).catalogue.dimensions,
    ],
    segments: async (_parent, { dimension, snapshot }, { view }) => [
      ...requireDimension((await view(askedSnapshot(snapshot))).catalogue, dimension).segments,
    ],
    segment: async (_parent, { dimension, key, snapshot }, { view }) => {
      const { catalogue } = await view(askedSnapshot(snapshot));
      return requireDimension(catalogue, dimension).segments.find((segment) => segment.key === key) ?? null;
    },
    summaries: async (_parent, { dimension, filter, snapshot }, { view, database, principal }) => {
      authorizeFilter(principal, filter);
      const { catalogue } = await view(askedSnapshot(snapshot));
      return summaries(database, catalogue, dimension, filter);
    },
    breakdown: async (_parent, { by, filter, snapshot }, { view, database, principal }) => {
      authorizeFilter(principal, filter);
      const { catalogue } = await view(askedSnapshot(snapshot));
      const rows = await breakdown(database, catalogue, by, filter ?? null);
      return rows.map((row) => ({ ...row, segments: [...row.segments] }));
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
