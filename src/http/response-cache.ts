// Answers kept in memory, 30 MB at most: those that are of the newest snapshot alone, by the snapshot, its revision and
// the caller's role, so that nobody gets what is stale or what is for others. Which snapshot is the newest is looked up
// each time; whoever asks is let in, counted and measured as ever. Types and fields say in the SDL that they may be kept;
// an answer with anything else in it is not, nor one that looks users up by the shop's ids, which a merge of users
// changes within a revision. What is kept is what was sent, so that GraphQL has no part in sending it again.
import type { ApolloServerPlugin, GraphQLRequestContext } from '@apollo/server';
import type { FastifyReply, FastifyRequest } from 'fastify';
import { type DocumentNode, Kind, visit } from 'graphql';
import { LRUCache } from 'lru-cache';
import type { Context } from '../graphql/context.ts';
import type { Snapshot } from '../snapshots/service.ts';
import type { RequestedOperation } from './operation.ts';

const BY_IDS = 'externalId';
const MOST_BYTES = 30_000_000;
/** About what an answer takes beside its characters. */
const ANSWER_BYTES = 500;
/** One of these, not empty, tells a GET from what another site has a browser send; Apollo asks for it too. */
const NOT_A_BROWSERS = ['x-apollo-operation-name', 'apollo-require-preflight'];

interface KeptAnswer {
  readonly contentType: string;
  readonly text: string;
}

/** Sends headers, and gives the body; undefined where it sends that as well. */
export type Answer = (request: FastifyRequest, reply: FastifyReply) => Promise<string | undefined>;

/** A request that was let in. */
export interface Asked {
  readonly operation: RequestedOperation;
  readonly context: Context;
}

export class ResponseCache {
  readonly #answers = new LRUCache<string, KeptAnswer>({
    maxSize: MOST_BYTES,
    sizeCalculation: ({ text }, key) => ANSWER_BYTES + 2 * (text.length + key.length),
  });
  /** For how many seconds the answer to an operation may be kept: by its signal, for Apollo copies the context. */
  readonly #secondsOf = new WeakMap<AbortSignal, number>();

  /** Finds out which answers may be kept. */
  readonly plugin: ApolloServerPlugin<Context> = {
    requestDidStart: async () => ({
      willSendResponse: async (request) => {
        const seconds = secondsToKeep(request);
        if (seconds > 0 && (await request.contextValue.isOfNewest()))
          this.#secondsOf.set(request.contextValue.signal, seconds);
      },
    }),
  };

  /** `answer`, but for what was answered before; `enter` lets a request in, once, and throws where it does not. */
  keepAnswersOf(
    answer: Answer,
    enter: (request: FastifyRequest, reply: FastifyReply) => Promise<Asked>,
  ): Answer {
    return async (request, reply) => {
      // Where nobody is let in, `answer` says so.
      const asked = isPreflighted(request) ? await enter(request, reply).catch(() => null) : null;
      const snapshot = asked && (await asked.context.newestSnapshot().catch(() => null));
      if (!asked || !snapshot) return answer(request, reply);
      const key = keyOf(request, asked, snapshot);
      const kept = this.#answers.get(key);
      if (!kept) return this.#keep(key, asked, reply, await answer(request, reply));
      reply.type(kept.contentType);
      return kept.text;
    };
  }

  #keep(key: string, { context }: Asked, reply: FastifyReply, text: string | undefined): string | undefined {
    const seconds = this.#secondsOf.get(context.signal);
    const contentType = reply.getHeader('content-type');
    if (seconds !== undefined && text !== undefined && typeof contentType === 'string')
      this.#answers.set(key, { contentType, text }, { ttl: seconds * 1000 });
    return text;
  }
}

/** Apollo refuses others as another site's, before anybody is let in. */
function isPreflighted({ method, headers }: FastifyRequest): boolean {
  const type = headers['content-type'];
  if (method === 'POST') return type?.startsWith('application/json') === true;
  return type === undefined && NOT_A_BROWSERS.some((name) => headers[name]);
}

function keyOf({ headers }: FastifyRequest, { operation, context }: Asked, snapshot: Snapshot): string {
  const { query, operationName, variables } = operation;
  // Of another database restored over this one, the time differs.
  const of = [snapshot.id, snapshot.revision, snapshot.computedAt.getTime(), context.principal.role];
  return JSON.stringify([of, headers.accept, query, operationName, variables]);
}

/** 0 for an answer that is not to be kept. */
function secondsToKeep(request: GraphQLRequestContext<Context>): number {
  const { operation, response, overallCachePolicy } = request;
  if (operation?.operation !== 'query' || response.body?.kind !== 'single') return 0;
  const { data, errors } = response.body.singleResult;
  const policy = overallCachePolicy.policyIfCacheable();
  if (!data || errors || policy?.scope !== 'PUBLIC' || looksUpIds(request)) return 0;
  return policy.maxAge;
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
