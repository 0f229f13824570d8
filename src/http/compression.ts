// Answers are compressed from the size on where that pays, at speeds that keep up with the server. Requests are taken as
// they are: a small one that unpacks to a large one is somebody's attack.
import { constants } from 'node:zlib';
import compress from '@fastify/compress';
import type { FastifyInstance } from 'fastify';

const FROM_BYTES = 2048;
const BROTLI_QUALITY = 4;
const GZIP_LEVEL = 4;

export async function compressAnswers(app: FastifyInstance): Promise<void> {
  await app.register(compress, {
    threshold: FROM_BYTES,
    encodings: ['br', 'gzip', 'identity'],
    globalDecompression: false,
    brotliOptions: { params: { [constants.BROTLI_PARAM_QUALITY]: BROTLI_QUALITY } },
    zlibOptions: { level: GZIP_LEVEL },
  });
}
