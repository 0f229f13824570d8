// Which tests of a filter ask for what not everybody may see: whoever takes a filter from somebody looks at them first.
import { PERSONAL } from './fields.ts';
import type { UserFilter } from './user-filter.ts';

const MOST_FOUND = 10;

/** Paths of tests of personal data, such as `filter.or[1].email`; the first ten. Walks filters of any depth. */
export function personalTests(filter: UserFilter | null | undefined, path = 'filter'): string[] {
  const found: string[] = [];
  const open: { filter: UserFilter; path: string }[] = filter ? [{ filter, path }] : [];
  for (let at = open.pop(); at && found.length < MOST_FOUND; at = open.pop()) {
    const { filter: branch, path: where } = at;
    for (const name of PERSONAL) if (branch[name]) found.push(`${where}.${name}`);
    if (branch.not) open.push({ filter: branch.not, path: `${where}.not` });
    for (const name of ['or', 'and'] as const)
      for (const [index, one] of [...(branch[name] ?? []).entries()].reverse())
        open.push({ filter: one, path: `${where}.${name}[${index}]` });
  }
  return found;
}
