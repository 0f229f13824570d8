// Members of an audience in a platform's columns, for lists that are kept at one.
import { copiedRows, readCopy } from '../db/copy.ts';
import { type Pool, withConnection } from '../db/pool.ts';
import { newConversion } from './platforms/convert.ts';
import type { Platform } from './platforms/platform.ts';
import { SOURCES } from './queries/columns.ts';
import { type Explained, rowsCopy } from './queries/members.ts';
import { EVERYBODY } from './ranges.ts';

export interface PlatformMember {
  readonly userId: string;
  /** Whether the holdout is what keeps them out. */
  readonly isHeldOut: boolean;
  /** By the platform's columns, in their order. */
  readonly values: readonly (string | null)[];
}

export interface PlatformFormat {
  readonly platform: Platform;
  /** Where national phones of users without a country are from (ISO 3166); null where that is not known. */
  readonly phoneCountry: string | null;
}

/**
 * Has `take` take the members for whom there is no reason to be left out but the holdout, some at a time. Returns how many were not
 * given to it, for nothing identifies them at the platform.
 */
export function readPlatformMembers(
  pool: Pool,
  members: Explained,
  { platform, phoneCountry }: PlatformFormat,
  take: (members: readonly PlatformMember[]) => Promise<void>,
): Promise<{ unidentified: number }> {
  const conversion = newConversion(platform, phoneCountry);
  const copy = rowsCopy(
    members,
    EVERYBODY,
    conversion.sources.map((from) => SOURCES[from]),
  );
  return withConnection(pool, async (connection) => {
    let unidentified = 0;
    await readCopy(connection, copy, async (bytes) => {
      for await (const rows of copiedRows(bytes)) {
        const known: PlatformMember[] = [];
        for (const given of rows) {
          const isHeldOut = given.pop() === 't';
          const userId = given.pop() as string;
          const values = conversion.convert(given);
          if (values === null) unidentified++;
          else known.push({ userId, isHeldOut, values });
        }
        await take(known);
      }
    });
    return { unidentified };
  });
}
