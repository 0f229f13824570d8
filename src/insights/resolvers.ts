import type { Resolvers } from '../graphql/resolvers-types.ts';
import { insightsOf } from './service.ts';

export const insightResolvers: Resolvers = {
  Query: {
    insights: async (_parent, _args, { view, database }) => {
      const { snapshot, catalogue } = await view();
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
