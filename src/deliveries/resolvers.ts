import { readAudienceId, requireAudience } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { findDestination, requireDestination } from '../destinations/service.ts';
import { BadInputError } from '../errors.ts';
import { exportById } from '../exports/service.ts';
import type { Context } from '../graphql/context.ts';
import type { DeliveryKind, DeliveryState, Resolvers, UserError } from '../graphql/resolvers-types.ts';
import type { DeltaManifest } from './delta.ts';
import { checkDeltaOptions } from './eligibility.ts';
import {
  type Delivery,
  findDelivery,
  followAudience,
  listDeliveries,
  redeliver,
  requestDelta,
  requestExportDelivery,
  requestTest,
  unfollowAudience,
} from './service.ts';

const MOST_DELIVERIES = 100;

/** Marketers and admins; returns who asks, for the audit log. */
function admit({ principal }: Context): string {
  authorize(principal, 'deliveries');
  return actorOf(principal);
}

function readId(id: string): number {
  return /^\d{1,9}$/.test(id) ? Number(id) : 0;
}

/** What `work` answers, or the problem with the input at the argument that it names. */
async function answered<T>(
  within: readonly string[],
  work: () => Promise<T>,
): Promise<{ answer: T | null; errors: UserError[] }> {
  try {
    return { answer: await work(), errors: [] };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    const field = /^([\w.]+):/.exec(error.message)?.[1];
    const path = [...within, ...(field === undefined ? [] : field.split('.'))];
    return { answer: null, errors: [{ path, code: 'INVALID', message: error.message }] };
  }
}

/** The payload of what asks for a delivery, which is in the audit log. */
async function asked(
  context: Context,
  action: string,
  within: readonly string[],
  work: (requestedBy: string) => Promise<Delivery>,
): Promise<{ delivery: Delivery | null; errors: UserError[] }> {
  const actor = admit(context);
  const { answer, errors } = await answered(within, () => work(actor));
  if (answer) await audit(context.database.prisma, actor, action, { delivery: answer.deliveryId });
  return { delivery: answer, errors };
}

export const deliveryResolvers: Resolvers = {
  Query: {
    deliveries: async (_parent, { first, destination, state }, context) => {
      admit(context);
      if (first < 1 || first > MOST_DELIVERIES)
        throw new BadInputError(`first: expected 1 to ${MOST_DELIVERIES}, got ${first}.`);
      return listDeliveries(context.database.prisma, {
        first,
        destinationId: destination == null ? null : readId(destination),
        state: state == null ? null : (state.toLowerCase() as Delivery['state']),
      });
    },
    delivery: (_parent, { id }, context) => {
      admit(context);
      return findDelivery(context.database.prisma, readId(id));
    },
  },
  Mutation: {
    testDestination: (_parent, { id }, context) =>
      asked(context, 'delivery.test', ['id'], async (requestedBy) => {
        const destination = await requireDestination(context.database, id);
        return requestTest(context.database, { destinationId: destination.id, requestedBy });
      }),
    deliverExport: (_parent, { export: exportId, destination: to }, context) =>
      asked(context, 'delivery.export', [], async (requestedBy) => {
        const { database } = context;
        const destination = await requireDestination(database, to);
        const exported = await exportById(database, exportId);
        if (!exported) throw new BadInputError(`export: there is no export ${JSON.stringify(exportId)}.`);
        return requestExportDelivery(database.prisma, {
          destinationId: destination.id,
          exportId: exported.exportId,
          audienceId: exported.audienceId,
          requestedBy,
        });
      }),
    deliverDelta: (_parent, { input }, context) =>
      asked(context, 'delivery.delta', ['input'], async (requestedBy) => {
        const { database } = context;
        const destination = await requireDestination(database, input.destination);
        const audience = await requireAudience(database, readAudienceId(input.audience, 'audience'));
        const options = checkDeltaOptions(input.options ?? {});
        return database.prisma.$transaction((tx) =>
          requestDelta(tx, { destinationId: destination.id, audienceId: audience.id, options, requestedBy }),
        );
      }),
    redeliver: (_parent, { id }, context) =>
      asked(context, 'delivery.redeliver', [], () => redeliver(context.database, readId(id))),
    followAudience: async (_parent, { audience, destination: to }, context) => {
      const createdBy = admit(context);
      const { database } = context;
      const { answer, errors } = await answered([], async () => {
        const destination = await requireDestination(database, to);
        const { id } = await requireAudience(database, readAudienceId(audience, 'audience'));
        await followAudience(database, { audienceId: id, destination, createdBy });
        await audit(database.prisma, createdBy, 'audience.follow', {
          audience: id,
          destination: destination.id,
        });
        return id;
      });
      return { audienceId: answer, errors };
    },
    unfollowAudience: async (_parent, { audience, destination: to }, context) => {
      const actor = admit(context);
      const { database } = context;
      const { answer, errors } = await answered([], async () => {
        const { id: destinationId } = await requireDestination(database, to);
        const audienceId = readAudienceId(audience, 'audience');
        await unfollowAudience(database, { audienceId, destinationId });
        await audit(database.prisma, actor, 'audience.unfollow', {
          audience: audienceId,
          destination: destinationId,
        });
        return audienceId;
      });
      return { audienceId: answer, errors };
    },
  },
  Delivery: {
    id: ({ deliveryId }) => deliveryId,
    kind: ({ kind }) => kind.toUpperCase() as DeliveryKind,
    state: ({ state }) => state.toUpperCase() as DeliveryState,
    destination: async ({ destinationId }, _args, { database }) => {
      const destination = await findDestination(database, destinationId);
      if (!destination) throw new Error(`There is no destination ${destinationId}.`);
      return destination;
    },
    added: ({ manifest }) => (manifest as Partial<DeltaManifest> | null)?.added ?? null,
    removed: ({ manifest }) => (manifest as Partial<DeltaManifest> | null)?.removed ?? null,
    unidentified: ({ manifest }) => (manifest as Partial<DeltaManifest> | null)?.unidentified ?? null,
  },
};
