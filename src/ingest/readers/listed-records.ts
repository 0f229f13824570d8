// Records that a reader has as texts already, one array of them a record, in the form that every reader hands on.
import { Fields } from './fields.ts';
import { LONGEST_RECORD, type Records } from './records.ts';

/** A record that could not be split into fields. */
export interface MalformedRecord {
  readonly line: number;
  readonly reason: string;
  readonly text: string;
}

export interface RecordList {
  /** One array of texts a record, in the order of the columns; an absent value is '' or left out. */
  readonly records: string[][];
  /** Line of each record. */
  readonly lines: number[];
  /** In the order of their lines. */
  readonly malformed: MalformedRecord[];
}

/** A NUL stands in no value: readers reject it, for the database can not hold it. */
const SEPARATOR = '\0';
/** Bytes of UTF-8 for one of JavaScript's characters. */
const MOST_BYTES = 3;

export class ListedRecords implements Records {
  readonly fields = new Fields();
  line = 0;
  problem: string | undefined;
  #record = -1;
  #malformed = -1;
  readonly #list: RecordList;
  readonly #print: (record: readonly string[]) => string;

  /** `print` gives a record as it goes to the reject file. */
  constructor(list: RecordList, print: (record: readonly string[]) => string) {
    this.#list = list;
    this.#print = print;
  }

  next(): boolean {
    const { records, lines, malformed } = this.#list;
    const nextRecord = lines[this.#record + 1] ?? Number.POSITIVE_INFINITY;
    const nextMalformed = malformed[this.#malformed + 1];
    if (nextMalformed && nextMalformed.line < nextRecord) {
      this.#malformed++;
      this.line = nextMalformed.line;
      this.problem = nextMalformed.reason;
      return true;
    }
    if (this.#record + 1 >= records.length) return false;
    this.#record++;
    this.line = nextRecord;
    this.problem = undefined;
    this.#encode(records[this.#record] as string[]);
    return true;
  }

  text(): string {
    const { records, malformed } = this.#list;
    return this.problem
      ? (malformed[this.#malformed]?.text as string)
      : this.#print(records[this.#record] as string[]);
  }

  #encode(record: readonly string[]): void {
    const { fields } = this;
    const text = (record.some(isLong) ? record.map(shorten) : record).join(SEPARATOR);
    if (text.length * MOST_BYTES > fields.bytes.length)
      fields.bytes = Buffer.allocUnsafeSlow(text.length * MOST_BYTES * 2);
    const end = fields.bytes.write(text);
    fields.count = 0;
    fields.isPlain = true;
    let start = 0;
    for (let at = 0; at < end; at++) {
      if (fields.bytes[at] !== 0) continue;
      fields.add(start, at);
      start = at + 1;
    }
    fields.add(start, end);
  }
}

/** A longer value is too long for any column, whatever its end is. */
function isLong(value: string): boolean {
  return value.length > LONGEST_RECORD;
}

function shorten(value: string): string {
  return value.slice(0, LONGEST_RECORD);
}

/** The reason why Postgres can't store one of these texts (others are passed over), or undefined. */
export function unstorable(values: readonly unknown[]): string | undefined {
  for (const value of values) {
    if (typeof value !== 'string') continue;
    if (value.includes('\0')) return 'a value holds a zero character, which text in the database can not';
    if (!value.isWellFormed())
      return 'a value holds what is no Unicode character (half of a surrogate pair, or bytes that are not UTF-8)';
  }
  return undefined;
}
