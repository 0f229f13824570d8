// A place in the feed of an audience: behind the change of a user in a comparison. Opaque to clients.
import { BadInputError } from '../errors.ts';

export interface Place {
  readonly comparison: number;
  readonly userId: bigint;
}

/** Before the first change. */
export const START: Place = { comparison: 0, userId: 0n };

export function writeCursor(audienceId: number, { comparison, userId }: Place): string {
  return Buffer.from(`${audienceId}.${comparison}.${userId}`).toString('base64url');
}

/** Throws a BadInputError for what is no cursor of this audience's feed. */
export function readCursor(audienceId: number, cursor: string): Place {
  const [, of, comparison, userId] =
    /^(\d{1,9})\.(\d{1,9})\.(\d{1,18})$/.exec(Buffer.from(cursor, 'base64url').toString()) ?? [];
  if (of === undefined || comparison === undefined || userId === undefined || Number(of) !== audienceId)
    throw new BadInputError('after: expected a cursor of this audience, as `audienceChanges` gave it.');
  return { comparison: Number(comparison), userId: BigInt(userId) };
}
