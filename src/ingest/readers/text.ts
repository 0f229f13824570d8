// Bytes to text, strictly: what is not UTF-8, or holds a NUL, is no text file and is refused with its line.
import { isUtf8 } from 'node:buffer';
import { UnreadableFileError } from '../../errors.ts';

const LINE_END = 10;

function countLines(bytes: Uint8Array, end: number): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0 && at < end; at = bytes.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}

/** Decodes a stream of bytes; a leading byte order mark is dropped. */
export async function* decodeText(source: AsyncIterable<Buffer>, fileName: string): AsyncGenerator<string> {
  const decoder = new TextDecoder('utf-8', { fatal: true });
  let line = 1;
  let before: Buffer = Buffer.alloc(0);
  for await (const bytes of source) {
    const nul = bytes.indexOf(0);
    if (nul >= 0) throw refusal(fileName, line + countLines(bytes, nul), binaryReason(bytes));
    let text: string;
    try {
      text = decoder.decode(bytes, { stream: true });
    } catch (error) {
      throw refusal(fileName, line + linesBeforeDamage(before, bytes), NOT_UTF8, error);
    }
    yield text;
    line += countLines(bytes, bytes.length);
    before = bytes;
  }
  try {
    decoder.decode();
  } catch (error) {
    throw refusal(fileName, line, NOT_UTF8, error);
  }
}

const NOT_UTF8 = 'not valid UTF-8. Save the file as UTF-8.';

function binaryReason(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return 'this is UTF-16. Save the file as UTF-8.';
  return 'a zero byte. This is a binary file; expected CSV, NDJSON or Parquet (text may be gzipped).';
}

function refusal(fileName: string, line: number, reason: string, cause?: unknown): UnreadableFileError {
  return new UnreadableFileError(`${fileName}, line ${line}: ${reason}`, { cause });
}

/** How many whole lines of `bytes` are UTF-8 before one that is not; its first line may have begun in `before`. */
function linesBeforeDamage(before: Buffer, bytes: Buffer): number {
  let start = before.lastIndexOf(LINE_END) + 1;
  let pending = before.subarray(start);
  let lines = 0;
  start = 0;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (!isUtf8(Buffer.concat([pending, bytes.subarray(start, end)]))) break;
    lines++;
    start = end + 1;
    pending = Buffer.alloc(0);
  }
  return lines;
}
