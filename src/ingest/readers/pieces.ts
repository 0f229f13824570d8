// The bytes of a file in pieces, each to be used up before the next is asked for: they share the same memory.
import { type FileHandle, open } from 'node:fs/promises';
import { Readable } from 'node:stream';
import { setImmediate as nextTurn } from 'node:timers/promises';
import { createGunzip } from 'node:zlib';
import { UnreadableFileError } from '../../errors.ts';

/** What is read at once: for less, asking costs more than reading. */
const READ_BYTES = 262_144;
/** What is parsed at once: then the database has its turn, which else would wait for every answer. */
const PIECE_BYTES = 65_536;

/** The file as it is. Of two buffers one is used and the other read into. */
export async function* readPieces(path: string): AsyncGenerator<Buffer> {
  const file = await open(path);
  try {
    let [used, next] = [Buffer.allocUnsafeSlow(READ_BYTES), Buffer.allocUnsafeSlow(READ_BYTES)];
    for (let reading = read(file, next); ; ) {
      const bytesRead = await reading;
      if (bytesRead === 0) return;
      [used, next] = [next, used];
      reading = read(file, next);
      for (let at = 0; at < bytesRead; at += PIECE_BYTES) {
        yield used.subarray(at, Math.min(at + PIECE_BYTES, bytesRead));
        await nextTurn();
      }
    }
  } finally {
    await file.close();
  }
}

/** Bytes read; what fails is thrown to whoever waits for it. */
function read(file: FileHandle, buffer: Buffer): Promise<number> {
  const reading = file.read(buffer, 0, READ_BYTES).then(({ bytesRead }) => bytesRead);
  reading.catch(() => {});
  return reading;
}

/** What is packed in the gzip data of the file `name`. */
export async function* unzip(packed: AsyncIterable<Buffer>, name: string): AsyncGenerator<Buffer> {
  const gunzip = createGunzip({ chunkSize: PIECE_BYTES });
  const source = Readable.from(copies(packed), { objectMode: false });
  source.on('error', (error) => gunzip.destroy(error));
  try {
    yield* source.pipe(gunzip) as AsyncIterable<Buffer>;
  } catch (error) {
    if (!/^Z_|^ERR_/.test(String((error as NodeJS.ErrnoException).code))) throw error;
    throw new UnreadableFileError(
      `${name}: the gzip data is cut off or damaged (${(error as Error).message}).`,
      { cause: error },
    );
  } finally {
    source.destroy();
  }
}

/** For the stream, which takes pieces ahead. */
async function* copies(pieces: AsyncIterable<Buffer>): AsyncGenerator<Buffer> {
  for await (const piece of pieces) yield Buffer.from(piece);
}
