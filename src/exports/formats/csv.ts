// CSV by RFC 4180 in UTF-8, lines ending in LF, as Postgres writes it: no value is an empty field, an empty text is "".
// Whoever opens it in a spreadsheet runs no formula: free text that begins like one gets an apostrophe. Numbers,
// times, and phones that are written as phones are left as they are.
import type { CellKind, FileColumn, Row } from './format.ts';

/** https://owasp.org/www-community/attacks/CSV_Injection */
export const FORMULA_STARTS = ['=', '+', '-', '@', '\t', '\r', '\n'] as const;
/** What a phone may be written with, as a class of a regular expression. */
export const PHONE_CHARACTERS = '[+0-9 ()./-]';

export const BYTE_ORDER_MARK = '\uFEFF';

const FORMULA = /^[=+\-@\t\r\n]/;
const PHONE = new RegExp(`^${PHONE_CHARACTERS}*$`);
const QUOTED = /[",\r\n]/;

/** The text without a formula in it. */
export function defused(text: string, kind: CellKind): string {
  if (kind !== 'text' && kind !== 'phone') return text;
  if (!FORMULA.test(text) || (kind === 'phone' && PHONE.test(text))) return text;
  return `'${text}`;
}

export function csvField(value: string | null): string {
  if (value === null) return '';
  return value === '' || QUOTED.test(value) ? `"${value.replaceAll('"', '""')}"` : value;
}

/** Names are free text too. */
export function csvHeader(columns: readonly FileColumn[]): string {
  return `${columns.map(({ name }) => csvField(defused(name, 'text'))).join(',')}\n`;
}

/** The records of a file, without its header. */
export async function* encodeCsv(
  columns: readonly FileColumn[],
  rows: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  const toField = columns.map(({ kind }) => (value: string | null) => {
    return csvField(value === null ? null : defused(value, kind));
  });
  for await (const some of rows) {
    let text = '';
    for (const row of some) text += `${row.map((value, at) => toField[at]?.(value)).join(',')}\n`;
    yield Buffer.from(text);
  }
}
