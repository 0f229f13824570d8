// One page by keyset. Of a filtered list there are two ways to it: along the index of the order, passing over whom the
// filter does not let through, which is short where it lets many through and they are spread over the order; or from
// the index of segments, sorting all whom it leads to. Which is shorter can't be known where filter and order have to
// do with each other (the smallest revenues among the best customers), so the first way is left after a number of steps
// that costs what the second one would have.
import type { Read } from '../../db/read.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { compileFilter, type FilterScope, type UserFilter } from '../../filters/user-filter.ts';
import { isBeyond, type Position, placeIn, type UserOrder, wayOf } from './orders.ts';
import { COLUMNS, type UserRow } from './users.ts';

export interface PageRequest {
  readonly filter: UserFilter | null;
  readonly order: UserOrder;
  /** Only rows behind this one, in the order walked. */
  readonly after: Position | null;
  readonly before: Position | null;
  /** Walk the order from its end. */
  readonly backward: boolean;
  readonly limit: number;
}

/** What the way to a page is chosen by. */
export interface Sizes {
  /** Users of the snapshot. */
  readonly users: number;
  /** Users to whom the index of segments leads, at most; all of them where the filter does not name segments. */
  readonly indexed: number;
}

/** A step along an order goes to a random row; one from the index of segments to the next one. */
const STEP_COST = 2;
const FEWEST_STEPS = 4_096;

/** Up to `limit` users, in the order walked (reversed where `backward`). */
export async function findUsers(
  read: Read,
  scope: FilterScope,
  page: PageRequest,
  { users, indexed }: Sizes,
): Promise<UserRow[]> {
  const isShort = users <= FEWEST_STEPS;
  if (!isShort && page.filter && indexed * indexed <= users * page.limit) return sorted(read, scope, page);
  const steps = isShort ? FEWEST_STEPS : powerOfTwo(Math.max(indexed / STEP_COST, FEWEST_STEPS));
  const found = await along(read, scope, page, steps);
  if (isShort || !page.filter || found.length >= page.limit) return found;
  return sorted(read, scope, page);
}

/** Few different numbers make few different texts. */
function powerOfTwo(least: number): number {
  return 2 ** Math.ceil(Math.log2(least));
}

/** At most `steps` rows of the order are looked at. */
function along(read: Read, scope: FilterScope, page: PageRequest, steps: number): Promise<UserRow[]> {
  const way = wayOf(page.order, page.backward);
  const inSnapshot = compileFilter(null, scope);
  const rows = sql`where ${join([inSnapshot, ...bounds(page)], ' and ')}
         order by place ${way}, u.user_id ${way} limit ${raw(String(steps))}`;
  return readPage(read, rows, page, compileFilter(page.filter, scope));
}

/** All rows are looked at; `offset 0` has them found without a thought of their order. */
function sorted(read: Read, scope: FilterScope, page: PageRequest): Promise<UserRow[]> {
  const rows = sql`where ${join([compileFilter(page.filter, scope), ...bounds(page)], ' and ')} offset 0`;
  return readPage(read, rows, page, sql`true`);
}

/** What is shown of a row is worked out for the rows of the page alone. */
function readPage(read: Read, rows: Sql, page: PageRequest, condition: Sql): Promise<UserRow[]> {
  const way = wayOf(page.order, page.backward);
  const statement = sql`/* users.page */
select ${COLUMNS}, u.place::text as position
  from (select u.*
          from (select u.*, ${placeIn(page.order)} as place from user_states u
                 ${rows}) u
         where ${condition}
         order by u.place ${way}, u.user_id ${way}
         limit ${page.limit}::integer) u
 order by u.place ${way}, u.user_id ${way}`;
  return read<UserRow>(statement, { prepared: true });
}

function bounds({ order, after, before }: PageRequest): Sql[] {
  return [
    ...(after ? [isBeyond(order, after, true)] : []),
    ...(before ? [isBeyond(order, before, false)] : []),
  ];
}
