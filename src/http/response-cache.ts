// Answers kept in memory, 30 MB at most: those that are of the newest snapshot alone, by the snapshot, its revision and
// the caller's role, so that nobody gets what is stale or what is for others. Which snapshot is the newest is looked up
// each time. Types and fields say in the SDL that they may be kept; an answer with anything else in it is not, nor one
// that looks users up by the shop's ids, which a merge of users changes within a revision.
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import responseCachePlugin from '@apollo/server-plugin-response-cache';
import { type DocumentNode, Kind, visit } from 'graphql';
import type { Context } from '../graphql/context.ts';
import type { Snapshot } from '../snapshots/service.ts';

const BY_IDS = 'externalId';

export function newResponseCache(): ApolloServerPlugin<Context> {
  return responseCachePlugin<Context>({
    extraCacheKeyData: async ({ contextValue }) => {
      const { snapshot, role } = await keyOf(contextValue);
      // Of another database restored over this one, the time differs.
      return snapshot && [snapshot.id, snapshot.revision, snapshot.computedAt.getTime(), role];
    },
    shouldReadFromCache: async (request) => {
      const { snapshot } = await keyOf(request.contextValue);
      return snapshot !== null && !looksUpIds(request);
    },
    shouldWriteToCache: async (request) => {
      const { contextValue } = request;
      return (await contextValue.isOfNewest()) && !looksUpIds(request);
    },
  });
}

/** A database that is away is told of by whatever reads next. */
async function keyOf({
  newestSnapshot,
  principal,
}: Context): Promise<{ snapshot: Snapshot | null; role: string }> {
  return { snapshot: await newestSnapshot().catch(() => null), role: principal.role };
}

const known = new WeakMap<DocumentNode, boolean>();

/** Whether an input of that name stands anywhere in the document or its variables. */
function looksUpIds({ document, request: { variables } }: GraphQLRequestContext<Context>): boolean {
  if (!document || JSON.stringify(variables ?? {}).includes(`"${BY_IDS}"`)) return true;
  const is = known.get(document) ?? namesIt(document);
  known.set(document, is);
  return is;
}

function namesIt(document: DocumentNode): boolean {
  let found = false;
  visit(document, {
    [Kind.OBJECT_FIELD]({ name }) {
      found ||= name.value === BY_IDS;
    },
  });
  return found;
}
