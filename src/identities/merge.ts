// Merges one user, the loser, into another, the survivor: all inputs of both are the survivor's from then on, and all
// external ids lead to the survivor. Published states follow with the next run. One transaction: all or nothing.
import { auditStatement } from '../auth/audit.ts';
import { workAlone } from '../db/alone.ts';
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import type { Connection } from '../db/pool.ts';
import { mergeInExports } from '../exports/service.ts';
import { refreshConsents, usersOf } from '../ingest/consents.ts';
import type { WorkOptions } from './erase.ts';
import {
  findErasure,
  findPerson,
  RefusedUserError,
  type Role,
  type UserReference,
  unknownUser,
} from './person.ts';
import { markOrders, markUsers } from './queries/marks.ts';
import {
  moveEvents,
  moveIdentities,
  moveMembers,
  moveOrders,
  moveProfiles,
  moveSuppressions,
  ordersOf,
  type Pair,
} from './queries/merge.ts';

export interface Merge {
  readonly loserId: string;
  readonly survivorId: string;
  /** Events that are the survivor's now. */
  readonly events: number;
  /** Events of the loser's that the survivor had too, by their event id. */
  readonly repeatedEvents: number;
}

interface StoredUser {
  readonly userId: string;
  readonly externalIds: readonly string[];
}

/** Merges the two; throws a RefusedUserError where either is unknown or erased, or both are one. */
export function mergeUsers(
  database: Database,
  users: { readonly loser: UserReference; readonly survivor: UserReference },
  { actor, onWait }: WorkOptions,
): Promise<Merge> {
  return workAlone(
    database.pool,
    async (connection) => {
      const loser = await storedUser(connection, 'loser', users.loser);
      const survivor = await storedUser(connection, 'survivor', users.survivor);
      if (loser.userId === survivor.userId)
        throw new RefusedUserError(
          'loser',
          `is the survivor, user ${survivor.userId}, already. Name two users.`,
        );
      const pair = { loser: loser.userId, survivor: survivor.userId };
      return merge(connection, pair, loser.externalIds, actor);
    },
    onWait,
  );
}

async function storedUser(connection: Connection, role: Role, reference: UserReference): Promise<StoredUser> {
  const person = await findPerson(connection, role, reference);
  if (person?.userId) return { userId: person.userId, externalIds: person.externalIds };
  const erasedAt = await findErasure(connection, role, reference);
  if (!erasedAt) throw unknownUser(role, reference);
  throw new RefusedUserError(role, `was erased at ${erasedAt.toISOString()}, and stays erased.`);
}

async function merge(
  connection: Connection,
  pair: Pair,
  externalIds: readonly string[],
  actor: string,
): Promise<Merge> {
  const { loser, survivor } = pair;
  const found = await select<{ transaction_id: string }>(connection, ordersOf(pair));
  const orders = found.map(({ transaction_id }) => transaction_id);
  for (const statement of moveOrders(orders, pair)) await execute(connection, statement);
  const [moved, left] = moveEvents(pair);
  const events = await execute(connection, moved);
  const repeatedEvents = (await execute(connection, left)) - events;
  for (const statement of [
    ...moveProfiles(pair),
    refreshConsents(usersOf([loser, survivor])),
    ...moveMembers(pair),
    ...moveSuppressions(externalIds, pair),
    ...moveIdentities(externalIds, pair),
  ])
    await execute(connection, statement);
  await mergeInExports(connection, pair);
  await execute(connection, markUsers([loser, survivor]));
  await execute(connection, markOrders(orders));
  await execute(connection, auditStatement(actor, 'merge_users', { loser, survivor }));
  return { loserId: loser, survivorId: survivor, events, repeatedEvents };
}
