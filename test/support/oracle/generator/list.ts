// Long lists of short texts, kept readable as source: `list('a|b', 'c')` is a, b and c.

export function list(...lines: readonly string[]): string[] {
  return lines.join('|').split('|');
}
