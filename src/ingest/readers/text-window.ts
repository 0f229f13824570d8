// The part of a text file that is not read yet, as bytes: pieces are appended, records are taken off the front.
// Strict: what is not UTF-8, or holds a NUL, is no text file and is refused with its line. A leading byte order
// mark is dropped. Memory holds one piece, and the record that is not complete.
import { isUtf8 } from 'node:buffer';
import { UnreadableFileError } from '../../errors.ts';

const FIRST_CAPACITY = 524_288;
const LINE_END = 10;
const BYTE_ORDER_MARK = Buffer.from('\ufeff');
const NOT_UTF8 = 'not valid UTF-8. Save the file as UTF-8.';

export class TextWindow {
  bytes: Buffer = Buffer.allocUnsafeSlow(FIRST_CAPACITY);
  /** Where the next record begins, and its line; whoever reads a record moves both. */
  start = 0;
  line = 1;
  /** Where the last whole character ends. */
  end = 0;
  #filled = 0;
  #begun = false;
  readonly #fileName: string;

  constructor(fileName: string) {
    this.#fileName = fileName;
  }

  append(piece: Uint8Array): void {
    this.#makeRoom(piece.length);
    const checked = this.end;
    this.bytes.set(piece, this.#filled);
    this.#filled += piece.length;
    this.end = this.#endOfWholeCharacters();
    this.#check(checked);
    if (this.#begun || this.end === 0) return;
    this.#begun = true;
    const { length } = BYTE_ORDER_MARK;
    if (BYTE_ORDER_MARK.equals(this.bytes.subarray(0, length))) this.start = length;
  }

  /** Takes the lines that are complete; it is up to the caller to move `line`. */
  takeLines(): string[] {
    const { bytes, start, end } = this;
    const after = end > start ? bytes.lastIndexOf(LINE_END, end - 1) + 1 : 0;
    if (after <= start) return [];
    this.start = after;
    return bytes.toString('utf8', start, after - 1).split('\n');
  }

  /** Ends the text, and its last line if that has no end. */
  finish(): void {
    if (this.end < this.#filled) throw this.refusal(NOT_UTF8, this.end);
    if (this.start < this.end && this.bytes[this.end - 1] !== LINE_END) this.append(Buffer.of(LINE_END));
  }

  /** True if what is not read yet has more characters than that. */
  isLongerThan(characters: number): boolean {
    const { bytes, start, end } = this;
    return end - start > characters && bytes.toString('utf8', start, end).length > characters;
  }

  /** For the line on which the byte at `at` stands. */
  refusal(reason: string, at = this.start): UnreadableFileError {
    const line = this.line + countLines(this.bytes.subarray(this.start, at));
    return new UnreadableFileError(`${this.#fileName}, line ${line}: ${reason}`);
  }

  #makeRoom(length: number): void {
    const unread = this.#filled - this.start;
    const { bytes, start } = this;
    if (unread + length > bytes.length)
      this.bytes = Buffer.allocUnsafeSlow(Math.max(bytes.length * 2, unread + length));
    if (start > 0 || this.bytes !== bytes) bytes.copy(this.bytes, 0, start, this.#filled);
    this.#filled = unread;
    this.end -= start;
    this.start = 0;
  }

  /** A character of UTF-8 that is not complete is at most three bytes, the first of which says its length. */
  #endOfWholeCharacters(): number {
    for (let back = 1; back <= 3 && back <= this.#filled; back++) {
      const byte = this.bytes[this.#filled - back] as number;
      if (byte < 0x80) break;
      if (byte >= 0xc0) return lengthOfCharacter(byte) > back ? this.#filled - back : this.#filled;
    }
    return this.#filled;
  }

  #check(from: number): void {
    const added = this.bytes.subarray(from, this.#filled);
    const nul = added.indexOf(0);
    if (nul >= 0) throw this.refusal(binaryReason(added), from + nul);
    if (isUtf8(this.bytes.subarray(from, this.end))) return;
    throw this.refusal(NOT_UTF8, from + firstDamagedLine(this.bytes.subarray(from, this.end)));
  }
}

function lengthOfCharacter(firstByte: number): number {
  return firstByte >= 0xf0 ? 4 : firstByte >= 0xe0 ? 3 : 2;
}

function binaryReason(bytes: Buffer): string {
  const mark = bytes.subarray(0, 2).toString('hex');
  if (mark === 'fffe' || mark === 'feff') return 'this is UTF-16. Save the file as UTF-8.';
  return 'a zero byte. This is a binary file; expected CSV, NDJSON or Parquet (text may be gzipped).';
}

export function countLines(bytes: Buffer): number {
  let lines = 0;
  for (let at = bytes.indexOf(LINE_END); at >= 0; at = bytes.indexOf(LINE_END, at + 1)) lines++;
  return lines;
}

/** Where the line begins that is not UTF-8; `bytes` begin with a whole character. */
function firstDamagedLine(bytes: Buffer): number {
  let start = 0;
  for (let end = bytes.indexOf(LINE_END); end >= 0; end = bytes.indexOf(LINE_END, start)) {
    if (!isUtf8(bytes.subarray(start, end))) break;
    start = end + 1;
  }
  return start;
}
