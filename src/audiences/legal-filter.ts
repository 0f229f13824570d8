// A filter as it is stored and shown: checked, and without what says nothing, so that equal filters look alike.
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

/** Without fields that are null or not given; of values themselves nothing is changed. */
function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([name, inner]) => [name, bare(inner)]));
}
