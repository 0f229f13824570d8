// A static list with users added and removed: the next version of it. Ids that nobody has are counted and told, and are
// not looked for again.
import { auditStatement } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { execute } from '../db/execute.ts';
import { takeLock } from '../db/locks.ts';
import { withTransaction } from '../db/pool.ts';
import { nextVersion } from './change.ts';
import { legalIds, MOST_IDS } from './content.ts';
import { nameOf } from './definition.ts';
import { addMembers, countUnknown, known, removeMembers, theseIds, without } from './queries/members.ts';
import { RefusedAudienceError, refusedAt } from './refused.ts';
import { type Audience, requireAudience } from './stored.ts';

export interface MemberChange {
  readonly id: number;
  /** The version that the change is made from: it is refused where there is a newer one. */
  readonly expectedVersion: number;
  readonly add?: readonly string[] | null;
  /** Whoever is in both is removed. */
  readonly remove?: readonly string[] | null;
}

export interface ChangedMembers {
  readonly audience: Audience;
  /** Users who were not on the list. */
  readonly added: number;
  /** Users who were. */
  readonly removed: number;
  /** Ids that no user has. */
  readonly unknownIds: number;
}

/** Saves the next version of a list. Throws a RefusedAudienceError. */
export async function changeMembers(
  database: Database,
  change: MemberChange,
  by: string,
): Promise<ChangedMembers> {
  const add = await refusedAt(['add'], () => legalIds(change.add ?? [], 'add'));
  const remove = await refusedAt(['remove'], () => legalIds(change.remove ?? [], 'remove'));
  if (add.length + remove.length === 0)
    throw new RefusedAudienceError(
      ['add'],
      `add: expected 1 to ${MOST_IDS} ids to add or to remove, got none.`,
    );
  const { id, expectedVersion } = change;
  const counts = await withTransaction(database.pool, async (connection) => {
    await takeLock(connection, 'audiences', 'transaction');
    const list = await nextVersion(connection, { id, expectedVersion, by });
    if (list.kind !== 'list')
      throw new RefusedAudienceError(
        ['id'],
        `id: ${nameOf(list)} is no list but of the kind ${list.kind}. Its members are what it is made of.`,
      );
    const taken = known(theseIds(remove));
    const removed = await removeMembers(connection, list, taken);
    const added = await addMembers(connection, list, without(known(theseIds(add)), taken));
    const unknownIds = await countUnknown(connection, theseIds([...add, ...remove]));
    await execute(
      connection,
      auditStatement(by, 'audience.members', { audience: id, version: list.version, added, removed }),
    );
    return { added, removed, unknownIds };
  });
  return { audience: await requireAudience(database, id), ...counts };
}
