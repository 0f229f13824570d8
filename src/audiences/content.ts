// What an audience may be made of, checked before it is saved.
import { BadInputError } from '../errors.ts';
import { readExternalIds } from '../ingest/external-ids.ts';
import { RefusedAudienceError } from './refused.ts';

/** Ids of a file, say. */
export type IdBatches = AsyncIterable<readonly string[]>;

export type AudienceContent =
  /** JSON of a UserFilter. */
  | { readonly kind: 'filter'; readonly filter: unknown }
  /** Users by external id, those that are known; of more ids than a call takes, a batch after the other. */
  | { readonly kind: 'list'; readonly externalIds: readonly string[] | IdBatches }
  /** A difference is the first without any of the others. */
  | { readonly kind: 'union' | 'intersection' | 'difference'; readonly operands: readonly number[] };

export const LONGEST_NAME = 200;
export const LONGEST_DESCRIPTION = 2_000;
/** External ids in one call; files of any length are read by `strata audiences`. */
export const MOST_IDS = 10_000;
export const MOST_OPERANDS = 20;

/** Names stand in lists and messages: one line, not blank. */
export function legalName(given: string): string {
  const name = given.trim();
  if (name === '') throw new RefusedAudienceError(['name'], 'name: expected a name, got none.');
  if (name.length > LONGEST_NAME)
    throw new RefusedAudienceError(
      ['name'],
      `name: expected ${LONGEST_NAME} characters at most, got ${name.length}.`,
    );
  if (/\p{Cc}/u.test(name))
    throw new RefusedAudienceError(['name'], 'name: expected one line without control characters.');
  return name;
}

export function legalDescription(given: string): string {
  if (given.includes('\0'))
    throw new RefusedAudienceError(['description'], 'description: expected text without the character NUL.');
  if (given.length <= LONGEST_DESCRIPTION) return given;
  throw new RefusedAudienceError(
    ['description'],
    `description: expected ${LONGEST_DESCRIPTION} characters at most, got ${given.length}.`,
  );
}

export function legalOperands(kind: string, operands: readonly number[]): readonly number[] {
  const refuse = (what: string): never => {
    throw new RefusedAudienceError(['operands'], `operands: ${what}`);
  };
  if (operands.length < 2 || operands.length > MOST_OPERANDS)
    refuse(`expected 2 to ${MOST_OPERANDS} audiences for ${kind}, got ${operands.length}.`);
  const twice = operands.find((id, at) => operands.indexOf(id) !== at);
  if (twice !== undefined) refuse(`the audience ${twice} is named twice.`);
  return operands;
}

/** External ids as they may be asked for: not blank, and no more than one call takes. */
export function legalIds(ids: readonly string[], path: string): readonly string[] {
  if (ids.length > MOST_IDS)
    throw new BadInputError(
      `${path}: expected ${MOST_IDS} ids at most in one call, got ${ids.length}. Call again with the rest, or give strata audiences a file.`,
    );
  return readExternalIds(ids, path);
}
