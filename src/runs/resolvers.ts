import { audit } from '../auth/audit.ts';
import { authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Resolvers, RunStatus } from '../graphql/resolvers-types.ts';
import { readAsOf } from './as-of.ts';
import { findRun, runById } from './service.ts';

export const runResolvers: Resolvers = {
  Query: {
    run: (_parent, { id }, { database, principal }) => {
      authorize(principal, 'recompute');
      return runById(database, id);
    },
  },
  Mutation: {
    recompute: async (_parent, { input }, { database, principal, startRun }) => {
      authorize(principal, 'recompute');
      const actor = `key ${principal.id}`;
      try {
        const asOf = typeof input.asOf === 'string' ? readAsOf(input.asOf) : null;
        const runId = await startRun(actor, asOf);
        await audit(database.prisma, actor, 'recompute', { run: runId });
        return { run: await findRun(database, runId), errors: [] };
      } catch (error) {
        if (!(error instanceof BadInputError)) throw error;
        return { run: null, errors: [{ path: ['input', 'asOf'], code: 'INVALID', message: error.message }] };
      }
    },
  },
  Run: {
    id: ({ runId }) => runId,
    status: ({ status }) => status.toUpperCase() as RunStatus,
    usersDone: ({ usersDone }) => Number(usersDone),
    usersTotal: ({ usersTotal }) => Number(usersTotal),
  },
};
