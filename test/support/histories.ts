// fast-check arbitraries of whole small shops, aimed at the thresholds of semantics.md and at awkward input.
// A shop holds the three files as rows of text and an as-of time; nothing here says what the rules make of it.

import fc from 'fast-check';
import { asOfTexts } from './oracle/generator/instants.ts';
import { rejectedActivity, rejectedProfiles, rejectedTransactions } from './oracle/generator/rejects.ts';
import { buildRows, type Row } from './oracle/generator/rows.ts';
import { story } from './oracle/generator/stories.ts';
import { parseLineDate } from './oracle/time.ts';

export { activityColumns, profileColumns, transactionColumns } from './oracle/generator/columns.ts';
export {
  type ImportFile,
  type ImportKind,
  joinImports,
  splitAndShuffle,
} from './oracle/generator/import-order.ts';
export type { Row };

export type Shop = {
  readonly activity: Row[];
  readonly transactions: Row[];
  readonly profiles: Row[];
  /** A written timestamp or an epoch, as `eventTimestamp` accepts it. */
  readonly asOf: string;
};

/**
 * For properties of which each case takes recomputes: one that fails is told at once, with its seed. To make it smaller
 * takes longer than a test may, unless STRATA_SHRINK=1 and a longer --testTimeout say so.
 */
export const COSTLY = { endOnFailure: process.env.STRATA_SHRINK !== '1' } as const;

/**
 * Shops of `users` users (6 where not given; hardly ever one fewer) and perhaps one known from order lines only.
 * Every row carries every column of its file. Some rows are unreadable, some dated after the as-of time.
 */
export function shopArbitrary(options: { users?: number } = {}): fc.Arbitrary<Shop> {
  const users = options.users ?? 6;
  // Almost never absent, but an absent user is where shrinking tries first: a failing shop loses its bystanders.
  const droppable = fc.option(story, { freq: 10_000 });
  const few = { maxLength: 3, size: 'max' } as const;
  return fc
    .record({
      asOf: fc.constantFrom(...asOfTexts),
      firstId: fc.nat({ max: 40 }),
      stories: fc.array(droppable, { minLength: users, maxLength: users, size: 'max' }),
      rejectedActivity: fc.array(rejectedActivity, few),
      rejectedTransactions: fc.array(rejectedTransactions, few),
      rejectedProfiles: fc.array(rejectedProfiles, few),
      ranks: fc.array(fc.nat({ max: 999 }), { maxLength: 40, size: 'max' }),
    })
    .map(({ asOf, firstId, stories, ranks, ...rejected }) => {
      const rows = buildRows(
        stories.filter((one) => one !== null),
        firstId,
        parseLineDate(asOf)!,
      );
      return {
        asOf,
        activity: reorder([...rows.activity, ...rejected.rejectedActivity], ranks),
        transactions: reorder([...rows.transactions, ...rejected.rejectedTransactions], ranks),
        profiles: reorder([...rows.profiles, ...rejected.rejectedProfiles], ranks),
      };
    });
}

/** By rank; without ranks, which is where shrinking leads, as they are. */
function reorder(rows: readonly Row[], ranks: readonly number[]): Row[] {
  const ranked = rows.map((row, at) => ({ row, rank: ranks[at % ranks.length] ?? 0 }));
  return ranked.toSorted((left, right) => left.rank - right.rank).map(({ row }) => row);
}
