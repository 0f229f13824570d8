import { readAudienceId } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { AudienceChangeKind, Resolvers, UserError } from '../graphql/resolvers-types.ts';
import {
  audienceChanges,
  type ChangePage,
  followChanges,
  unwatchAudience,
  watchAudience,
} from './service.ts';

const MOST_CHANGES = 1_000;

/** Marketers and admins; returns who asks, for the audit log. */
function admit({ principal }: Context): string {
  authorize(principal, 'audiences');
  return actorOf(principal);
}

function inRange(first: number): void {
  if (first >= 1 && first <= MOST_CHANGES) return;
  throw new BadInputError(`first: expected 1 to ${MOST_CHANGES}, got ${first}.`);
}

async function changed(
  context: Context,
  action: string,
  audience: string,
  work: (audienceId: number, actor: string) => Promise<void>,
): Promise<{ audienceId: number | null; errors: UserError[] }> {
  const actor = admit(context);
  try {
    const audienceId = readAudienceId(audience, 'audience');
    await work(audienceId, actor);
    await audit(context.database.prisma, actor, action, { audience: audienceId });
    return { audienceId, errors: [] };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    return { audienceId: null, errors: [{ path: ['audience'], code: 'INVALID', message: error.message }] };
  }
}

export const changeResolvers: Resolvers = {
  Query: {
    audienceChanges: async (_parent, { audience, after, first }, context) => {
      admit(context);
      inRange(first);
      const audienceId = readAudienceId(audience, 'audience');
      const page = await audienceChanges(context.database, audienceId, { after: after ?? null, first });
      return { ...page, changes: [...page.changes] };
    },
  },
  Mutation: {
    watchAudience: (_parent, { audience }, context) =>
      changed(context, 'audience.watch', audience, (audienceId, actor) =>
        watchAudience(context.database, audienceId, actor),
      ),
    unwatchAudience: (_parent, { audience }, context) =>
      changed(context, 'audience.unwatch', audience, (audienceId) =>
        unwatchAudience(context.database, audienceId),
      ),
  },
  Subscription: {
    audienceChanged: {
      subscribe: (_parent, { audience, after, first }, context) => {
        admit(context);
        inRange(first);
        const audienceId = readAudienceId(audience, 'audience');
        return followChanges(context.database, audienceId, { after: after ?? null, first });
      },
      resolve: (page: ChangePage) => ({ ...page, changes: [...page.changes] }),
    },
  },
  AudienceChange: {
    userId: ({ userId }) => String(userId),
    change: ({ change }) => change.toUpperCase() as AudienceChangeKind,
  },
};
