// Erases a person: out of every snapshot at once, out of every stored input, and for good, by tombstones that make
// imports drop what would bring them back. One transaction: all of it or nothing.
import { auditStatement } from '../auth/audit.ts';
import { workAlone } from '../db/alone.ts';
import type { Database } from '../db/database.ts';
import { execute, select } from '../db/execute.ts';
import type { Connection } from '../db/pool.ts';
import type { Sql } from '../db/sql.ts';
import { forgetDelivered } from '../deliveries/service.ts';
import { type Export, eraseFromExports, removeErasedFiles } from '../exports/service.ts';
import { addTombstones } from '../ingest/tombstones.ts';
import { findErasure, findPerson, type Person, type UserReference, unknownUser } from './person.ts';
import {
  deleteAwaited,
  deleteByUser,
  deleteIdentities,
  deleteOrders,
  deleteTheirParts,
  ordersNaming,
  othersNamedBy,
} from './queries/erase.ts';
import { markOrders, markUsers } from './queries/marks.ts';
import { deleteStates, reduceRollups, reduceSnapshots } from './queries/published.ts';
import { removeUnmentioned, theseUsers } from './queries/unmentioned.ts';

export interface WorkOptions {
  /** Who asked, for the audit log. */
  readonly actor: string;
  /** Called once if a run, an import or another such work has to end first. */
  onWait?(): void;
}

export interface ErasureOptions extends WorkOptions {
  /** Folder of exports: their files go at once. Without it, they are out of reach at once, and a worker removes them. */
  readonly exportsDir?: string;
}

export interface Erasure {
  readonly erasedAt: Date;
  /** True where there was nothing left to do. */
  readonly wasErased: boolean;
  /** Events removed. */
  readonly events: number;
  /** Orders removed whole. */
  readonly orders: number;
  /** Snapshots out of which they were taken. */
  readonly snapshots: number;
}

/** Erases whoever has the id, out of the files of exports too; throws a RefusedUserError where nobody has, or ever had. */
export async function eraseUser(
  database: Database,
  reference: UserReference,
  { actor, onWait, exportsDir }: ErasureOptions,
): Promise<Erasure> {
  let exports: readonly Export[] = [];
  const erasure = await workAlone(
    database.pool,
    async (connection) => {
      const person = await findPerson(connection, 'user', reference);
      if (person) {
        exports = await eraseFromExports(database, connection, person.userIds);
        return erase(connection, person, actor);
      }
      const erasedAt = await findErasure(connection, 'user', reference);
      if (!erasedAt) throw unknownUser('user', reference);
      return { erasedAt, wasErased: true, events: 0, orders: 0, snapshots: 0 };
    },
    onWait,
  );
  if (exportsDir !== undefined) await removeErasedFiles(database, exports, exportsDir);
  return erasure;
}

async function erase(connection: Connection, person: Person, actor: string): Promise<Erasure> {
  const { userIds, externalIds } = person;
  const erasedAt = new Date();
  const snapshots = await hide(connection, userIds);
  await executeAll(connection, forgetDelivered(userIds));
  const orders = await removeOrders(connection, userIds);
  const [events = 0] = await executeAll(connection, deleteByUser(userIds));
  await executeAll(connection, [deleteIdentities(externalIds), deleteAwaited(externalIds)]);
  await addTombstones(connection, externalIds, erasedAt);
  await execute(connection, auditStatement(actor, 'erase_user', { users: userIds }));
  return { erasedAt, wasErased: false, events, orders, snapshots };
}

/** Takes them out of what is published; returns of how many snapshots. */
async function hide(connection: Connection, userIds: readonly string[]): Promise<number> {
  await executeAll(connection, reduceRollups(userIds));
  const snapshots = await execute(connection, reduceSnapshots(userIds));
  await execute(connection, deleteStates(userIds));
  return snapshots;
}

/** Removes their orders whole, and their part in the orders of others; returns how many were theirs. */
async function removeOrders(connection: Connection, userIds: readonly string[]): Promise<number> {
  const named = await select<{ transaction_id: string; is_theirs: boolean }>(
    connection,
    ordersNaming(userIds),
  );
  const idsOf = (theirs: boolean) =>
    named.filter(({ is_theirs }) => is_theirs === theirs).map(({ transaction_id }) => transaction_id);
  const [own, shared] = [idsOf(true), idsOf(false)];
  const found = await select<{ user_id: string }>(connection, othersNamedBy(own, userIds));
  const others = found.map(({ user_id }) => user_id);
  await executeAll(connection, [
    ...deleteOrders(own),
    ...deleteTheirParts(shared, userIds),
    markOrders(shared),
    markUsers(others),
    removeUnmentioned(theseUsers(others)),
  ]);
  return own.length;
}

async function executeAll(connection: Connection, statements: readonly Sql[]): Promise<number[]> {
  const counts: number[] = [];
  for (const statement of statements) counts.push(await execute(connection, statement));
  return counts;
}
