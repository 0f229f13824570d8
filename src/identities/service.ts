// Identities: who is who. Erasing a person, merging two, and letting users go whom no stored input names any more.
import { execute } from '../db/execute.ts';
import type { Connection } from '../db/pool.ts';
import { MARKED_USERS, removeUnmentioned } from './queries/unmentioned.ts';

export { type Erasure, eraseUser, type WorkOptions } from './erase.ts';
export { type Merge, mergeUsers } from './merge.ts';
export { RefusedUserError, type UserReference } from './person.ts';

/**
 * Removes those of the users that are marked (other than by an import) whom no stored input names any more. For whoever
 * takes inputs away, with the marks of whom they named, within their transaction.
 */
export async function removeUnmentionedUsers(connection: Connection): Promise<void> {
  await execute(connection, removeUnmentioned(MARKED_USERS));
}
