// The shop's ids of users as callers give them, read as those in files are.
import { BadInputError } from '../errors.ts';
import { trimAscii } from '../rules/ascii.ts';

/** The ids without white space at their ends; throws a BadInputError that names one that nobody can have. */
export function readExternalIds(ids: readonly string[], path: string): string[] {
  return ids.map((given, at) => {
    const id = trimAscii(given);
    if (id !== '' && !id.includes('\0')) return id;
    throw new BadInputError(`${path}[${at}]: expected an id, got ${JSON.stringify(given)}.`);
  });
}
