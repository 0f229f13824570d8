// Numbers the distinct combinations of some columns within one batch, so that the database is asked once for each.
import { clean } from './values.ts';

/** The longest text, in bytes of UTF-8, that an id or a word of a dictionary may have. */
export const LONGEST_VALUE = 500;

type Level = Map<string, Level | number>;

export class TupleIndex {
  /** Cleaned values by number. */
  readonly tuples: string[][] = [];
  readonly #root: Level = new Map();
  readonly #lastValues: (string | undefined)[] = [];
  #lastNumber = -1;
  readonly #positions: readonly number[];

  /** `positions` are those of the columns in a record, -1 for one that the file lacks. */
  constructor(positions: readonly number[]) {
    this.#positions = positions;
  }

  /** The number of a record's combination, or -1 if a value is too long. */
  numberOf(record: readonly string[]): number {
    // Most rows repeat the words of the row before, and comparing is cheaper than hashing.
    if (this.#lastNumber >= 0 && this.#isLast(record)) return this.#lastNumber;
    const number = this.#find(record);
    for (let at = 0; at < this.#positions.length; at++) {
      this.#lastValues[at] = record[this.#positions[at] as number];
    }
    this.#lastNumber = number;
    return number;
  }

  #isLast(record: readonly string[]): boolean {
    for (let at = 0; at < this.#positions.length; at++) {
      if (record[this.#positions[at] as number] !== this.#lastValues[at]) return false;
    }
    return true;
  }

  #find(record: readonly string[]): number {
    const last = this.#positions.length - 1;
    let level = this.#root;
    for (let depth = 0; depth < last; depth++) {
      const value = record[this.#positions[depth] as number] ?? '';
      let next = level.get(value) as Level | undefined;
      if (next === undefined) {
        next = new Map();
        level.set(value, next);
      }
      level = next;
    }
    const value = record[this.#positions[last] as number] ?? '';
    return (level.get(value) as number | undefined) ?? this.#add(level, value, record);
  }

  #add(level: Level, value: string, record: readonly string[]): number {
    const values = this.#positions.map((position) => clean(record[position]));
    if (values.some(isTooLong)) return -1;
    const number = this.tuples.push(values) - 1;
    level.set(value, number);
    return number;
  }
}

/** True for a text of more bytes than an index holds. */
export function isTooLong(text: string): boolean {
  return text.length * 3 > LONGEST_VALUE && Buffer.byteLength(text) > LONGEST_VALUE;
}
