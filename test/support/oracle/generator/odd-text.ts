// Arbitraries of awkward text: every spelling of empty, odd case and white space, and characters that fool
// Unicode-aware trimming, case folding, digit classes, UTF-16 ordering, CSV quoting or COPY. Never a NUL.

import fc from 'fast-check';

const margins = ['', '', '', '', ' ', '\t', '\n', '\v', '\f', '\r', '\r\n', '  \t'];

const empties = [
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
];

/** Not empty, though a careless reader takes each for it. */
export const almostEmpty = [
  '\u00a0',
  '\u00a0null',
  '\u2003',
  '\ufeff',
  'none',
  'nil',
  '-',
  'n.a.',
  '( not set )',
];

export const oddLetters = [
  '\u{1F600}',
  '\u{10000}',
  '\uff21',
  '\uffe6',
  '\u212a',
  '\u0130',
  'i\u0307',
  '\u00df',
  'u\u0308',
  '\u00fc',
  '\u00a0',
  '\u2028',
  '\u200b',
  '"',
  '""',
  ',',
  ';',
  "'",
  '\\',
  '\\N',
  '\\.',
  '\n',
  '\r\n',
  '%',
  '_',
  '=1+1',
  'a',
  'B',
  '7',
];

/** White space as semantics.md means it, before and after. */
export function spaced(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const margin = fc.constantFrom(...margins);
  return fc.tuple(margin, text, margin).map((parts) => parts.join(''));
}

/** Flips the case of ASCII letters only: flipping a Kelvin sign would change what the text means. */
export function cased(text: fc.Arbitrary<string>): fc.Arbitrary<string> {
  const flip = (letter: string) => (letter < 'a' ? letter.toLowerCase() : letter.toUpperCase());
  return fc.tuple(text, fc.nat({ max: 0xff })).map(([plain, bits]) => {
    let index = 0;
    return plain.replace(/[a-z]/gi, (letter) => ((bits >> (index++ % 8)) & 1 ? flip(letter) : letter));
  });
}

export const emptyText = spaced(cased(fc.constantFrom(...empties)));

export const oddText = fc.oneof(
  fc.array(fc.constantFrom(...oddLetters), { minLength: 1, maxLength: 4 }).map((parts) => parts.join('')),
  fc.constantFrom(...almostEmpty),
);

/** A cell of a column: mostly one of its words, else a spelling of empty, else odd text. */
export function cellOf(
  words: readonly string[],
  weight = { word: 6, empty: 2, odd: 1 },
): fc.Arbitrary<string> {
  return fc.oneof(
    { weight: weight.word, arbitrary: spaced(cased(fc.constantFrom(...words))) },
    { weight: weight.empty, arbitrary: emptyText },
    { weight: weight.odd, arbitrary: oddText },
  );
}
