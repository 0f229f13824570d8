// Text as semantics.md means it: white space and letters are ASCII only, order is the order of the UTF-8 bytes.
// JavaScript's own trim, toLowerCase and < are Unicode-aware or order by UTF-16 unit, so nothing here uses them.

const edges = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

const emptySpellings = new Set([
  '',
  '(not set)',
  'not set',
  'null',
  'nan',
  'n/a',
  'na',
  'unknown',
  'undefined',
  'not available in demo dataset',
]);

export type RawRow = Readonly<Record<string, string>>;

export function trimAscii(text: string): string {
  return text.replace(edges, '');
}

export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]/g, (letter) => String.fromCharCode(letter.charCodeAt(0) + 32));
}

/** Trimmed and lower-cased, as every list, label and token is matched. */
export function fold(text: string): string {
  return lowerAscii(trimAscii(text));
}

/** A cell trimmed but otherwise as given; '' where it is missing or one of the spellings of empty. */
export function cell(row: RawRow, column: string): string {
  const value = trimAscii(row[column] ?? '');
  return emptySpellings.has(lowerAscii(value)) ? '' : value;
}

/** A user id: trimmed, and only a blank one is missing (''): `null` is somebody's id. */
export function userIdCell(row: RawRow): string {
  return trimAscii(row.user_pseudo_id ?? '');
}

export function compareBytes(left: string, right: string): number {
  return Buffer.compare(Buffer.from(left, 'utf8'), Buffer.from(right, 'utf8'));
}
