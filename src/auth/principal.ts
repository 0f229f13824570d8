// Who asks, and what each role may do: the table is the only place where a right is given.
import { StrataError } from '../errors.ts';

export const ROLES = ['viewer', 'marketer', 'admin'] as const;
export type Role = (typeof ROLES)[number];

export interface Principal {
  /** What they showed: an API key, or a token of the identity provider. */
  readonly kind: 'key' | 'token';
  /** Id of the API key, or the subject of the token. */
  readonly id: string;
  readonly role: Role;
}

/** How the audit log and `requestedBy` name them, such as `key 0a1b2c3d4e5f`. */
export function actorOf({ kind, id }: Principal): string {
  return `${kind} ${id}`;
}

const RIGHTS = {
  'personal-data': ['marketer', 'admin'],
  audiences: ['marketer', 'admin'],
  exports: ['marketer', 'admin'],
  deliveries: ['marketer', 'admin'],
  suppressions: ['marketer', 'admin'],
  recompute: ['admin'],
  imports: ['admin'],
  erase: ['admin'],
  merge: ['admin'],
  keys: ['admin'],
  'audit-log': ['admin'],
} as const satisfies Record<string, readonly Role[]>;
export type Right = keyof typeof RIGHTS;

export function may({ role }: Principal, right: Right): boolean {
  return (RIGHTS[right] as readonly Role[]).includes(role);
}

export function rolesWith(right: Right): readonly Role[] {
  return RIGHTS[right];
}

/** Throws a FORBIDDEN error where the principal's role lacks the right. */
export function authorize(principal: Principal, right: Right): void {
  if (may(principal, right)) return;
  throw new StrataError(
    'FORBIDDEN',
    `${right}: the role ${principal.role} may not; needed is ${RIGHTS[right].join(' or ')}.`,
  );
}
