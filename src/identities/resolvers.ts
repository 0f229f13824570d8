import { actorOf, authorize } from '../auth/principal.ts';
import type { Resolvers, UserError } from '../graphql/resolvers-types.ts';
import { eraseUser, mergeUsers, RefusedUserError } from './service.ts';

/** A problem of the caller's as an error of the payload; anything else is thrown on. */
function toUserErrors(error: unknown): UserError[] {
  if (!(error instanceof RefusedUserError)) throw error;
  return [{ path: ['input', error.role], code: 'INVALID', message: error.message }];
}

export const identityResolvers: Resolvers = {
  Mutation: {
    eraseUser: async (_parent, { input }, { database, principal, exportsDir }) => {
      authorize(principal, 'erase');
      try {
        return {
          erasure: await eraseUser(database, input.user, { actor: actorOf(principal), exportsDir }),
          errors: [],
        };
      } catch (error) {
        return { erasure: null, errors: toUserErrors(error) };
      }
    },
    mergeUsers: async (_parent, { input }, { database, principal }) => {
      authorize(principal, 'merge');
      try {
        return { merge: await mergeUsers(database, input, { actor: actorOf(principal) }), errors: [] };
      } catch (error) {
        return { merge: null, errors: toUserErrors(error) };
      }
    },
  },
};
