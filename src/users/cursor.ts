// Keyset cursors: opaque to clients, bound to the snapshot and the order that they were made with.
import { z } from 'zod';
import { BadInputError } from '../errors.ts';

export const ORDER_FIELDS = ['ID', 'REVENUE', 'ENGAGEMENT_SCORE'] as const;

export interface UserOrder {
  readonly field: (typeof ORDER_FIELDS)[number];
  readonly direction: 'ASC' | 'DESC';
}

/** Where a row stands in an order: the value that it is ordered by, and its id. */
export interface Position {
  readonly value: string;
  readonly userId: string;
}

export interface Cursor extends Position {
  readonly snapshotId: number;
}

const decimal = z.string().regex(/^-?\d{1,40}(\.\d{1,40})?$/);
const written = z.tuple([
  z.number().int().min(1).max(2_147_483_646),
  z.enum(ORDER_FIELDS),
  z.enum(['ASC', 'DESC']),
  decimal,
  z.string().regex(/^\d{1,18}$/),
]);

export function writeCursor({ snapshotId, value, userId }: Cursor, { field, direction }: UserOrder): string {
  return Buffer.from(JSON.stringify([snapshotId, field, direction, value, userId])).toString('base64url');
}

/** Reads a cursor that was made for `order`; throws a BadInputError for any other text. */
export function readCursor(text: string, order: UserOrder, argument: string): Cursor {
  const refusal = new BadInputError(
    `${argument}: not a cursor of this order. Use one from pageInfo or edges of the same query.`,
  );
  let value: unknown;
  try {
    value = JSON.parse(Buffer.from(text, 'base64url').toString());
  } catch {
    throw refusal;
  }
  const parsed = written.safeParse(value);
  if (!parsed.success) throw refusal;
  const [snapshotId, field, direction, position, userId] = parsed.data;
  if (field !== order.field || direction !== order.direction) throw refusal;
  return { snapshotId, value: position, userId };
}
