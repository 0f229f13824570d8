import type { Resolvers } from '../graphql/resolvers-types.ts';
import { askedSnapshot } from '../snapshots/service.ts';
import { insightsOf } from './service.ts';

export const insightResolvers: Resolvers = {
  Query: {
    insights: async (_parent, args, { view, database }) => {
      const { snapshot, catalogue } = await view(askedSnapshot(args.snapshot));
      return insightsOf(database, snapshot, catalogue);
    },
  },
  Insights: {
    dimensions: ({ dimensions }) => [...dimensions],
    countries: ({ countries }) => [...countries],
  },
  DimensionInsight: {
    distribution: ({ distribution }) => [...distribution],
  },
};
