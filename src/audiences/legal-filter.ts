// A filter as it is stored and shown: checked, and without what says nothing, so that equal filters look alike.
import { BadInputError } from '../errors.ts';
import { compileFilter, type FilterScope, parseFilter, type UserFilter } from '../filters/user-filter.ts';
import { refusedAt } from './refused.ts';

/** The filter that a JSON value is. Throws a RefusedAudienceError where it is none, or names what the rules do not have. */
export function legalFilter(given: unknown, scope: FilterScope): Promise<UserFilter> {
  return refusedAt(['filter'], () => {
    const filter = bare(parseFilter(given)) as UserFilter;
    compileFilter(filter, scope);
    return filter;
  });
}

/** Without fields that are null or not given; of values themselves nothing is changed. Half a character can't be stored. */
function bare(value: unknown): unknown {
  if (typeof value === 'string' && !value.isWellFormed())
    throw new BadInputError('filter: expected text in Unicode, got one with half of a surrogate pair.');
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([name, inner]) => [name, bare(inner)]));
}
