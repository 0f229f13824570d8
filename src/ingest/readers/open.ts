// Opens a file by what is in it: Parquet and gzip by their first bytes, NDJSON by an opening brace, else CSV.
// Hashes the content as it passes (unpacked, so that a gzipped copy is the same file), without reading twice.
import { createHash } from 'node:crypto';
import { open, stat } from 'node:fs/promises';
import { basename } from 'node:path';
import { describeError, UnreadableFileError } from '../../errors.ts';
import { readCsv } from './csv.ts';
import { readNdjson } from './ndjson.ts';
import { readPieces, unzip } from './pieces.ts';
import { LONGEST_RECORD, type RecordReader } from './records.ts';

const PARQUET = 'PAR1';
/** A byte order mark has three bytes, and no piece need hold all of it. */
const MARK_BYTES = 4;

export interface OpenedFile {
  readonly name: string;
  /** Bytes on disk. */
  readonly size: number;
  readonly reader: RecordReader;
  /** Bytes on disk that were read so far. */
  bytesRead(): number;
  /** SHA-256 and length of the unpacked content; call it when `reader` is exhausted. */
  content(): Promise<FileContent>;
  /** To be called when no more is read, for whatever reason. */
  close(): Promise<void>;
}

export interface FileContent {
  readonly sha256: Buffer;
  readonly bytes: number;
}

/**
 * Files from this size on are worth what makes many rows quicker, a thread to parse them or a bulk load: for smaller ones
 * either costs more than it saves.
 */
export const LARGE_BYTES = 4_000_000;

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
  for await (const piece of readPieces(path)) {
    hash.update(piece);
    bytes += piece.length;
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

/** Whether it takes longer to parse a file than to write its rows: Parquet and NDJSON, which make texts of every value. */
export async function isCostly(path: string): Promise<boolean> {
  const magic = (await firstBytes(path)).toString('latin1');
  return magic === PARQUET || magic.startsWith('{');
}

/** Opens a CSV, NDJSON or Parquet file, plain or gzipped. Throws an UnreadableFileError where it can't. */
export async function openFile(path: string): Promise<OpenedFile> {
  const name = basename(path);
  const size = await fileSize(path);
  const magic = await firstBytes(path);
  if (magic.toString('latin1') === PARQUET) {
    const { readParquet } = await import('./parquet.ts'); // large, and rarely needed
    const reader = await readParquet(path, name);
    return {
      name,
      size,
      reader,
      bytesRead: () => size,
      content: () => hashFile(path),
      close: async () => {},
    };
  }
  const onDisk = new Meter();
  const unpacked = new Meter();
  const raw = onDisk.watch(readPieces(path), false);
  const gzipped = magic[0] === 0x1f && magic[1] === 0x8b;
  const bytes = unpacked.watch(gzipped ? unzip(raw, name) : raw);
  const close = async (): Promise<void> => {
    await bytes.return(undefined);
  };
  const reader = await readText(bytes, name).catch(async (error) => {
    await close();
    throw error;
  });
  const content = async (): Promise<FileContent> => ({
    sha256: unpacked.hash.digest(),
    bytes: unpacked.bytes,
  });
  return { name, size, reader, bytesRead: () => onDisk.bytes, content, close };
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

async function readText(pieces: AsyncGenerator<Buffer>, name: string): Promise<RecordReader> {
  let head: Buffer = Buffer.alloc(0);
  while (head.length < MARK_BYTES || (head.length < LONGEST_RECORD && head.toString().trim() === '')) {
    const { done, value } = await pieces.next();
    if (done) break;
    head = Buffer.concat([head, value]);
  }
  const start = head.toString().trimStart();
  if (start === '') throw new UnreadableFileError(`${name}: the file holds no text.`);
  if (/^\[\s*[{\]]/.test(start)) {
    throw new UnreadableFileError(
      `${name}: this is one JSON list; expected NDJSON, which is one object a line with nothing around them.`,
    );
  }
  const whole = prepend(head, pieces);
  return start.startsWith('{') ? readNdjson(whole, name) : readCsv(whole, name);
}

async function* prepend(head: Buffer, rest: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  yield head;
  yield* rest;
}
