// What users can be ordered by: columns with an index (recompute/stages/state-indexes.ts), so that a page costs what it
// shows. Each index costs every state that is written some 7 microseconds, and the first run of a million users some
// 1.5 seconds; these are worth it: who is worth most, who is engaged, who buys often, who was here, or bought, lately.
import { raw, type Sql, sql } from '../../db/sql.ts';

export type OrderField =
  | 'ID'
  | 'REVENUE'
  | 'ENGAGEMENT_SCORE'
  | 'TRANSACTIONS'
  | 'LAST_SEEN_AT'
  | 'LAST_ORDER_AT';

export interface UserOrder {
  readonly field: OrderField;
  readonly direction: 'ASC' | 'DESC';
}

/** Where a row stands in an order: the value that it is ordered by, and its id. */
export interface Position {
  readonly value: string;
  readonly userId: string;
}

/** Letter for letter as the index has it. A time that is not known comes before all that are. */
const ORDERS: Readonly<Record<OrderField, { readonly value: string; readonly type: string }>> = {
  ID: { value: 'u.user_id', type: 'bigint' },
  REVENUE: { value: 'u.revenue', type: 'numeric' },
  ENGAGEMENT_SCORE: { value: 'u.engagement_score', type: 'smallint' },
  TRANSACTIONS: { value: 'u.transactions', type: 'integer' },
  LAST_SEEN_AT: { value: `coalesce(u.last_seen_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
  LAST_ORDER_AT: { value: `coalesce(u.last_order_at, '-infinity'::timestamptz)`, type: 'timestamptz' },
};

/** What a row `u` is ordered by, before its id. */
export function placeIn({ field }: UserOrder): Sql {
  return raw(ORDERS[field].value);
}

/** Which way places and ids run; from the order's end where `backward`. */
export function wayOf({ direction }: UserOrder, backward: boolean): Sql {
  return raw((direction === 'ASC') !== backward ? 'asc' : 'desc');
}

/** That a row `u` stands behind a position of the order, or before it. */
export function isBeyond(order: UserOrder, position: Position, behind: boolean): Sql {
  return compare(order, position, (order.direction === 'ASC') === behind ? '>' : '<');
}

/** That a row `u` stands at a position or behind it, in the order walked. */
export function isFrom(order: UserOrder, position: Position, backward: boolean): Sql {
  return compare(order, position, (order.direction === 'ASC') !== backward ? '>=' : '<=');
}

function compare({ field }: UserOrder, { value, userId }: Position, operator: string): Sql {
  if (field === 'ID') return sql`u.user_id ${raw(operator)} ${userId}::bigint`;
  const { value: column, type } = ORDERS[field];
  return sql`(${raw(column)}, u.user_id) ${raw(operator)} (${value}::${raw(type)}, ${userId}::bigint)`;
}
