import { audit } from '../auth/audit.ts';
import { authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Resolvers, RunStatus, UserError } from '../graphql/resolvers-types.ts';
import { readAsOf } from './as-of.ts';
import { findRun } from './service.ts';

export const runResolvers: Resolvers = {
  Query: {
    run: (_parent, { id }, { database, principal }) => {
      authorize(principal, 'recompute');
      return findRun(database, Number(id));
    },
  },
  Mutation: {
    recompute: async (_parent, { input }, { database, principal, startRun }) => {
      authorize(principal, 'recompute');
      const asOf = typeof input.asOf === 'string' ? tryAsOf(input.asOf) : null;
      if (typeof asOf === 'object' && asOf !== null) return { run: null, errors: [asOf] };
      const runId = await startRun(`key ${principal.id}`, asOf);
      await audit(database.prisma, `key ${principal.id}`, 'recompute', { run: runId });
      return { run: await findRun(database, runId), errors: [] };
    },
  },
  Run: {
    id: ({ runId }) => runId,
    status: ({ status }) => status.toUpperCase() as RunStatus,
    usersDone: ({ usersDone }) => Number(usersDone),
    usersTotal: ({ usersTotal }) => Number(usersTotal),
  },
};

function tryAsOf(text: string): string | UserError {
  try {
    return readAsOf(text);
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { path: ['input', 'asOf'], code: 'INVALID', message: error.message };
  }
}
