// Keyset cursors: opaque to clients, bound to the snapshot and the order that they were made with.
import { z } from 'zod';
import { OPEN_END } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';

export interface UserOrder {
  readonly field: 'ID' | 'REVENUE' | 'ENGAGEMENT_SCORE';
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

const LONGEST = 4096;
const userId = z.string().regex(/^[1-9]\d{0,17}$/);
const snapshotId = z
  .int()
  .min(1)
  .max(OPEN_END - 1);
const smallint = z
  .string()
  .regex(/^\d{1,5}$/)
  .refine((digits) => Number(digits) <= 32_767);
const direction = z.enum(['ASC', 'DESC']);
/** The values are those that the columns can hold, so that no statement fails for a made-up one. */
const written = z.union([
  z
    .tuple([snapshotId, z.literal('ID'), direction, userId, userId])
    .refine(([, , , value, id]) => value === id),
  z.tuple([snapshotId, z.literal('REVENUE'), direction, z.string().regex(/^-?\d+(\.\d+)?$/), userId]),
  z.tuple([snapshotId, z.literal('ENGAGEMENT_SCORE'), direction, smallint, userId]),
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
    if (text.length > LONGEST) throw refusal;
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
