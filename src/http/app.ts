// HTTP: GraphQL at /graphql for callers with a key or a token, /healthz for everybody, files of exports for whoever has a
// signed address, the explorer where it is on, and nothing else. What is refused is refused in this order: another
// site's requests, strangers, too many requests, documents that are not trusted, operations that are too large; only
// then is anything validated or read.
import { fastifyApolloHandler } from '@as-integrations/fastify';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyReply,
  type FastifyRequest,
  LogController,
} from 'fastify';
import type { Logger } from 'pino';
import type { Principal } from '../auth/principal.ts';
import type { ApiConfig } from '../config.ts';
import { type Caller, type Context, newContext } from '../graphql/context.ts';
import { newErrorFormatter } from '../graphql/errors.ts';
import { newMeasure } from '../graphql/limits.ts';
import { schema } from '../graphql/schema.ts';
import { newApollo } from './apollo.ts';
import { endConnectionsOnClose } from './closing.ts';
import { compressAnswers } from './compression.ts';
import { answerConditionally } from './conditional.ts';
import { signalOf } from './deadline.ts';
import { serveDownloads } from './downloads.ts';
import { serveExplorer } from './explorer.ts';
import { newGate } from './gate.ts';
import { serveHealth } from './health.ts';
import { operationOf, type RequestedOperation } from './operation.ts';
import { answerProblemsAsGraphQL, orRefuse, refuseLargeBodies } from './problems.ts';
import { type Answer, type Asked, ResponseCache } from './response-cache.ts';
import { answerJsonWithOk } from './status.ts';
import { newSubscriptionServer } from './subscriptions.ts';
import { readTrustedDocuments, requireTrusted, takeDocumentIds } from './trusted-documents.ts';
import { orUnavailable } from './unavailable.ts';
import { newAddressOf, serveSubscriptions } from './websocket.ts';

export interface AppOptions extends Omit<Caller, 'principal' | 'signal' | 'allowedNetworks'> {
  readonly allowedNetworks?: Caller['allowedNetworks'];
  readonly log: Logger;
  readonly api: ApiConfig;
}

const LARGEST_BODY_BYTES = 1_048_576;

export async function buildApp({ log, api, ...given }: AppOptions): Promise<FastifyInstance> {
  const { database } = given;
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY_BYTES,
    trustProxy: api.trustedProxies.length > 0 ? [...api.trustedProxies] : false,
  });
  const trusted = api.trustedDocuments ? await readTrustedDocuments(api.trustedDocuments) : null;
  const cache = api.keepsAnswers ? new ResponseCache() : null;
  const apollo = newApollo({ schema, log, introspection: api.introspection, cache, trusted });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  answerProblemsAsGraphQL(app, log);
  refuseLargeBodies(app);
  answerJsonWithOk(app);
  endConnectionsOnClose(app);
  answerConditionally(app);
  if (trusted) takeDocumentIds(app);

  const gate = newGate(database.prisma, api);
  const measure = newMeasure(schema, api.mostCost);
  const admit = (operation: RequestedOperation): RequestedOperation => {
    const admitted = trusted ? requireTrusted(trusted, operation) : operation;
    measure(admitted);
    return admitted;
  };
  const contextOf = (principal: Principal, signal: AbortSignal): Context =>
    newContext({ allowedNetworks: [], ...given, principal, signal });
  const enter = once(async (request, reply): Promise<Asked> => {
    const { authorization } = request.headers;
    const principal = await orUnavailable(() => gate.authenticate(authorization, request.ip));
    gate.count(principal);
    const operation = orRefuse(() => admit(operationOf(request)));
    return { operation, context: contextOf(principal, signalOf(reply, api.longestOperationMs)) };
  });
  await app.register(async (scope) => {
    await compressAnswers(scope);
    const context = async (request: FastifyRequest, reply: FastifyReply) =>
      (await enter(request, reply)).context;
    const carryOut = fastifyApolloHandler(apollo, { context });
    const answer: Answer = async (request, reply) =>
      (await carryOut.call(scope, request, reply)) ?? undefined;
    const handler = cache ? cache.keepAnswersOf(answer, enter) : answer;
    scope.route({ method: ['GET', 'POST', 'OPTIONS'], url: '/graphql', handler });
  });
  const subscriptions = newSubscriptionServer({
    schema,
    gate,
    admit,
    contextOf,
    format: newErrorFormatter(log),
    addressOf: newAddressOf(api.trustedProxies),
    hidesSchema: !api.introspection,
    timeoutMs: api.longestOperationMs,
  });
  serveSubscriptions(app, subscriptions, log);
  serveHealth(app, database);
  serveDownloads(app, database, given.exportsDir);
  if (api.explorer) serveExplorer(app);
  return app;
}

/** For each request, what `work` gave the first time. */
function once<T>(
  work: (request: FastifyRequest, reply: FastifyReply) => Promise<T>,
): (request: FastifyRequest, reply: FastifyReply) => Promise<T> {
  const given = new WeakMap<FastifyRequest, Promise<T>>();
  return (request, reply) => {
    const known = given.get(request) ?? work(request, reply);
    given.set(request, known);
    return known;
  };
}
