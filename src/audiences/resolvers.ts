import { actorOf, authorize } from '../auth/principal.ts';
import { withdrawAudience } from '../deliveries/service.ts';
import { BadInputError } from '../errors.ts';
import type { Context } from '../graphql/context.ts';
import type { AudienceKind, LeftOutReason, Resolvers } from '../graphql/resolvers-types.ts';
import { createAudience, updateAudience } from './change.ts';
import type { AudienceDefinition } from './definition.ts';
import {
  audienceFigures,
  audienceOverlaps,
  audienceSample,
  audienceSize,
  LARGEST_SAMPLE,
  previewFigures,
} from './figures.ts';
import { readContent, toAudienceErrors } from './input.ts';
import { audienceLoaders } from './loaders.ts';
import { changeMembers } from './members.ts';
import { definitionCondition } from './queries/condition.ts';
import { audienceTrend, LONGEST_TREND } from './sizes.ts';
import { type Audience, audiences, audienceVersions, readAudienceId } from './stored.ts';

const MOST_AUDIENCES = 500;
const MOST_VERSIONS = 100;

function inRange(name: string, value: number, most: number): number {
  if (value >= 1 && value <= most) return value;
  throw new BadInputError(`${name}: expected 1 to ${most}, got ${value}.`);
}

/** Marketers and admins; returns who asks, for the audit log. */
function admit({ principal }: Context): string {
  authorize(principal, 'audiences');
  return actorOf(principal);
}

async function definitionOf({ id }: Audience, context: Context): Promise<AudienceDefinition> {
  return audienceLoaders(context).definitions.load(id);
}

/** `work`, or the problems of the input beside what there is then. */
async function answered<T extends object, E extends object>(
  work: () => Promise<T>,
  empty: E,
): Promise<(T | E) & { errors: ReturnType<typeof toAudienceErrors> }> {
  try {
    return { ...(await work()), errors: [] };
  } catch (error) {
    return { ...empty, errors: toAudienceErrors(error) };
  }
}

export const audienceResolvers: Resolvers = {
  Query: {
    audience: (_parent, { id }, context) => {
      admit(context);
      return audienceLoaders(context).audiences.load(readAudienceId(id, 'id'));
    },
    audiences: (_parent, { first, afterName = null }, context) => {
      admit(context);
      if (afterName?.includes('\0'))
        throw new BadInputError('afterName: expected text without the character NUL.');
      return audiences(context.database, {
        first: inRange('first', first, MOST_AUDIENCES),
        after: afterName,
      });
    },
  },
  Mutation: {
    createAudience: (_parent, { input }, context) => {
      const actor = admit(context);
      const { name, description = null } = input;
      return answered(
        async () =>
          createAudience(context.database, { name, description, content: readContent(input.content) }, actor),
        { audience: null, unknownIds: 0 },
      );
    },
    updateAudience: (_parent, { input }, context) => {
      const actor = admit(context);
      return answered(
        async () =>
          updateAudience(
            context.database,
            {
              id: readAudienceId(input.id, 'id'),
              expectedVersion: input.expectedVersion,
              name: input.name ?? null,
              description: input.description ?? null,
              content: input.content ? readContent(input.content) : null,
            },
            actor,
          ),
        { audience: null, unknownIds: 0 },
      );
    },
    changeAudienceMembers: (_parent, { input }, context) => {
      const actor = admit(context);
      return answered(
        async () => changeMembers(context.database, { ...input, id: readAudienceId(input.id, 'id') }, actor),
        { audience: null, added: 0, removed: 0, unknownIds: 0 },
      );
    },
    deleteAudience: async (_parent, { id, removeFromDestinations }, context) => {
      const by = admit(context);
      const { errors, ...deleted } = await answered(
        async () => {
          const audienceId = readAudienceId(id, 'id');
          const asked = { audienceId, by, removeFromDestinations };
          return { id: audienceId, removals: await withdrawAudience(context.database, asked) };
        },
        { id: null, removals: [] },
      );
      return { ...deleted, errors: errors.map((error) => ({ ...error, path: ['id'] })) };
    },
    previewAudience: async (_parent, { input }, context) => {
      admit(context);
      return answered(
        async () => {
          const content = readContent(input.content);
          const look = await context.view();
          return {
            figures: await previewFigures(context.database, content, look, input.dimension ?? 'customer'),
          };
        },
        { figures: null },
      );
    },
  },
  Audience: {
    kind: ({ kind }) => kind.toUpperCase() as AudienceKind,
    operands: async ({ operands }, _args, context) => {
      const found = await audienceLoaders(context).audiences.loadMany(operands);
      return found.filter((one): one is Audience => one !== null && !(one instanceof Error));
    },
    versions: ({ id }, { first }, { database }) =>
      audienceVersions(database, id, inRange('first', first, MOST_VERSIONS)),
    problem: async (audience, _args, context) => {
      try {
        definitionCondition(await definitionOf(audience, context), (await context.view()).catalogue);
        return null;
      } catch (error) {
        if (error instanceof BadInputError) return error.message;
        throw error;
      }
    },
    size: async (audience, _args, context) =>
      audienceSize(context.database, await definitionOf(audience, context), await context.view()),
    figures: async (audience, { dimension }, context) =>
      audienceFigures(
        context.database,
        await definitionOf(audience, context),
        await context.view(),
        dimension,
      ),
    trend: async (audience, { first }, context) =>
      audienceTrend(
        context.database,
        await definitionOf(audience, context),
        await context.view(),
        inRange('first', first, LONGEST_TREND),
      ),
    overlap: async (audience, args, context) => {
      const ids = args.with.map((id, at) => readAudienceId(id, `with[${at}]`));
      const { definitions } = audienceLoaders(context);
      const others = await Promise.all(ids.map((id) => definitions.load(id)));
      return audienceOverlaps(
        context.database,
        await definitionOf(audience, context),
        others,
        await context.view(),
      );
    },
    sample: async (audience, { first }, context) =>
      audienceSample(
        context.database,
        await definitionOf(audience, context),
        await context.view(),
        inRange('first', first, LARGEST_SAMPLE),
      ),
  },
  AudienceVersion: {
    kind: ({ kind }) => kind.toUpperCase() as AudienceKind,
    operands: ({ operands }) => [...operands],
  },
  AudienceFigures: {
    leftOut: ({ leftOut }) =>
      leftOut.map(({ reason, users }) => ({ reason: reason.toUpperCase() as LeftOutReason, users })),
    segments: ({ segments }) => [...segments],
  },
  AudienceSize: { snapshot: ({ snapshotId }) => snapshotId },
  AudienceOverlap: {
    audience: async ({ audienceId }, _args, context) => {
      const found = await audienceLoaders(context).audiences.load(audienceId);
      if (!found) throw new BadInputError(`with: there is no audience ${audienceId} (any more).`);
      return found;
    },
  },
};
