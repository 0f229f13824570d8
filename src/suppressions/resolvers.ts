import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Resolvers, SuppressionKind, UserError } from '../graphql/resolvers-types.ts';
import { readDateOrTimestamp, toIsoText } from '../ingest/timestamps.ts';
import {
  type SuppressionKind as Kind,
  suppressionCounts,
  suppressions,
  suppressUsers,
  unsuppressUsers,
} from './service.ts';

const MOST_SUPPRESSIONS = 1_000;

/** The first word of a message about an input is its place. */
function toUserErrors(error: unknown): UserError[] {
  if (!(error instanceof BadInputError)) throw error;
  const place = /^[a-zA-Z]+(\[\d+\])?(?=:)/.exec(error.message)?.[0] ?? '';
  return [
    {
      path: ['input', ...place.split(/[[\]]/).filter((part) => part !== '')],
      code: 'INVALID',
      message: error.message,
    },
  ];
}

function readInstant(given: string): Date {
  const instant = readDateOrTimestamp(given.trim());
  if (instant !== undefined) return new Date(toIsoText(instant));
  throw new BadInputError(
    `expiresAt: expected YYYY-MM-DD or YYYY-MM-DDTHH:MM:SS, perhaps with decimals and Z or +HH:MM, got ${JSON.stringify(given)}.`,
  );
}

export const suppressionResolvers: Resolvers = {
  Query: {
    suppressions: (_parent, { kind, first, after = null }, { database, principal }) => {
      authorize(principal, 'suppressions');
      if (first < 1 || first > MOST_SUPPRESSIONS)
        throw new BadInputError(`first: expected 1 to ${MOST_SUPPRESSIONS}, got ${first}.`);
      return suppressions(database, { kind: kind.toLowerCase() as Kind, first, after });
    },
    suppressionCounts: async (_parent, _args, { database, principal }) => {
      authorize(principal, 'suppressions');
      const { user, awaited, email, phone } = await suppressionCounts(database);
      return { users: user, awaited, emails: email, phones: phone };
    },
  },
  Mutation: {
    suppressUsers: async (_parent, { input }, { database, principal }) => {
      authorize(principal, 'suppressions');
      try {
        const { reason, expiresAt, ...contacts } = input;
        const terms = { reason, expiresAt: expiresAt == null ? null : readInstant(expiresAt) };
        return { suppressed: await suppressUsers(database, contacts, terms, actorOf(principal)), errors: [] };
      } catch (error) {
        return { suppressed: null, errors: toUserErrors(error) };
      }
    },
    unsuppressUsers: async (_parent, { input }, { database, principal }) => {
      authorize(principal, 'suppressions');
      try {
        return { unsuppressed: await unsuppressUsers(database, input, actorOf(principal)), errors: [] };
      } catch (error) {
        return { unsuppressed: null, errors: toUserErrors(error) };
      }
    },
  },
  Suppression: { kind: ({ kind }) => kind.toUpperCase() as SuppressionKind },
};
