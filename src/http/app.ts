// HTTP: GraphQL at /graphql for callers with a key, /healthz for everybody, nothing else.
import { ApolloServer, HeaderMap } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import fastifyApollo from '@as-integrations/fastify';
import Fastify, {
  type FastifyBaseLogger,
  type FastifyInstance,
  type FastifyRequest,
  LogController,
} from 'fastify';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { principalOf } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import type { Database } from '../db/database.ts';
import { answers } from '../db/pool.ts';
import { type Context, newContext } from '../graphql/context.ts';
import { newErrorFormatter } from '../graphql/errors.ts';
import { resolvers, typeDefs } from '../graphql/schema.ts';
import type { StartRun } from '../graphql/start-run.ts';
import { answerProblemsAsGraphQL, refuseDeepBodies } from './problems.ts';

export interface AppOptions {
  readonly database: Database;
  readonly startRun: StartRun;
  readonly log: Logger;
  readonly production: boolean;
}

const LARGEST_BODY_BYTES = 1_048_576;
/** A document of the largest body could nest deeper than its parser's stack. */
const MOST_TOKENS = 10_000;

export async function buildApp({
  database,
  startRun,
  log,
  production,
}: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY_BYTES,
  });
  const apollo = new ApolloServer<Context>({
    typeDefs,
    resolvers,
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    logger: log,
    formatError: newErrorFormatter(log),
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  answerProblemsAsGraphQL(app, log);
  refuseDeepBodies(app);
  await app.register(fastifyApollo(apollo), {
    context: async (request) => newContext(database, await authenticate(database, request), startRun),
  });
  app.get('/healthz', async (_request, reply) => {
    const healthy = await answers(database.pool);
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'ok' : 'database unreachable' });
  });
  return app;
}

async function authenticate(database: Database, request: FastifyRequest): Promise<Principal> {
  const [, key] = /^Bearer +(\S+)$/i.exec(request.headers.authorization ?? '') ?? [];
  const principal = key === undefined ? null : await principalOf(database.prisma, key);
  if (principal) return principal;
  const reason =
    key === undefined
      ? 'Send an API key as "Authorization: Bearer KEY".'
      : 'The API key is unknown or revoked.';
  throw new GraphQLError(reason, {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer']]) },
    },
  });
}
