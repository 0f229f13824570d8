// Bytes to text, strictly: what is not UTF-8, or holds a NUL, is no text file and is refused with its line.
import { UnreadableFileError } from '../../errors.ts';

function countLines(bytes: Uint8Array, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(10); at >= 0 && at < end; at = bytes.indexOf(10, at + 1)) lines++;
  return lines;
}

/** Decodes a stream of bytes; a leading byte order mark is dropped. */
export async function* decodeText(source: AsyncIterable<Buffer>, fileName: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  for await (const bytes of source) {
    const nul = bytes.indexOf(0);
    if (nul >= 0) {
      throw new UnreadableFileError(
        `${fileName}, line ${line + countLines(bytes, nul)}: a zero byte. This is a binary file; expected CSV, NDJSON or Parquet.`,
      );
    }
    yield decode(decoder, bytes, fileName, line);
    line += countLines(bytes, bytes.length);
  }
  const rest = decode(decoder, undefined, fileName, line);
  if (rest) yield rest;
}

function decode(
  decoder: InstanceType<typeof TextDecoder>,
  bytes: Buffer | undefined,
  fileName: string,
  line: number,
): string {
  try {
    return bytes ? decoder.decode(bytes, { stream: true }) : decoder.decode();
  } catch (error) {
    const where = bytes ? `at or after line ${line}` : 'at its end';
    throw new UnreadableFileError(`${fileName}: not valid UTF-8 ${where}. Save the file as UTF-8.`, {
      cause: error,
    });
  }
}
