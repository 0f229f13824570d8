// The explorer: GraphiQL at /explorer, every byte of it from this server. It can do what the key typed into it may, and
// its page runs no script and asks no server but this one.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import type { FastifyInstance } from 'fastify';

const PAGE = join(import.meta.dirname, 'explorer');
const POLICY = [
  "default-src 'none'",
  "script-src 'self'",
  "worker-src 'self'",
  // The editor lays itself out by inline styles.
  "style-src 'self' 'unsafe-inline'",
  "img-src 'self' data:",
  "font-src 'self' data:",
  "connect-src 'self'",
  "base-uri 'none'",
  "form-action 'none'",
  "frame-ancestors 'none'",
].join('; ');
const HEADERS = {
  'content-security-policy': POLICY,
  'x-content-type-options': 'nosniff',
  'referrer-policy': 'no-referrer',
  'cache-control': 'no-cache',
};

const own = (name: string) => (): Promise<string> => readFile(join(PAGE, name), 'utf8');
/** Nine megabytes, read when somebody looks. */
const packaged = (part: 'js' | 'css' | 'editorWorkerService' | 'jsonWorker' | 'graphqlWorker') => async () =>
  (await import('@graphql-yoga/render-graphiql/graphiql'))[part];

const FILES = {
  '': { type: 'text/html', read: own('index.html') },
  '/start.js': { type: 'text/javascript', read: own('start.js') },
  '/style.css': { type: 'text/css', read: own('style.css') },
  '/graphiql.js': { type: 'text/javascript', read: packaged('js') },
  '/graphiql.css': { type: 'text/css', read: packaged('css') },
  '/worker-editor.js': { type: 'text/javascript', read: packaged('editorWorkerService') },
  '/worker-json.js': { type: 'text/javascript', read: packaged('jsonWorker') },
  '/worker-graphql.js': { type: 'text/javascript', read: packaged('graphqlWorker') },
};

export function serveExplorer(app: FastifyInstance): void {
  for (const [path, { type, read }] of Object.entries(FILES)) {
    app.get(`/explorer${path}`, async (_request, reply) =>
      reply
        .headers(HEADERS)
        .type(`${type}; charset=utf-8`)
        .send(await read()),
    );
  }
  // Who opens the API in a browser means this.
  app.addHook('onRequest', async ({ method, url, headers }, reply) => {
    if (method === 'GET' && url === '/graphql' && headers.accept?.includes('text/html'))
      return reply.redirect('/explorer');
  });
}
