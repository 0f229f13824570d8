// A filter as it is stored and shown: what says nothing is left out, so that equal filters look alike.
import type { UserFilter } from '../filters/user-filter.ts';

/** Without fields that are null or not given; of values themselves nothing is changed. */
export function canonicalFilter(filter: UserFilter): UserFilter {
  return bare(filter) as UserFilter;
}

function bare(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(bare);
  if (typeof value !== 'object' || value === null) return value;
  const kept = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(kept.map(([name, inner]) => [name, bare(inner)]));
}
