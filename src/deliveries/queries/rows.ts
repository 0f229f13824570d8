// The rows of a delta as they are sent, in the order of their users: a removal before an addition of the same one.
import { withLiterals } from '../../db/literals.ts';
import type { PrismaClient } from '../../db/prisma.ts';
import { empty, raw, type Sql, sql } from '../../db/sql.ts';
import { type DeltaColumn, valuesOf } from './columns.ts';

/** A place among the rows of a delta. */
export interface Place {
  readonly userId: bigint;
  readonly entry: number;
}
export const START: Place = { userId: 0n, entry: 0 };

/** Who is held out is nobody's business. */
const IS_SENT = raw(`c.operation <> 'hold_out'`);

/** The place of the `rows`th row after `after`; null where there are fewer. */
export async function placeAfter(
  prisma: PrismaClient,
  deliveryId: number,
  after: Place,
  rows: number,
): Promise<Place | null> {
  const [row] = await prisma.$queryRaw<{ user_id: bigint; entry: number }[]>(sql`/* deliveries.place_after */
select c.user_id, c.entry
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer and ${IS_SENT}
   and (c.user_id, c.entry) > (${after.userId}::bigint, ${after.entry}::integer)
 order by c.user_id, c.entry
offset ${rows - 1}::bigint limit 1`);
  return row ? { userId: row.user_id, entry: row.entry } : null;
}

/** Which rows: of a delta, after one place and up to another, or to the end. */
export interface Rows {
  readonly deliveryId: number;
  readonly columns: readonly DeltaColumn[];
  /** The destination's: of it and a user is made the key, the user's name there, which tells nobody anything. */
  readonly memberKey: Uint8Array;
  readonly after: Place;
  readonly upTo: Place | null;
}

/** The rows as messages have them. */
export function readChanges(prisma: PrismaClient, rows: Rows): Promise<Record<string, string | null>[]> {
  return prisma.$queryRaw(sql`/* deliveries.read_changes */ ${chosen(rows, 'field')}`);
}

/** COPY of them as CSV. */
export function changesCopy(rows: Rows): string {
  return withLiterals(
    sql`/* deliveries.copy_changes */ copy (${chosen(rows, 'name')}) to stdout (format csv, header)`,
  );
}

function chosen({ deliveryId, columns, memberKey, after, upTo }: Rows, called: 'name' | 'field'): Sql {
  const end = upTo
    ? sql`and (c.user_id, c.entry) <= (${upTo.userId}::bigint, ${upTo.entry}::integer)`
    : empty;
  return sql`
select c.operation, encode(sha256(${memberKey}::bytea || int8send(c.user_id)), 'hex') as key, ${valuesOf(columns, called)}
  from delivery_changes c
 where c.delivery_id = ${deliveryId}::integer and ${IS_SENT}
   and (c.user_id, c.entry) > (${after.userId}::bigint, ${after.entry}::integer) ${end}
 order by c.user_id, c.entry`;
}
