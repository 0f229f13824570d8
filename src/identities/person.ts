// Who is meant by an id: one person with all of their external ids, those of users merged into them among them, and
// with the users that they once were and that retained snapshots may still hold.
import { select } from '../db/execute.ts';
import type { Connection } from '../db/pool.ts';
import { BadInputError } from '../errors.ts';
import { Tombstones } from '../ingest/tombstones.ts';
import { erasureOf, externalIdOf, formerUsersOf, identitiesOf } from './queries/people.ts';

/** A user by exactly one of their ids. */
export interface UserReference {
  readonly id?: string | null;
  readonly externalId?: string | null;
}

/** The argument that named somebody. */
export type Role = 'user' | 'loser' | 'survivor';

/** What was asked of a user can't be done; says of whom. */
export class RefusedUserError extends BadInputError {
  readonly role: Role;
  constructor(role: Role, message: string) {
    super(`${role}: ${message}`);
    this.role = role;
  }
}

export interface Person {
  /** null where no stored input names them any more. */
  readonly userId: string | null;
  /** That user, and those whom they once were. */
  readonly userIds: readonly string[];
  readonly externalIds: readonly string[];
}

/** Either id, as text that Postgres can take; throws where there are both or none. */
function readReference(
  role: Role,
  { id, externalId }: UserReference,
): { id: string } | { externalId: string } {
  if (typeof id === 'string' && typeof externalId !== 'string') return { id };
  if (typeof externalId === 'string' && typeof id !== 'string') return { externalId };
  throw new RefusedUserError(role, 'give exactly one of "id" and "externalId".');
}

/** The person, or null if neither inputs nor retained snapshots know one. */
export async function findPerson(
  connection: Connection,
  role: Role,
  reference: UserReference,
): Promise<Person | null> {
  const by = readReference(role, reference);
  const named = 'id' in by ? await externalIdById(connection, by.id) : by.externalId;
  if (named === null || named.includes('\0')) return null;
  const identities = await select<{ external_id: string; user_id: string }>(connection, identitiesOf(named));
  const userId = identities[0]?.user_id ?? null;
  const externalIds = identities.length > 0 ? identities.map(({ external_id }) => external_id) : [named];
  const former = await select<{ user_id: string }>(connection, formerUsersOf(externalIds));
  const userIds = [...(userId === null ? [] : [userId]), ...former.map(({ user_id }) => user_id)];
  return userIds.length > 0 ? { userId, userIds, externalIds } : null;
}

/** When the person was erased; null if they were not. By Strata's own id the audit log knows, by theirs a tombstone. */
export async function findErasure(
  connection: Connection,
  role: Role,
  reference: UserReference,
): Promise<Date | null> {
  const by = readReference(role, reference);
  if ('id' in by) {
    const [erasure] = isId(by.id) ? await select<{ at: Date }>(connection, erasureOf(by.id)) : [];
    return erasure?.at ?? null;
  }
  const tombstones = await Tombstones.open(connection);
  const erased = await tombstones?.among([by.externalId]);
  return erased?.get(by.externalId) ?? null;
}

async function externalIdById(connection: Connection, id: string): Promise<string | null> {
  if (!isId(id)) return null;
  const [user] = await select<{ external_id: string }>(connection, externalIdOf(id));
  return user?.external_id ?? null;
}

function isId(text: string): boolean {
  return /^\d{1,18}$/.test(text);
}

/** What to say of whom nobody knows. */
export function unknownUser(role: Role, reference: UserReference): RefusedUserError {
  const [of, id] =
    typeof reference.id === 'string' ? ['id', reference.id] : ['external id', reference.externalId];
  return new RefusedUserError(
    role,
    `there is no user of the ${of} ${JSON.stringify(id)}. Ids are compared byte for byte, upper and lower case too.`,
  );
}
