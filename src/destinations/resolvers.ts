import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { DestinationKind, Resolvers, UserError } from '../graphql/resolvers-types.ts';
import { createDestination, deleteDestination, findDestination, listDestinations } from './service.ts';

/** Marketers and admins; returns who asks, for the audit log. */
function admit({ principal }: Context): string {
  authorize(principal, 'deliveries');
  return actorOf(principal);
}

/** The problem with the input, at the field that it names. */
function problem(error: unknown): UserError[] {
  if (!(error instanceof BadInputError)) throw error;
  const field = /^([\w.]+):/.exec(error.message)?.[1];
  const path = field === undefined ? ['input'] : ['input', ...field.split('.')];
  return [{ path, code: 'INVALID', message: error.message }];
}

export const destinationResolvers: Resolvers = {
  Query: {
    destinations: (_parent, _args, context) => {
      admit(context);
      return listDestinations(context.database);
    },
    destination: async (_parent, { id }, context) => {
      admit(context);
      return /^\d{1,9}$/.test(String(id)) ? findDestination(context.database, Number(id)) : null;
    },
  },
  Mutation: {
    createDestination: async (_parent, { input }, context) => {
      const createdBy = admit(context);
      const { database, allowedNetworks } = context;
      try {
        const made = await createDestination(database, { ...input, createdBy }, allowedNetworks);
        const { id, kind } = made.destination;
        await audit(database.prisma, createdBy, 'destination.create', { destination: id, kind });
        return { ...made, errors: [] };
      } catch (error) {
        return { destination: null, signingSecret: null, errors: problem(error) };
      }
    },
    deleteDestination: async (_parent, { id }, context) => {
      const actor = admit(context);
      try {
        const deleted = await deleteDestination(context.database, String(id));
        await audit(context.database.prisma, actor, 'destination.delete', { destination: deleted.id });
        return { id: deleted.id, errors: [] };
      } catch (error) {
        return { id: null, errors: problem(error).map((one) => ({ ...one, path: ['id'] })) };
      }
    },
  },
  Destination: {
    kind: ({ kind }) => kind.toUpperCase() as DestinationKind,
  },
};
