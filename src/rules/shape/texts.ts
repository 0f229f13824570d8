// The texts, numbers and objects that the rest of the shape of a rule set is made of.
import { z } from 'zod';
import { isTimeZone } from '../time-zones.ts';

export const key = z
  .string()
  .regex(
    /^[a-z][a-z0-9_]{0,39}$/,
    'expected a lower-case word of at most 40 letters, digits and underscores',
  );

/** Postgres stores no NUL in a text. */
export const text = z.string().regex(/^[^\0]*$/, 'expected text without the character NUL');

export const label = text.min(1).max(100);

/** What is left of it when it is trimmed has to be something: every text contains the empty one. */
export const word = text.max(200).regex(/[^ \t\n\v\f\r]/, 'expected a word, not white space');

export const words = z.array(word).min(1).max(1000);

/** Beyond it a number says nothing of users, and its arithmetic would not fit the database's whole numbers. */
export const threshold = z.number().min(-1e15).max(1e15);

export const timeZone = z.string().refine(isTimeZone, {
  error: ({ input }) =>
    `unknown time zone "${String(input).slice(0, 100)}"; expected an IANA name such as "Europe/Berlin", or "UTC"`,
});

/** An object of these properties and no others, which says so where there is another. */
export function closed<Shape extends z.core.$ZodLooseShape>(shape: Shape) {
  return z.strictObject(shape, {
    error: (issue) =>
      issue.code === 'unrecognized_keys'
        ? `unknown ${listed(issue.keys)}; expected only ${Object.keys(shape).join(', ')}`
        : undefined,
  });
}

/** A few of them, shortened: they are the document's own words. */
function listed(names: readonly string[]): string {
  const more = names.length > 10 ? ` and ${names.length - 10} more` : '';
  const some = names.slice(0, 10).map((name) => `"${name.slice(0, 100)}"`);
  return `${some.join(', ')}${more}`;
}
