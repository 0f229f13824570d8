// Splits one CSV record at its commas. Most records have no quotes, and are split in one pass over their bytes; one
// that has quotes is read field by field. A quote opens a field only as its first character; elsewhere it is itself.
import type { Fields } from './fields.ts';
import { countLines } from './text-window.ts';

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;

/** What splitting gives instead of where the next record begins. */
export const INCOMPLETE = -1;
export const QUOTED = -2;

/** Splits the record at `start` into `fields`; returns where the next one begins, INCOMPLETE or QUOTED. */
export function splitPlain(fields: Fields, start: number, end: number): number {
  const { bytes } = fields;
  let { starts, ends } = fields;
  let count = 0;
  starts[0] = start;
  for (let at = start; at < end; at++) {
    const byte = bytes[at] as number;
    if (byte > COMMA) continue; // nearly every byte: the loop is as fast as this is
    if (byte === COMMA) {
      ends[count++] = at;
      if (count === starts.length) {
        fields.grow();
        ({ starts, ends } = fields);
      }
      starts[count] = at + 1;
    } else if (byte === LF) {
      ends[count] = at;
      fields.count = count + 1;
      fields.isPlain = true;
      return at + 1;
    } else if (byte === QUOTE && at === starts[count]) return QUOTED;
  }
  return INCOMPLETE;
}

export interface QuotedRecord {
  /** Where the next record begins. */
  readonly end: number;
  readonly lines: number;
  /** True where text follows a closing quote: such a record has no fields, and ends with that line. */
  readonly stray: boolean;
}

/** As splitPlain, for any record; undefined if it is not complete. */
export function splitQuoted(fields: Fields, start: number, end: number): QuotedRecord | undefined {
  const { bytes } = fields;
  fields.count = 0;
  fields.isPlain = false;
  for (let at = start; ; ) {
    const quoted = bytes[at] === QUOTE;
    const close = quoted ? closingQuote(bytes, at + 1, end) : endOfPlain(bytes, at, end);
    fields.add(quoted ? at + 1 : at, close);
    const separator = quoted ? skipBlanks(bytes, close + 1, end) : close;
    if (separator >= end) return undefined;
    if (bytes[separator] === LF) {
      const lines = countLines(bytes.subarray(start, separator + 1)); // before bytes are moved
      undoubleQuotes(fields, start);
      return { end: separator + 1, lines, stray: false };
    }
    if (bytes[separator] !== COMMA) return strayQuote(fields, start, separator, end);
    at = separator + 1;
  }
}

function strayQuote(fields: Fields, start: number, at: number, end: number): QuotedRecord | undefined {
  const newline = fields.bytes.indexOf(LF, at);
  if (newline < 0 || newline >= end) return undefined;
  fields.count = 0;
  return { end: newline + 1, lines: countLines(fields.bytes.subarray(start, newline + 1)), stray: true };
}

/** The quote that closes the field whose content begins at `start`, or `end`. */
function closingQuote(bytes: Buffer, start: number, end: number): number {
  for (let at = start; at < end; at++) {
    if (bytes[at] !== QUOTE) continue;
    if (at + 1 === end || bytes[at + 1] !== QUOTE) return at;
    at++;
  }
  return end;
}

function endOfPlain(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && bytes[at] !== COMMA && bytes[at] !== LF) at++;
  return at;
}

function skipBlanks(bytes: Buffer, start: number, end: number): number {
  let at = start;
  while (at < end && (bytes[at] === SPACE || bytes[at] === TAB || bytes[at] === CR)) at++;
  return at;
}

/** Makes two quotes one, in place, in the fields that are quoted: those that a quote stands in front of. */
function undoubleQuotes({ bytes, count, starts, ends }: Fields, start: number): void {
  for (let field = 0; field < count; field++) {
    const from = starts[field] as number;
    if (from === start || bytes[from - 1] !== QUOTE) continue;
    let to = from;
    for (let at = from; at < (ends[field] as number); at++) {
      const byte = bytes[at] as number;
      bytes[to++] = byte;
      if (byte === QUOTE) at++;
    }
    ends[field] = to;
  }
}
