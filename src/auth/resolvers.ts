import type { Resolvers, Role } from '../graphql/resolvers-types.ts';

export const authResolvers: Resolvers = {
  Query: {
    me: (_parent, _args, { principal }) => principal,
  },
  Principal: {
    role: ({ role }) => role.toUpperCase() as Role,
  },
};
