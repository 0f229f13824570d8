import type { Resolvers } from '../graphql/resolvers-types.ts';
import { insightsOf } from './service.ts';

export const insightResolvers: Resolvers = {
  Query: {
    insights: async (_parent, _args, { view, database }) => insightsOf(database, (await view()).snapshot),
  },
  Insights: {
    dimensions: ({ dimensions }) => [...dimensions],
    countries: ({ countries }) => [...countries],
  },
  DimensionInsight: {
    distribution: ({ distribution }) => [...distribution],
  },
};
