// What goes wrong before GraphQL has its say (a body too large, too deep, or no JSON), in the form its clients read.
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { reportBug } from '../graphql/errors.ts';

/** No input of the API nests nearly as deep, and whoever reads one by recursion runs out of stack far beyond. */
const DEEPEST_BODY = 100;

export function answerProblemsAsGraphQL(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const status = error.statusCode ?? 500;
    if (status < 500) {
      const problem = { message: error.message, extensions: { code: 'BAD_REQUEST' } };
      return reply.code(status).send({ errors: [problem] });
    }
    const { message, correlationId } = reportBug(log, error);
    const extensions = { code: 'INTERNAL_SERVER_ERROR', correlationId };
    return reply.code(500).send({ errors: [{ message, extensions }] });
  });
}

export function refuseDeepBodies(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body }) => {
    if (!nestsDeeper(body, DEEPEST_BODY)) return;
    const message = `The request's body nests deeper than ${DEEPEST_BODY} levels.`;
    throw Object.assign(new Error(message), { statusCode: 400 });
  });
}

/** Level by level, for recursion is what this guards against. */
function nestsDeeper(value: unknown, levels: number): boolean {
  let inside = [value];
  for (let level = 0; level <= levels; level++) {
    inside = inside.flatMap((one) => (typeof one === 'object' && one !== null ? Object.values(one) : []));
    if (inside.length === 0) return false;
  }
  return true;
}
