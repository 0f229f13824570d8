// What the API is given, as the service takes it, and what it answers where that is refused.
import { BadInputError } from '../errors.ts';
import type { AudienceContent } from './content.ts';
import { RefusedAudienceError } from './refused.ts';
import { type AudienceKind, readAudienceId } from './stored.ts';

export interface GivenContent {
  readonly kind: string;
  readonly filter?: unknown;
  readonly externalIds?: readonly string[] | null;
  readonly operands?: readonly (string | number)[] | null;
}

const FIELD_OF = {
  filter: 'filter',
  list: 'externalIds',
  union: 'operands',
  intersection: 'operands',
  difference: 'operands',
} as const satisfies Record<AudienceKind, keyof GivenContent>;

/** Throws a RefusedAudienceError where the field of its kind is missing, or another is given. */
export function readContent(given: GivenContent): AudienceContent {
  const kind = given.kind.toLowerCase() as AudienceKind;
  const wanted = FIELD_OF[kind];
  for (const field of ['filter', 'externalIds', 'operands'] as const) {
    if ((given[field] != null) === (field === wanted)) continue;
    const expected = `${kind.toUpperCase()} takes ${wanted}${field === wanted ? ', which is missing' : `, and no ${field}`}.`;
    throw new RefusedAudienceError([field], `${field}: ${expected}`);
  }
  if (kind === 'filter') return { kind, filter: given.filter };
  if (kind === 'list') return { kind, externalIds: given.externalIds as readonly string[] };
  const operands = (given.operands ?? []).map((id, at) => {
    try {
      return readAudienceId(id, `operands[${at}]`);
    } catch (error) {
      throw new RefusedAudienceError(['operands', String(at)], (error as Error).message);
    }
  });
  return { kind, operands };
}

const OF_CONTENT: ReadonlySet<string> = new Set(['filter', 'externalIds', 'operands']);

/** Problems of the caller's, by their place in the input; anything else is thrown on. */
export function toAudienceErrors(
  error: unknown,
): { path: string[]; code: 'INVALID' | 'CONFLICT'; message: string }[] {
  if (!(error instanceof BadInputError)) throw error;
  const code = error instanceof RefusedAudienceError && error.conflict ? 'CONFLICT' : 'INVALID';
  return [{ path: ['input', ...placeOf(error)], code, message: error.message }];
}

/** The message of a problem within a filter begins with where it is: `filter.or[1].revenue: …`. */
function placeOf(error: BadInputError): string[] {
  const said = /^([a-zA-Z]+(?:\.[a-zA-Z]+|\[\d+\])*):/.exec(error.message)?.[1];
  const place = said?.split(/[.[\]]+/).filter((part) => part !== '');
  const path = place ?? (error instanceof RefusedAudienceError ? [...error.path] : []);
  return OF_CONTENT.has(path[0] ?? '') ? ['content', ...path] : path;
}
