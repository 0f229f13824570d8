// One page by keyset, found in one of two ways: along the index of the order, passing over whom the filter does not let
// through; or from the index of segments, sorting all whom it leads to.
import type { Read } from '../../db/read.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import { compileFilter, type FilterScope, type UserFilter } from '../../filters/user-filter.ts';
import { isBeyond, isFrom, type Position, placeIn, type UserOrder, wayOf } from './orders.ts';
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

/**
 * Up to `limit` users in the order walked (reversed where `backward`), from `beginning` on, of the first `steps` rows of
 * the order: fewer than `limit` need not be all.
 */
export function usersAlong(
  read: Read,
  scope: FilterScope,
  page: PageRequest,
  { steps, beginning }: { steps: number; beginning: Position | null },
): Promise<UserRow[]> {
  const way = wayOf(page.order, page.backward);
  const conditions = [compileFilter(null, scope), ...bounds(page)];
  if (beginning) conditions.push(isFrom(page.order, beginning, page.backward));
  const rows = sql`where ${join(conditions, ' and ')}
                 order by place ${way}, u.user_id ${way} limit ${raw(String(steps))}`;
  return readPage(read, rows, page, compileFilter(page.filter, scope));
}

/** The same of all rows; `offset 0` has them found without a thought of their order. */
export function usersSorted(read: Read, scope: FilterScope, page: PageRequest): Promise<UserRow[]> {
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
