// The shorter way to a page. Along the order is short where the filter lets many through and they are spread over it;
// sorting whom the index of segments leads to, where they are few. Which it is can't be known where filter and order have
// to do with each other (the smallest revenues among the best customers), so the first way is left after so many steps
// as cost what the second one would have. Where a list begins in its order is remembered, for it never begins earlier:
// the next who ask for its first page start there.
import type { Database } from '../db/database.ts';
import type { Pool } from '../db/pool.ts';
import type { SegmentCatalogue } from '../segments/service.ts';
import type { Snapshot } from '../snapshots/service.ts';
import { indexedUsers } from './indexed-users.ts';
import type { Position } from './queries/orders.ts';
import { type PageRequest, usersAlong, usersSorted } from './queries/page.ts';
import type { UserRow } from './queries/users.ts';

/** A step along an order goes to a random row; one from the index of segments to the next one. */
const STEP_COST = 2;
const FEWEST_STEPS = 4_096;
const MOST_LISTS = 1_000;

/** A list that was found before: where it begins, and whether it is too thin there to be walked along. */
interface KnownList {
  readonly beginning: Position;
  readonly isThin: boolean;
}

const knownByPool = new WeakMap<Pool, Map<string, KnownList>>();

/** Up to `limit` users, in the order walked (reversed where `backward`). `name` is the list's own, in its snapshot. */
export async function findPage(
  { pool, read }: Database,
  { snapshot, catalogue }: { snapshot: Snapshot; catalogue: SegmentCatalogue },
  page: PageRequest,
  name: string,
): Promise<UserRow[]> {
  const along = (steps: number, beginning: Position | null = null): Promise<UserRow[]> =>
    usersAlong(read, catalogue, page, { steps, beginning });
  if (!page.filter || snapshot.users <= FEWEST_STEPS) return along(FEWEST_STEPS);
  if (page.backward ? page.before : page.after) return shorterWay();
  const lists = knownByPool.get(pool) ?? new Map<string, KnownList>();
  knownByPool.set(pool, lists);
  const list = `${snapshot.id} ${snapshot.computedAt.getTime()} ${page.backward} ${name}`;
  const known = lists.get(list);
  if (known?.isThin) return usersSorted(read, catalogue, page);
  const found = known ? await along(FEWEST_STEPS, known.beginning) : await shorterWay();
  const isThin = known !== undefined && found.length < page.limit;
  const rows = isThin ? await usersSorted(read, catalogue, page) : found;
  remember(lists, list, rows[0], isThin);
  return rows;

  async function shorterWay(): Promise<UserRow[]> {
    const { users } = snapshot;
    const indexed = page.filter ? indexedUsers(page.filter, catalogue, users) : users;
    if (indexed * indexed <= users * page.limit) return usersSorted(read, catalogue, page);
    const some = await along(powerOfTwo(Math.max(indexed / STEP_COST, FEWEST_STEPS)));
    return some.length < page.limit ? usersSorted(read, catalogue, page) : some;
  }
}

/** Few different numbers make few different texts. */
function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}

/** The one that was asked for longest ago goes when there are too many. */
function remember(
  lists: Map<string, KnownList>,
  name: string,
  first: UserRow | undefined,
  isThin: boolean,
): void {
  if (!first) return;
  lists.delete(name);
  lists.set(name, { beginning: { value: first.position, userId: first.userId }, isThin });
  const [oldest] = lists.keys();
  if (lists.size > MOST_LISTS && oldest !== undefined) lists.delete(oldest);
}
