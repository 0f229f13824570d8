// A guess at what a filtered list costs: to how many users the index of segments leads, at most, by the sizes that the
// rollups give. Wrong guesses cost time, nothing else.
import type { SegmentTest, UserFilter } from '../filters/user-filter.ts';
import type { SegmentCatalogue } from '../segments/service.ts';

/** Of `users` in the snapshot; all of them where the filter names no segments that a user has to be in. */
export function indexedUsers(filter: UserFilter, catalogue: SegmentCatalogue, users: number): number {
  const { segments, and, or } = filter;
  const ofBranch = (branch: UserFilter): number => indexedUsers(branch, catalogue, users);
  return Math.min(
    users,
    ...(segments ?? []).map((test) => usersIn(test, catalogue) ?? users),
    ...(and ?? []).map(ofBranch),
    ...(or ? [or.map(ofBranch).reduce((sum, one) => sum + one, 0)] : []),
  );
}

function usersIn(
  { dimension, in: keys }: SegmentTest,
  { dimensions, sizes }: SegmentCatalogue,
): number | null {
  const segments = dimensions.find(({ key }) => key === dimension)?.segments ?? [];
  if (!keys) return null;
  return segments
    .filter(({ key }) => keys.includes(key))
    .reduce((sum, { id }) => sum + (sizes.get(id) ?? 0), 0);
}
