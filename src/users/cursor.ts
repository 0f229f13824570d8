// Keyset cursors: opaque to clients, signed, and bound to the list that they were made of: its snapshot, its order and
// its filter. What is read back is what was written; any other text is refused before a statement is made of it.
import { createHash, createHmac, timingSafeEqual } from 'node:crypto';
import type { Pool } from '../db/pool.ts';
import { CursorError } from '../errors.ts';
import type { UserFilter } from '../filters/user-filter.ts';
import { readCursorKey } from './queries/cursor-key.ts';
import type { Position, UserOrder } from './queries/orders.ts';

export interface Cursor extends Position {
  readonly snapshotId: number;
}

/** What a cursor is bound to, beside its snapshot. */
export interface CursorList {
  readonly order: UserOrder;
  readonly filterDigest: string;
}

const LONGEST = 4096;
const SIGNATURE_BYTES = 16;
/** Signed with the rest: rises when what is written changes its meaning. */
const FORM = 'users 1 ';
const DIGEST_LENGTH = 16;

type Written = [snapshotId: number, field: string, direction: string, filter: string, ...position: string[]];

export class Cursors {
  readonly #key: Buffer;
  constructor(key: Buffer) {
    this.#key = key;
  }

  write({ snapshotId, value, userId }: Cursor, { order, filterDigest }: CursorList): string {
    const written: Written = [snapshotId, order.field, order.direction, filterDigest, value, userId];
    const payload = Buffer.from(JSON.stringify(written));
    return Buffer.concat([this.#sign(payload), payload]).toString('base64url');
  }

  /** Reads a cursor of `list`; throws a CursorError that names `argument` for any other text. */
  read(text: string, { order, filterDigest }: CursorList, argument: string): Cursor {
    const [snapshotId, field, direction, filter, value, userId] = this.#open(text, argument);
    if (field !== order.field || direction !== order.direction) {
      throw new CursorError(
        `${argument}: a cursor of the order ${field} ${direction}, and the query's is ${order.field} ${order.direction}. Keep the order while paging, or start again without a cursor.`,
      );
    }
    if (filter !== filterDigest) {
      throw new CursorError(
        `${argument}: a cursor of another filter. Keep the filter while paging, or start again without a cursor.`,
      );
    }
    return { snapshotId, value: value as string, userId: userId as string };
  }

  #open(text: string, argument: string): Written {
    const bytes = Buffer.from(text.length <= LONGEST ? text : '', 'base64url');
    const [signature, payload] = [bytes.subarray(0, SIGNATURE_BYTES), bytes.subarray(SIGNATURE_BYTES)];
    // Other letters can stand for the same bytes: only those that were given out are taken.
    const isWhole = signature.length === SIGNATURE_BYTES && bytes.toString('base64url') === text;
    if (isWhole && timingSafeEqual(signature, this.#sign(payload))) return JSON.parse(payload.toString());
    throw new CursorError(
      `${argument}: no cursor of this server, or an altered one. Use one from pageInfo or edges of the same query, unchanged, or start again without a cursor.`,
    );
  }

  #sign(payload: Buffer): Buffer {
    return createHmac('sha256', this.#key).update(FORM).update(payload).digest().subarray(0, SIGNATURE_BYTES);
  }
}

const kept = new WeakMap<Pool, Promise<Cursors>>();

/** Those of the database; its key is read once in a process. */
export function cursorsOf({ pool }: { pool: Pool }): Promise<Cursors> {
  const known = kept.get(pool);
  if (known) return known;
  const made = readCursorKey(pool).then((key) => new Cursors(key));
  kept.set(pool, made);
  made.catch(() => kept.delete(pool));
  return made;
}

/** The same for filters that differ in the order of their fields, or in what is null, and no others. */
export function digestOfFilter(filter: UserFilter | null): string {
  const text = JSON.stringify(filter ?? {}, (_name, value) => (isPlain(value) ? withoutNulls(value) : value));
  return createHash('sha256').update(text).digest('base64url').slice(0, DIGEST_LENGTH);
}

function isPlain(value: unknown): value is object {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function withoutNulls(value: object): object {
  const given = Object.entries(value).filter(([, inner]) => inner !== null && inner !== undefined);
  return Object.fromEntries(given.sort(([one], [other]) => (one < other ? -1 : 1)));
}
