import { may } from '../auth/principal.ts';
import { BadInputError } from '../errors.ts';
import type { Resolvers } from '../graphql/resolvers-types.ts';
import { requireDimension, type SegmentCatalogue } from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import {
  type PageArguments,
  readPageArguments,
  type User,
  type UserPage,
  userBy,
  userCount,
  userPage,
} from './service.ts';

/** A connection that reads only what is asked of it: the page, the count, or both. */
export interface UserConnectionSource {
  readonly snapshot: Snapshot;
  readonly catalogue: SegmentCatalogue;
  readonly arguments: PageArguments;
  readonly page: () => Promise<UserPage>;
}

/** A user's segments are numbers of the snapshot that it was read from. */
const catalogues = new WeakMap<User, SegmentCatalogue>();

function remember(user: User, catalogue: SegmentCatalogue): User {
  catalogues.set(user, catalogue);
  return user;
}

function segmentsOf(user: User) {
  const byId = catalogues.get(user)?.byId;
  return user.segmentIds.map((id) => byId?.get(id)).filter((segment) => segment !== undefined);
}

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

function snapshotId(given: string | number): number {
  const id = Number(given);
  if (Number.isInteger(id) && id > 0) return id;
  throw new BadInputError(`snapshot: expected the id of a snapshot, got "${given}".`);
}

export const userResolvers: Resolvers = {
  Query: {
    user: async (_parent, { id, externalId }, { view, database }) => {
      const { catalogue } = await view();
      const user = await userBy(database, catalogue, {
        id: id === null || id === undefined ? null : String(id),
        externalId: externalId ?? null,
      });
      return user && remember(user, catalogue);
    },
    users: async (_parent, args, { view, database }) => {
      const page = readPageArguments(args as Parameters<typeof readPageArguments>[0]);
      const asked = args.snapshot === null || args.snapshot === undefined ? null : snapshotId(args.snapshot);
      if (asked !== null && page.snapshotId !== null && asked !== page.snapshotId) {
        throw new BadInputError(`users: the cursor is of snapshot ${page.snapshotId}, not of ${asked}.`);
      }
      const { snapshot, catalogue } = await view(asked ?? page.snapshotId ?? undefined);
      return { snapshot, catalogue, arguments: page, page: once(() => userPage(database, catalogue, page)) };
    },
  },
  UserConnection: {
    edges: async ({ page, catalogue }) =>
      (await page()).edges.map(({ cursor, node }) => ({ cursor, node: remember(node, catalogue) })),
    nodes: async ({ page, catalogue }) => (await page()).edges.map(({ node }) => remember(node, catalogue)),
    pageInfo: async ({ page }) => {
      const { edges, hasNextPage, hasPreviousPage } = await page();
      return {
        hasNextPage,
        hasPreviousPage,
        startCursor: edges[0]?.cursor ?? null,
        endCursor: edges.at(-1)?.cursor ?? null,
      };
    },
    totalCount: ({ snapshot, catalogue, arguments: { filter } }, _args, { database }) =>
      userCount(database, catalogue, snapshot, filter),
  },
  User: {
    id: ({ userId }) => userId,
    segments: segmentsOf,
    segment: (user, { dimension }) => {
      const catalogue = catalogues.get(user) as SegmentCatalogue;
      const { key } = requireDimension(catalogue, dimension);
      const found = segmentsOf(user).find((segment) => segment.dimension === key);
      if (!found) throw new Error(`User ${user.userId} has no segment in ${key}.`);
      return found;
    },
    email: ({ email }, _args, { principal }) => (may(principal, 'personal-data') ? email : null),
    phone: ({ phone }, _args, { principal }) => (may(principal, 'personal-data') ? phone : null),
  },
};
