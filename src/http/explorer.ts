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
};

const own = (name: string) => ({
  read: (): Promise<string> => readFile(join(PAGE, name), 'utf8'),
  cached: 'no-cache',
});
/** Nine megabytes, read when somebody looks. */
const packaged = (part: 'js' | 'css' | 'editorWorkerService' | 'jsonWorker' | 'graphqlWorker') => ({
  read: async (): Promise<string> => (await import('@graphql-yoga/render-graphiql/graphiql'))[part],
  cached: 'max-age=3600',
});

const FILES = {
  '': { type: 'text/html', ...own('index.html') },
  '/start.js': { type: 'text/javascript', ...own('start.js') },
  '/style.css': { type: 'text/css', ...own('style.css') },
  '/graphiql.js': { type: 'text/javascript', ...packaged('js') },
  '/graphiql.css': { type: 'text/css', ...packaged('css') },
  '/worker-editor.js': { type: 'text/javascript', ...packaged('editorWorkerService') },
  '/worker-json.js': { type: 'text/javascript', ...packaged('jsonWorker') },
  '/worker-graphql.js': { type: 'text/javascript', ...packaged('graphqlWorker') },
};

export function serveExplorer(app: FastifyInstance): void {
  for (const [path, { type, read, cached }] of Object.entries(FILES)) {
    app.get(`/explorer${path}`, async (_request, reply) =>
      reply
        .headers({ ...HEADERS, 'cache-control': cached })
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
