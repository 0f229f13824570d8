// Who asks, and what each role may do: the table is the only place where a right is given.
import { StrataError } from '../errors.ts';

export const ROLES = ['viewer', 'marketer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Principal {
  /** Id of the API key. */
  readonly id: string;
  readonly role: Role;
}

const RIGHTS = {
  'personal-data': ['marketer', 'admin'],
  recompute: ['admin'],
  imports: ['admin'],
  erase: ['admin'],
  merge: ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

export function may({ role }: Principal, right: Right): boolean {
  return (RIGHTS[right] as readonly Role[]).includes(role);
}

/** Throws a FORBIDDEN error where the principal's role lacks the right. */
export function authorize(principal: Principal, right: Right): void {
  if (may(principal, right)) return;
  throw new StrataError(
    'FORBIDDEN',
    `${right}: the role ${principal.role} may not; needed is ${RIGHTS[right].join(' or ')}.`,
  );
}
