// What goes wrong before GraphQL has its say (a body too large, too deep, or no JSON), in the form its clients read.
import type { FastifyInstance } from 'fastify';
import type { Logger } from 'pino';
import { API_CODES, type ApiCode, isApiCode, StrataError } from '../errors.ts';
import { refusal, reportBug } from '../graphql/errors.ts';
import { refuseLargeInput } from '../graphql/limits.ts';

const TOO_LARGE = 413;

export function answerProblemsAsGraphQL(app: FastifyInstance, log: Logger): void {
  app.setErrorHandler((error: Error & { statusCode?: number }, _request, reply) => {
    const code = codeOf(error);
    if (code) {
      const status = error.statusCode ?? API_CODES[code];
      return reply.code(status).send({ errors: [{ message: error.message, extensions: { code } }] });
    }
    const { message, correlationId } = reportBug(log, error);
    const extensions = { code: 'INTERNAL_SERVER_ERROR', correlationId };
    return reply.code(500).send({ errors: [{ message, extensions }] });
  });
}

/** Null for a bug. */
function codeOf(error: Error & { statusCode?: number }): ApiCode | null {
  if (error instanceof StrataError) return isApiCode(error.code) ? error.code : null;
  if (error.statusCode === undefined || error.statusCode >= 500) return null;
  return error.statusCode === TOO_LARGE ? 'BODY_TOO_LARGE' : 'BAD_REQUEST';
}

/** Whoever reads a body that nests too deep by recursion runs out of stack. */
export function refuseLargeBodies(app: FastifyInstance): void {
  app.addHook('preValidation', async ({ body }) => refuseLargeInput(body));
}

/** What `work` gives; a problem of the caller's is thrown on as the refusal of the whole request. */
export function orRefuse<T>(work: () => T): T {
  try {
    return work();
  } catch (error) {
    if (error instanceof StrataError && isApiCode(error.code)) throw refusal(error.code, error.message);
    throw error;
  }
}
