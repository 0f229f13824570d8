// The shape of traffic: how sources and mediums as given become the names that rules test.
import { z } from 'zod';
import { closed, text, word } from './texts.ts';

const source = closed({
  dropPrefixes: z
    .array(text.min(1).max(200))
    .max(50)
    .describe('The first of them that a source starts with is dropped.'),
  names: z
    .record(word, z.array(word).min(1).max(200))
    .refine((names) => Object.keys(names).length <= 200, 'expected at most 200 names')
    .describe('Name of a source → the hosts and spellings that mean it.'),
  hostFamilies: z
    .array(
      z
        .string()
        .max(63)
        .regex(/^[a-z0-9]+$/, 'expected a word of lower-case letters and digits'),
    )
    .max(50)
    .describe('A family `google` matches the hosts `google.X` and `google.X.Y` of letters.'),
});

export const traffic = closed({
  attribution: z
    .enum(['any', 'first', 'last'])
    .default('any')
    .describe("Whose sources and mediums count: all of the user's events, the first or the last."),
  source: source.describe('How sources are named.'),
  medium: closed({
    dropCharacters: text
      .max(100)
      .describe('Characters that spellings of one medium differ in; they are dropped.'),
  }).describe('How mediums are named.'),
}).meta({ id: 'Traffic', description: 'How sources and mediums are named, and which of them count.' });
