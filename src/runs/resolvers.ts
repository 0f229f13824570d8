import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Resolvers, RunKind, RunStatus } from '../graphql/resolvers-types.ts';
import { readAsOf } from './as-of.ts';
import { followRun } from './follow.ts';
import { estimatedEnd, shareOf } from './progress.ts';
import { cancelRun, findRun, newestRuns, type Run, runById } from './service.ts';

const MOST_RUNS = 100;

export const runResolvers: Resolvers = {
  Query: {
    run: (_parent, { id }, { database, principal }) => {
      authorize(principal, 'recompute');
      return runById(database, id);
    },
    runs: (_parent, { first }, { database, principal }) => {
      authorize(principal, 'recompute');
      if (first < 1 || first > MOST_RUNS)
        throw new BadInputError(`first: expected 1 to ${MOST_RUNS}, got ${first}.`);
      return newestRuns(database, first);
    },
  },
  Mutation: {
    recompute: async (_parent, { input }, { database, principal, startRun }) => {
      authorize(principal, 'recompute');
      const actor = actorOf(principal);
      try {
        const asOf = typeof input.asOf === 'string' ? readAsOf(input.asOf) : null;
        const kind = input.full ? 'full' : 'incremental';
        const runId = await startRun({ requestedBy: actor, kind, asOf });
        await audit(database.prisma, actor, 'recompute', { run: runId });
        return { run: await findRun(database, runId), errors: [] };
      } catch (error) {
        if (!(error instanceof BadInputError)) throw error;
        return { run: null, errors: [{ path: ['input', 'asOf'], code: 'INVALID', message: error.message }] };
      }
    },
    cancelRun: async (_parent, { id }, { database, principal }) => {
      authorize(principal, 'recompute');
      const found = await runById(database, id);
      if (!found) {
        const message = `id: there is no run ${JSON.stringify(id)}.`;
        return { run: null, errors: [{ path: ['id'], code: 'INVALID', message }] };
      }
      await audit(database.prisma, actorOf(principal), 'cancel_run', { run: found.runId });
      return { run: await cancelRun(database, found.runId), errors: [] };
    },
  },
  Subscription: {
    runProgress: {
      subscribe: async (_parent, { id }, { database, principal }) => {
        authorize(principal, 'recompute');
        return followRun(database, id);
      },
      resolve: (run: Run) => run,
    },
  },
  Run: {
    id: ({ runId }) => runId,
    kind: ({ kind }) => kind.toUpperCase() as RunKind,
    status: ({ status }) => status.toUpperCase() as RunStatus,
    share: (run) => shareOf(run),
    estimatedEnd: (run) => estimatedEnd(run, new Date()),
    usersDone: ({ usersDone }) => Number(usersDone),
    usersTotal: ({ usersTotal }) => Number(usersTotal),
  },
};
