// Files of an export. Each is written beside its name, hashed on the way, and renamed when it is whole and on disk, so
// that a file that is there is complete.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, open, rename, rm } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import { Readable, Transform, type TransformCallback } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Compression } from './formats/compression.ts';
import { extension } from './formats/compression.ts';
import type { Format } from './formats/format.ts';
import type { Export } from './stored.ts';

const BUFFER_BYTES = 1 << 18;

export interface WrittenFile {
  readonly bytes: number;
  readonly sha256: Buffer;
}

/** A name for files out of the audience's: ASCII letters, digits and hyphens. */
export function fileStem(audienceName: string): string {
  const plain = audienceName
    .normalize('NFKD')
    .toLowerCase()
    .replace(/[^a-z0-9]+/g, '-');
  return (
    plain
      .replace(/^-+|-+$/g, '')
      .slice(0, 60)
      .replace(/-$/, '') || 'audience'
  );
}

/** `part` counts from 1; null is the one file that was joined. */
export function fileName({ fileStem, exportId, format, compression }: Export, part: number | null): string {
  const number = part === null ? '' : `-${String(part).padStart(5, '0')}`;
  return `${fileStem}-${exportId}${number}.${extension(format as Format, compression as Compression)}`;
}

export function manifestName({ fileStem, exportId }: Export): string {
  return `${fileStem}-${exportId}.manifest.json`;
}

/** Where the files of an export are: the folder that was asked for, or one of its own under Strata's. */
export function folderOf({ directory, exportId }: Export, exportsDir: string): string {
  return directory ?? join(exportsDir, String(exportId));
}

/** Writes a file whole or not at all. */
export async function writeWhole(
  path: string,
  source: AsyncIterable<Uint8Array>,
  transforms: readonly Transform[] = [],
  signal: AbortSignal | undefined = undefined,
): Promise<WrittenFile> {
  const unfinished = `${path}.part`;
  await mkdir(dirname(path), { recursive: true, mode: 0o700 });
  const hashing = new Hashing();
  try {
    const target = createWriteStream(unfinished, { highWaterMark: BUFFER_BYTES, mode: 0o600 });
    await pipeline([Readable.from(source, { objectMode: false }), ...transforms, hashing, target], {
      signal,
    });
    await syncFile(unfinished);
    await rename(unfinished, path);
    await syncFile(dirname(path));
    return hashing.result();
  } catch (error) {
    await rm(unfinished, { force: true });
    throw error;
  }
}

/** Passes bytes on, and keeps their number and hash; in large pieces, for Postgres sends small ones. */
class Hashing extends Transform {
  readonly #hash = createHash('sha256');
  #bytes = 0;
  #gathered: Buffer[] = [];
  #gatheredBytes = 0;

  override _transform(chunk: Buffer, _encoding: BufferEncoding, done: TransformCallback): void {
    this.#gathered.push(chunk);
    this.#gatheredBytes += chunk.length;
    if (this.#gatheredBytes >= BUFFER_BYTES) this.#passOn();
    done();
  }

  override _flush(done: TransformCallback): void {
    if (this.#gatheredBytes > 0) this.#passOn();
    done();
  }

  #passOn(): void {
    const piece = Buffer.concat(this.#gathered);
    this.#hash.update(piece);
    this.#bytes += piece.length;
    [this.#gathered, this.#gatheredBytes] = [[], 0];
    this.push(piece);
  }

  result(): WrittenFile {
    return { bytes: this.#bytes, sha256: this.#hash.digest() };
  }
}

/** Of a folder: that the names in it are on disk. */
async function syncFile(path: string): Promise<void> {
  const file = await open(path, 'r');
  try {
    await file.sync();
  } finally {
    await file.close();
  }
}

/** Removes the files of an export, whole and unfinished ones; the folder too where it is Strata's own. */
export async function removeFiles(
  exported: Export,
  exportsDir: string,
  parts: readonly number[],
): Promise<void> {
  const folder = folderOf(exported, exportsDir);
  if (exported.directory === null) return rm(folder, { recursive: true, force: true });
  const names = [...parts, null].map((part) => fileName(exported, part));
  for (const name of [...names, manifestName(exported)]) {
    await rm(join(folder, name), { force: true });
    await rm(join(folder, `${name}.part`), { force: true });
  }
}
