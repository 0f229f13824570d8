// What clients may keep: an answer to GET, for this caller alone, if they ask each time whether it is still the same;
// then nothing is sent again. Errors and answers to POST are kept by nobody.
import { createHash } from 'node:crypto';
import type { FastifyInstance } from 'fastify';

const GRAPHQL = /^\/graphql(\?|$)/;

export function answerConditionally(app: FastifyInstance): void {
  app.addHook('onSend', async ({ method, url, headers }, reply, payload) => {
    if (!GRAPHQL.test(url)) return payload;
    const isKept = method === 'GET' && reply.statusCode === 200 && isWhole(payload);
    reply.header('cache-control', isKept ? 'private, no-cache' : 'no-store');
    if (!isKept) return payload;
    // Weak, for the bytes differ by compression.
    const tag = `W/"${createHash('sha256').update(payload).digest('base64url')}"`;
    reply.headers({ etag: tag, vary: 'authorization' });
    if (!tagsIn(headers['if-none-match']).includes(tag)) return payload;
    reply.code(304).removeHeader('content-length').removeHeader('content-type');
    return null;
  });
}

/** Errors come first in an answer that has any. */
function isWhole(payload: unknown): payload is string {
  return typeof payload === 'string' && payload.startsWith('{"data":');
}

function tagsIn(header: string | undefined): string[] {
  return (header ?? '').split(',').map((tag) => tag.trim());
}
