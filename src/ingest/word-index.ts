// Numbers the distinct combinations of some columns of a file, so that the database is asked once for each. What it
// remembers is bounded: when that is too much, numbering begins anew.
import { ByteTable } from './byte-table.ts';
import type { Fields } from './readers/fields.ts';
import { clean } from './values.ts';

/** The longest text, in bytes of UTF-8, that an id or a word of a dictionary may have. */
export const LONGEST_VALUE = 500;

const MOST_KEYS = 262_144;
const MOST_KEY_BYTES = 4_194_304;
/** About what a text that waits to be written takes in memory, beside its characters. */
export const TEXT_BYTES = 100;
/** Between the values of a key: a byte that UTF-8 has nowhere. */
const SEPARATOR = 0xff;

/** What was numbered since the last time. */
export interface NewWords {
  /** True where the first of them has the number 0, and the ones before are forgotten. */
  readonly restarted: boolean;
  /** A combination that is written in several ways can be here as often. */
  readonly tuples: readonly (readonly string[])[];
}

export class WordIndex {
  /** About what the new words take in memory. */
  newBytes = 0;
  #new: string[][] = [];
  #restarted = true;
  readonly #table = new ByteTable();
  readonly #positions: readonly number[];
  readonly #read: (text: string) => string;
  /** Of columns that stand side by side, in whatever order: then one look at their bytes is enough. */
  readonly #span: { readonly first: number; readonly last: number } | undefined;
  readonly #key: Buffer;

  /** `positions` are those of the columns in a record, -1 for one that the file lacks; `read` makes a word of a text. */
  constructor(positions: readonly number[], read: (text: string) => string = clean) {
    this.#positions = positions;
    this.#read = read;
    const [first, last] = [Math.min(...positions), Math.max(...positions)];
    if (first >= 0 && last - first === positions.length - 1) this.#span = { first, last };
    this.#key = Buffer.alloc(positions.length * (LONGEST_VALUE + 1));
  }

  /** The number of a record's combination, or -1 if a value is too long. */
  numberOf(fields: Fields): number {
    const { size } = this.#table;
    const number = this.#numberOfSpan(fields) ?? this.#numberOfParts(fields);
    if (number === size) this.#note(fields);
    return number;
  }

  /** Hands over what is new, and then forgets everything if it is too much. */
  takeNew(): NewWords {
    const taken = { restarted: this.#restarted, tuples: this.#new };
    this.#new = [];
    this.newBytes = 0;
    this.#restarted = this.#table.size > MOST_KEYS || this.#table.bytes > MOST_KEY_BYTES;
    if (this.#restarted) this.#table.clear();
    return taken;
  }

  #numberOfSpan(fields: Fields): number | undefined {
    if (!this.#span || !fields.isPlain || fields.count <= this.#span.last) return undefined;
    const { first, last } = this.#span;
    const start = fields.trimmedStart(first);
    const end = fields.trimmedEnd(last, Math.max(start, fields.starts[last] as number));
    return end - start > LONGEST_VALUE ? undefined : this.#table.numberOf(fields.bytes, start, end);
  }

  #numberOfParts(fields: Fields): number {
    const [{ bytes }, key] = [fields, this.#key];
    let length = 0;
    for (let column = 0; column < this.#positions.length; column++) {
      const position = this.#positions[column] as number;
      const start = fields.trimmedStart(position);
      const end = fields.trimmedEnd(position, start);
      if (end - start > LONGEST_VALUE) return -1;
      if (column > 0) key[length++] = SEPARATOR;
      for (let at = start; at < end; at++) key[length++] = bytes[at] as number;
    }
    return this.#table.numberOf(key, 0, length);
  }

  #note(fields: Fields): void {
    const words = this.#positions.map((position) => this.#read(fields.text(position)));
    this.#new.push(words);
    for (const word of words) this.newBytes += TEXT_BYTES + word.length;
  }
}

/** True for a text of more bytes than an index holds. */
export function isTooLong(text: string): boolean {
  return text.length * 3 > LONGEST_VALUE && Buffer.byteLength(text) > LONGEST_VALUE;
}
