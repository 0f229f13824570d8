// Files of exports, at the signed addresses that marketers are given; whole or in part, so that a download that broke
// off goes on where it was.
import { createReadStream } from 'node:fs';
import type { FastifyInstance, FastifyReply, FastifyRequest } from 'fastify';
import type { Database } from '../db/database.ts';
import type { ApiCode } from '../errors.ts';
import { type Download, findDownload, openSigner } from '../exports/service.ts';

interface Route {
  readonly Params: { readonly id: string; readonly file: string };
  readonly Querystring: Record<string, unknown>;
}

interface ByteRange {
  readonly start: number;
  readonly end: number;
}

const REFUSED = 'The address is not valid (any more). Ask for the export again: its files have new ones.';
const GONE = 'The file is not kept (any more), or is on another machine.';

export function serveDownloads(app: FastifyInstance, database: Database, exportsDir: string): void {
  app.get<Route>('/exports/:id/:file', async (request, reply) => {
    const { id, file } = request.params;
    keepPrivate(reply);
    const signer = await openSigner(database);
    if (!signer.isValid(id, file, request.query, new Date())) return refuse(reply, 403, 'FORBIDDEN', REFUSED);
    const download = await findDownload(database, exportsDir, id, file);
    if (!download) return refuse(reply, 410, 'GONE', GONE);
    return send(request, reply, download);
  });
}

function keepPrivate(reply: FastifyReply): void {
  reply.headers({
    'cache-control': 'private, no-store',
    'referrer-policy': 'no-referrer',
    'x-content-type-options': 'nosniff',
    'content-security-policy': "default-src 'none'; sandbox",
  });
}

function refuse(reply: FastifyReply, status: number, code: ApiCode, message: string): FastifyReply {
  return reply
    .code(status)
    .type('application/json; charset=utf-8')
    .send({ errors: [{ message, extensions: { code } }] });
}

function send({ headers }: FastifyRequest<Route>, reply: FastifyReply, download: Download): FastifyReply {
  const { path, name, bytes, tag, type } = download;
  const etag = `"${tag}"`;
  reply.headers({
    'accept-ranges': 'bytes',
    'content-type': type,
    'content-disposition': `attachment; filename="${name}"`,
    etag,
  });
  const isSame = headers['if-range'] === undefined || headers['if-range'] === etag;
  const range = headers.range !== undefined && isSame ? readRange(headers.range, bytes) : 'whole';
  if (range === 'unsatisfiable') {
    reply.header('content-range', `bytes */${bytes}`);
    return refuse(reply, 416, 'BAD_REQUEST', `The file has ${bytes} bytes; nothing of it is in the range.`);
  }
  const { start, end } = range === 'whole' ? { start: 0, end: bytes - 1 } : range;
  if (range !== 'whole') reply.code(206).header('content-range', `bytes ${start}-${end}/${bytes}`);
  reply.header('content-length', end - start + 1);
  if (bytes === 0) return reply.send('');
  return reply.send(createReadStream(path, { start, end }));
}

/** One range as RFC 9110 writes it; what is none, or several, is answered with the whole file, as it allows. */
function readRange(header: string, bytes: number): ByteRange | 'whole' | 'unsatisfiable' {
  const [, first = '', last = ''] = /^bytes=(\d{0,15})-(\d{0,15})$/.exec(header.trim()) ?? [];
  if (first === '' && last === '') return 'whole';
  if (first === '')
    return Number(last) === 0 || bytes === 0
      ? 'unsatisfiable'
      : { start: Math.max(0, bytes - Number(last)), end: bytes - 1 };
  if (last !== '' && Number(last) < Number(first)) return 'whole';
  if (Number(first) >= bytes) return 'unsatisfiable';
  return { start: Number(first), end: last === '' ? bytes - 1 : Math.min(Number(last), bytes - 1) };
}
