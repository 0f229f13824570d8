// Who may look for what: a filter by personal data tells it by whom it finds, so it takes the same right as seeing it.
import { StrataError } from '../errors.ts';
import { personalTests, type UserFilter } from '../filters/user-filter.ts';
import { may, type Principal, rolesWith } from './principal.ts';

/** Throws a FORBIDDEN error with the place where the filter tests what the principal may not see. */
export function authorizeFilter(principal: Principal, filter: UserFilter | null | undefined): void {
  if (may(principal, 'personal-data')) return;
  const [first] = personalTests(filter);
  if (first === undefined) return;
  throw new StrataError(
    'FORBIDDEN',
    `${first}: the role ${principal.role} may not filter by personal data; needed is ${rolesWith('personal-data').join(' or ')}.`,
  );
}
