// Opens a file by what is in it: Parquet and gzip by their first bytes, NDJSON by an opening brace, else CSV.
// Hashes the content as it passes (unpacked, so that a gzipped copy is the same file), without reading twice.
import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { Readable } from 'node:stream';
import { createGunzip } from 'node:zlib';
import { describeError, UnreadableFileError } from '../../errors.ts';
import { readCsv } from './csv.ts';
import { readNdjson } from './ndjson.ts';
import { LONGEST_RECORD, type RecordReader } from './record-batch.ts';
import { decodeText } from './text.ts';

const PIECE_BYTES = 65_536;

export interface OpenedFile {
  readonly name: string;
  /** Bytes on disk. */
  readonly size: number;
  readonly reader: RecordReader;
  /** Bytes on disk that were read so far. */
  bytesRead(): number;
  /** SHA-256 and length of the unpacked content; call it when `reader` is exhausted. */
  content(): Promise<FileContent>;
}

export interface FileContent {
  readonly sha256: Buffer;
  readonly bytes: number;
}

/** Checks that `path` is a file that can be read and isn't empty; returns its size in bytes. */
export async function fileSize(path: string): Promise<number> {
  const found = await stat(path).catch((error: NodeJS.ErrnoException) => {
    const reason = error.code === 'ENOENT' ? 'there is no such file' : describeError(error);
    throw new UnreadableFileError(`${path}: ${reason}.`);
  });
  if (found.isDirectory()) throw new UnreadableFileError(`${path}: this is a directory; expected a file.`);
  if (!found.isFile())
    throw new UnreadableFileError(
      `${path}: this is a pipe or a device; expected a file, which can be read twice.`,
    );
  if (found.size === 0) throw new UnreadableFileError(`${path}: the file is empty.`);
  return found.size;
}

/** What a file that is not packed is known by. */
export async function hashFile(path: string): Promise<FileContent> {
  const hash = createHash('sha256');
  let bytes = 0;
  for await (const piece of createReadStream(path, { highWaterMark: PIECE_BYTES })) {
    hash.update(piece as Buffer);
    bytes += (piece as Buffer).length;
  }
  return { sha256: hash.digest(), bytes };
}

async function firstBytes(path: string): Promise<Buffer> {
  const file = await open(path).catch((error) => {
    throw new UnreadableFileError(`${path}: can't be opened (${describeError(error)}).`);
  });
  try {
    const { buffer, bytesRead } = await file.read(Buffer.alloc(4), 0, 4, 0);
    return buffer.subarray(0, bytesRead);
  } finally {
    await file.close();
  }
}

/** Opens a CSV, NDJSON or Parquet file, plain or gzipped. Throws an UnreadableFileError where it can't. */
export async function openFile(path: string): Promise<OpenedFile> {
  const name = basename(path);
  const size = await fileSize(path);
  const magic = await firstBytes(path);
  if (magic.toString('latin1') === 'PAR1') {
    const { readParquet } = await import('./parquet.ts'); // large, and rarely needed
    const reader = await readParquet(path, name);
    return { name, size, reader, bytesRead: () => size, content: () => hashFile(path) };
  }
  const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
  const onDisk = new Meter();
  const unpacked = new Meter();
  const bytes = unpacked.watch(unpack(onDisk.watch(rawBytes(path), false), name, gzipped));
  const reader = await readText(decodeText(bytes, name), name);
  const content = async (): Promise<FileContent> => ({
    sha256: unpacked.hash.digest(),
    bytes: unpacked.bytes,
  });
  return { name, size, reader, bytesRead: () => onDisk.bytes, content };
}

class Meter {
  bytes = 0;
  readonly hash = createHash('sha256');

  async *watch(source: AsyncIterable<Buffer>, hashing = true): AsyncGenerator<Buffer> {
    for await (const piece of source) {
      this.bytes += piece.length;
      if (hashing) this.hash.update(piece);
      yield piece;
    }
  }
}

function rawBytes(path: string): AsyncIterable<Buffer> {
  return createReadStream(path, { highWaterMark: PIECE_BYTES });
}

async function* unpack(raw: AsyncGenerator<Buffer>, name: string, gzipped: boolean): AsyncGenerator<Buffer> {
  if (!gzipped) return yield* raw;
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const source = Readable.from(raw, { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    if (!/^Z_|^ERR_/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    throw new UnreadableFileError(
      `${name}: the gzip data is cut off or damaged (${(error as Error).message}).`,
      { cause: error },
    );
  }
}

async function readText(text: AsyncGenerator<string>, name: string): Promise<RecordReader> {
  let head = '';
  while (head.trim() === '' && head.length < LONGEST_RECORD) {
    const { done, value } = await text.next();
    if (done) break;
    head += value;
  }
  const start = head.trimStart();
  if (start === '') throw new UnreadableFileError(`${name}: the file holds no text.`);
  if (/^\[\s*[{\]]/.test(start)) {
    throw new UnreadableFileError(
      `${name}: this is one JSON list; expected NDJSON, which is one object a line with nothing around them.`,
    );
  }
  const whole = prepend(head, text);
  return start.startsWith('{') ? readNdjson(whole, name) : readCsv(whole, name);
}

async function* prepend(head: string, rest: AsyncIterable<string>): AsyncGenerator<string> {
  yield head;
  yield* rest;
}
