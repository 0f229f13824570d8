// One CSV record that has quotes. A quote opens a field only as its first character; elsewhere it is itself.

export interface CsvRecord {
  /** Absent where text follows a closing quote. */
  readonly fields?: string[];
  /** Where the next record begins. */
  readonly end: number;
}

const TAB = 9;
const LF = 10;
const CR = 13;
const SPACE = 32;
const QUOTE = 34;
const COMMA = 44;

/** The record that begins at `start`; unless `text` is the `last`, it has to end with a newline to be complete. */
export function quotedRecord(
  text: string,
  start: number,
  last: boolean,
): CsvRecord | 'incomplete' | 'unclosed' {
  const fields: string[] = [];
  let at = start;
  for (;;) {
    const quoted = text.charCodeAt(at) === QUOTE;
    const close = quoted ? closingQuote(text, at) : endOfPlain(text, at);
    if (close < 0) return last ? 'unclosed' : 'incomplete';
    fields.push(quoted ? text.slice(at + 1, close).replaceAll('""', '"') : text.slice(at, close));
    const separator = quoted ? skipBlanks(text, close + 1) : close;
    const code = text.charCodeAt(separator);
    if (code === COMMA) at = separator + 1;
    else if (code === LF) return { fields, end: separator + 1 };
    else if (separator >= text.length) return last ? { fields, end: separator } : 'incomplete';
    else return strayQuote(text, separator, last);
  }
}

function strayQuote(text: string, at: number, last: boolean): CsvRecord | 'incomplete' {
  const newline = text.indexOf('\n', at);
  if (newline >= 0) return { end: newline + 1 };
  return last ? { end: text.length } : 'incomplete';
}

/** The quote that closes the one at `open`, or -1. */
function closingQuote(text: string, open: number): number {
  let at = text.indexOf('"', open + 1);
  while (at >= 0 && text.charCodeAt(at + 1) === QUOTE) at = text.indexOf('"', at + 2);
  return at;
}

function endOfPlain(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); at < text.length && code !== COMMA && code !== LF; ) {
    code = text.charCodeAt(++at);
  }
  return at;
}

function skipBlanks(text: string, start: number): number {
  let at = start;
  for (let code = text.charCodeAt(at); code === SPACE || code === TAB || code === CR; ) {
    code = text.charCodeAt(++at);
  }
  return at;
}
