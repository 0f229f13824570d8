import { authorizeFilter } from '../auth/filters.ts';
import { may } from '../auth/principal.ts';
import { CursorError } from '../errors.ts';
import { unknownDimension } from '../filters/user-filter.ts';
import type { ConditionKind, Resolvers, RuleOutcome, RunKind } from '../graphql/resolvers-types.ts';
import { type SegmentCatalogue, summaryOf } from '../segments/service.ts';
import { readSnapshotId, type Snapshot } from '../snapshots/service.ts';
import {
  type PageArguments,
  readPageArguments,
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

function once<T>(make: () => Promise<T>): () => Promise<T> {
  let made: Promise<T> | undefined;
  return () => {
    made ??= make();
    return made;
  };
}

export const userResolvers: Resolvers = {
  Query: {
    user: async (_parent, by, { view, database }) => userBy(database, (await view()).catalogue, by),
    users: async (_parent, args, { view, database, principal }) => {
      authorizeFilter(principal, args.filter);
      const page = await readPageArguments(database, args);
      const asked = typeof args.snapshot === 'string' ? readSnapshotId(args.snapshot, 'snapshot') : null;
      if (asked !== null && page.snapshotId !== null && asked !== page.snapshotId) {
        throw new CursorError(`snapshot: the cursor is of snapshot ${page.snapshotId}, not of ${asked}.`);
      }
      const { snapshot, catalogue } = await view(asked ?? page.snapshotId ?? undefined);
      const readPage = once(() => userPage(database, { snapshot, catalogue }, page));
      return { snapshot, catalogue, arguments: page, page: readPage };
    },
  },
  UserConnection: {
    edges: async ({ page }) => [...(await page()).edges],
    nodes: async ({ page }) => (await page()).edges.map(({ node }) => node),
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
    summary: ({ catalogue, arguments: { filter } }, _args, { database }) =>
      summaryOf(database, catalogue, filter),
  },
  User: {
    id: ({ userId }) => userId,
    segments: ({ segments }) => [...segments],
    segment: ({ segments }, { dimension }) => {
      const found = segments.find((segment) => segment.dimension === dimension);
      if (found) return found;
      throw unknownDimension(
        'dimension',
        dimension,
        segments.map((segment) => segment.dimension),
      );
    },
    explanation: async ({ userId, snapshotId }, _args, { view }) =>
      (await view(snapshotId)).users.explanations.load(userId),
    history: async ({ userId, snapshotId }, { dimension = null, first }, { view }) =>
      (await view(snapshotId)).users.history({ userId, dimension, first }),
    segmentsAt: async ({ userId, snapshotId }, { snapshot }, { view }) => {
      const asked = { userId, snapshotId: readSnapshotId(snapshot, 'snapshot') };
      const segments = await (await view(snapshotId)).users.pastSegments.load(asked);
      return segments && [...segments];
    },
    email: ({ email }, _args, { principal }) => (may(principal, 'personal-data') ? email : null),
    phone: ({ phone }, _args, { principal }) => (may(principal, 'personal-data') ? phone : null),
  },
  Explanation: {
    dimensions: ({ dimensions }) => [...dimensions],
    scores: ({ scores }) => [...scores],
  },
  DimensionExplanation: {
    rules: ({ rules }) => [...rules],
    history: async ({ userId, key, segment }, { first }, { view }) =>
      (await view(segment.snapshotId)).users.history({ userId, dimension: key, first }),
  },
  RuleExplanation: {
    outcome: ({ outcome }) => outcome.toUpperCase() as RuleOutcome,
    lines: ({ lines }) => [...lines],
  },
  ConditionLine: {
    kind: ({ kind }) => kind.toUpperCase() as ConditionKind,
  },
  ScoreExplanation: {
    components: ({ components }) => [...components],
  },
  ScoreComponent: {
    step: ({ reason }) => reason,
  },
  SegmentChange: {
    snapshot: ({ snapshotId }) => snapshotId,
    run: ({ snapshotId }) => snapshotId,
    runKind: ({ runKind }) => runKind.toUpperCase() as RunKind,
  },
};
