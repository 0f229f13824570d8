// Users of one snapshot: pages that are walked to the end whatever is published meanwhile, counts, single users.
import type { Database } from '../db/database.ts';
import type { Sql } from '../db/sql.ts';
import { BadInputError, CursorError } from '../errors.ts';
import type { UserFilter } from '../filters/user-filter.ts';
import { rolledUpCount, type Segment, type SegmentCatalogue } from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { type Cursor, type CursorList, type Cursors, cursorsOf, digestOfFilter } from './cursor.ts';
import { findPage } from './find-page.ts';
import type { UserOrder } from './queries/orders.ts';
import { countUsers, findUser, someUsers, type UserRow } from './queries/users.ts';

export { type ExplainedDimension, type Explanation, explainUsers } from './explain.ts';
export {
  type HistoryRequest,
  histories,
  type PastSegment,
  type SegmentChange,
} from './history.ts';
export { newUserLoaders, type UserLoaders } from './loaders.ts';

export interface User extends UserRow {
  readonly snapshotId: number;
  /** One in each dimension, in the rule set's order. */
  readonly segments: readonly Segment[];
}

const DEFAULT_PAGE = 50;
const LARGEST_PAGE = 500;
const DEFAULT_ORDER: UserOrder = { field: 'ID', direction: 'ASC' };

export interface UsersArguments {
  readonly filter?: UserFilter | null;
  /** Without a direction, rising. */
  readonly orderBy?: { field: UserOrder['field']; direction?: UserOrder['direction'] } | null;
  readonly first?: number | null;
  readonly after?: string | null;
  readonly last?: number | null;
  readonly before?: string | null;
}

export interface PageArguments extends CursorList {
  readonly filter: UserFilter | null;
  readonly after: Cursor | null;
  readonly before: Cursor | null;
  readonly backward: boolean;
  readonly size: number;
  /** The snapshot that the cursors are of. */
  readonly snapshotId: number | null;
  readonly cursors: Cursors;
}

export interface UserPage {
  readonly edges: readonly { readonly cursor: string; readonly node: User }[];
  readonly hasNextPage: boolean;
  readonly hasPreviousPage: boolean;
}

/** Checks the paging arguments; throws a BadInputError or a CursorError that says what would be legal. */
export async function readPageArguments(database: Database, given: UsersArguments): Promise<PageArguments> {
  const filter = given.filter ?? null;
  const list: CursorList = {
    order: { ...DEFAULT_ORDER, ...given.orderBy },
    filterDigest: digestOfFilter(filter),
  };
  const backward = typeof given.last === 'number';
  if (backward && typeof given.first === 'number')
    throw new BadInputError('users: give "first" or "last", not both.');
  const size = pageSize(backward ? 'last' : 'first', (backward ? given.last : given.first) ?? DEFAULT_PAGE);
  const cursors = await cursorsOf(database);
  const cursor = (argument: 'after' | 'before'): Cursor | null => {
    const text = given[argument];
    return typeof text === 'string' ? cursors.read(text, list, argument) : null;
  };
  const [after, before] = [cursor('after'), cursor('before')];
  if (after && before && after.snapshotId !== before.snapshotId) {
    throw new CursorError(
      `users: "after" is a cursor of snapshot ${after.snapshotId}, "before" one of ${before.snapshotId}. Use two of one snapshot.`,
    );
  }
  const snapshotId = (after ?? before)?.snapshotId ?? null;
  return { ...list, filter, after, before, backward, size, snapshotId, cursors };
}

function pageSize(argument: string, size: number): number {
  if (size >= 0 && size <= LARGEST_PAGE) return size;
  throw new BadInputError(`${argument}: expected 0 to ${LARGEST_PAGE}, got ${size}.`);
}

/** One page. One row more than asked for is read, to know whether there is another page. */
export async function userPage(
  database: Database,
  { snapshot, catalogue }: { snapshot: Snapshot; catalogue: SegmentCatalogue },
  page: PageArguments,
): Promise<UserPage> {
  const request = { ...page, limit: page.size + 1 };
  const { order, filterDigest } = page;
  const name = `${order.field} ${order.direction} ${filterDigest}`;
  const found = await findPage(database, { snapshot, catalogue }, request, name);
  const more = found.length > page.size;
  const users = found.slice(0, page.size);
  if (page.backward) users.reverse();
  const snapshotId = snapshot.id;
  return {
    edges: users.map((row) => ({
      node: toUser(row, catalogue),
      get cursor() {
        return page.cursors.write({ snapshotId, value: row.position, userId: row.userId }, page);
      },
    })),
    hasNextPage: page.backward ? page.before !== null : more,
    hasPreviousPage: page.backward ? more : page.after !== null,
  };
}

function toUser(row: UserRow, { byId, snapshotId }: SegmentCatalogue): User {
  const segments = row.segmentIds.map((id) => byId.get(id)).filter((segment) => segment !== undefined);
  return { ...row, segments, snapshotId };
}

/** How many users of the snapshot the filter lets through, exactly. */
export async function userCount(
  database: Database,
  catalogue: SegmentCatalogue,
  snapshot: Snapshot,
  filter: UserFilter | null,
): Promise<number> {
  if (!filter) return snapshot.users;
  const counted = await rolledUpCount(database, catalogue, filter);
  return counted ?? countUsers(database.read, catalogue, filter);
}

/** A sample of the users `u` of whom the condition, which holds them to the catalogue's snapshot, is true. */
export async function sampleOfUsers(
  database: Database,
  catalogue: SegmentCatalogue,
  condition: Sql,
  first: number,
): Promise<User[]> {
  const rows = await someUsers(database.read, condition, first);
  return rows.map((row) => toUser(row, catalogue));
}

/** One user by exactly one of the ids; null if the snapshot has none. */
export async function userBy(
  database: Database,
  catalogue: SegmentCatalogue,
  { id, externalId }: { id?: string | null; externalId?: string | null },
): Promise<User | null> {
  if ((typeof id === 'string') === (typeof externalId === 'string'))
    throw new BadInputError('user: give exactly one of "id" and "externalId".');
  const by = typeof id === 'string' ? { userId: id } : { externalId: externalId as string };
  // No user can have such an id, and Postgres would not take it.
  if ('userId' in by ? !/^\d{1,18}$/.test(by.userId) : by.externalId.includes('\0')) return null;
  const found = await findUser(database.read, catalogue, by);
  return found && toUser(found, catalogue);
}
