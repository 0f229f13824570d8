// Trimming and lower-casing of ASCII only, for the words in rule sets; Postgres does the same with collation "C".

const EDGES = /^[ \t\n\v\f\r]+|[ \t\n\v\f\r]+$/g;

/** `text` without ASCII white space at its ends. */
export function trimAscii(text: string): string {
  const last = text.length - 1;
  if (last < 0 || (text.charCodeAt(0) > 32 && text.charCodeAt(last) > 32)) return text;
  return text.replace(EDGES, '');
}

/** As words are compared: trimmed and without regard to case. */
export function foldAscii(text: string): string {
  return lowerAscii(trimAscii(text));
}

/** ASCII letters in lower case, everything else as it is. */
export function lowerAscii(text: string): string {
  return text.replace(/[A-Z]+/g, (letters) => letters.toLowerCase());
}
