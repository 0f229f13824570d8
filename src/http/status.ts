// HTTP statuses as the GraphQL-over-HTTP specification wants them: a request whose document or variables are wrong is
// answered with 400 as application/graphql-response+json, and with 200 as application/json, which older clients ask for.
import type { FastifyInstance } from 'fastify';
import type { ApiCode } from '../errors.ts';

const OF_THE_DOCUMENT: ReadonlySet<string> = new Set<ApiCode>([
  'BAD_USER_INPUT',
  'GRAPHQL_PARSE_FAILED',
  'GRAPHQL_VALIDATION_FAILED',
  'OPERATION_RESOLUTION_FAILURE',
]);

export function answerJsonWithOk(app: FastifyInstance): void {
  app.addHook('onSend', async (_request, reply, payload) => {
    const type = String(reply.getHeader('content-type') ?? '');
    if (reply.statusCode !== 400 || typeof payload !== 'string' || !type.startsWith('application/json'))
      return payload;
    const code = JSON.parse(payload).errors?.[0]?.extensions?.code;
    if (OF_THE_DOCUMENT.has(code)) reply.code(200);
    return payload;
  });
}
