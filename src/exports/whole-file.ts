// Files that are whole or not there: each is written beside its name, hashed on the way, and renamed when all of it is on
// disk. What is in memory is one piece.
import { createHash } from 'node:crypto';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname } from 'node:path';
import { Readable, type Transform } from 'node:stream';
import { pipeline } from 'node:stream/promises';

/** Postgres sends small ones. */
const PIECE_BYTES = 1 << 18;

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: Buffer;
}

export interface WriteOptions {
  readonly compressor?: Transform | null;
  readonly signal?: AbortSignal;
}

/** Writes a file whole or not at all. */
export async function writeWhole(
  path: string,
  source: AsyncIterable<Uint8Array>,
  { compressor = null, ...options }: WriteOptions = {},
): Promise<WrittenFile> {
  const unfinished = `${path}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  try {
    const bytes = Readable.from(source, { objectMode: false });
    const write = (pieces: AsyncIterable<Buffer>): Promise<WrittenFile> => writeHashed(unfinished, pieces);
    const written = await (compressor
      ? pipeline(bytes, compressor, write, options)
      : pipeline(bytes, write, options));
    await rename(unfinished, path);
    await syncFolder(dirname(path));
    return written;
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Returns when the file is on disk. */
async function writeHashed(path: string, bytes: AsyncIterable<Buffer>): Promise<WrittenFile> {
  const file = await open(path, 'w', 0o600);
  try {
    const hash = createHash('sha256');
    const piece = Buffer.allocUnsafeSlow(PIECE_BYTES);
    let [filled, written] = [0, 0];
    const flush = async (): Promise<void> => {
      const gathered = piece.subarray(0, filled);
      hash.update(gathered);
      await file.writeFile(gathered);
      written += filled;
      filled = 0;
    };
    for await (const some of bytes) {
      for (let at = 0; at < some.length; ) {
        const copied = some.copy(piece, filled, at);
        at += copied;
        filled += copied;
        if (filled === PIECE_BYTES) await flush();
      }
    }
    await flush();
    await file.sync();
    return { bytes: written, sha256: hash.digest() };
  } finally {
    await file.close();
  }
}

/** That the names in it are on disk. */
async function syncFolder(path: string): Promise<void> {
  const folder = await open(path, 'r');
  try {
    await folder.sync();
  } finally {
    await folder.close();
  }
}
