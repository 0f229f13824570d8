// HTTP: GraphQL at /graphql for callers with a key, /healthz for everybody, nothing else.
import fastifyApollo from '@as-integrations/fastify';
import Fastify, { type FastifyBaseLogger, type FastifyInstance, LogController } from 'fastify';
import type { Logger } from 'pino';
import type { Database } from '../db/database.ts';
import { newContext } from '../graphql/context.ts';
import type { StartRun } from '../graphql/start-run.ts';
import { newApollo } from './apollo.ts';
import { authenticate } from './authenticate.ts';
import { signalOf } from './deadline.ts';
import { serveHealth } from './health.ts';
import { answerProblemsAsGraphQL, refuseDeepBodies } from './problems.ts';

export interface AppOptions {
  readonly database: Database;
  readonly startRun: StartRun;
  readonly log: Logger;
  readonly production: boolean;
  /** An operation that takes longer is stopped; 30 seconds without it. */
  readonly operationTimeoutMs?: number;
}

const LARGEST_BODY_BYTES = 1_048_576;
const LONGEST_OPERATION_MS = 30_000;

export async function buildApp({
  database,
  startRun,
  log,
  production,
  operationTimeoutMs = LONGEST_OPERATION_MS,
}: AppOptions): Promise<FastifyInstance> {
  const app: FastifyInstance = Fastify({
    loggerInstance: log as FastifyBaseLogger,
    logController: new LogController({ disableRequestLogging: true }),
    bodyLimit: LARGEST_BODY_BYTES,
  });
  const apollo = newApollo(log, production);
  await apollo.start();
  app.addHook('onClose', () => apollo.stop());
  answerProblemsAsGraphQL(app, log);
  refuseDeepBodies(app);
  await app.register(fastifyApollo(apollo), {
    context: async ({ headers }, reply) => {
      const principal = await authenticate(database, headers.authorization);
      return newContext({ database, principal, startRun, signal: signalOf(reply, operationTimeoutMs) });
    },
  });
  serveHealth(app, database);
  return app;
}
