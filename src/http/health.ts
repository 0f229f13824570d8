// Health, for everybody: whether the server can answer, and nothing else.
import type { FastifyInstance } from 'fastify';
import type { Database } from '../db/database.ts';
import { answers } from '../db/pool.ts';

export function serveHealth(app: FastifyInstance, database: Database): void {
  app.get('/healthz', async (_request, reply) => {
    const healthy = await answers(database.pool);
    return reply.code(healthy ? 200 : 503).send({ status: healthy ? 'ok' : 'database unreachable' });
  });
}
