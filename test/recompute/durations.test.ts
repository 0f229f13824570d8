// Durations become whole numbers of microseconds exactly, on both sides of where doubles are left for numerics.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { microseconds } from '../../src/recompute/features/features.ts';
import { freshDatabase } from '../support/database.ts';

const DAY = 86_400_000_000n;
/** Postgres compares intervals by months of 30 days. */
const THIRTY_YEARS_DAYS = 10_800;

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

/** Of intervals with so many days, and beside them so many microseconds. */
async function inMicroseconds(intervals: readonly (readonly [number, bigint])[]): Promise<bigint[]> {
  const { rows } = await database.pool.query<{ found: string }>(
    `select ${microseconds('g.given')} as found
       from (select ordinal, (days || ' days ' || us || ' microseconds')::interval as given
               from unnest($1::integer[], $2::bigint[]) with ordinality as u (days, us, ordinal)) g
      order by g.ordinal`,
    [intervals.map(([days]) => days), intervals.map(([, us]) => us)],
  );
  return rows.map(({ found }) => BigInt(found));
}

const sum = ([days, us]: readonly [number, bigint]): bigint => BigInt(days) * DAY + us;

describe('a duration', () => {
  it('is exact at its ends, and where the way of counting changes', async () => {
    const turn = THIRTY_YEARS_DAYS;
    const intervals = [
      [0, 0n],
      [0, 1n],
      [0, 1_799_999_999n],
      [0, 1_800_000_001n],
      [turn - 1, DAY - 1n],
      [turn, 0n],
      [turn, 1n],
      [0, BigInt(turn) * DAY - 1n],
      [0, BigInt(turn) * DAY],
      [3_650_000, DAY - 1n],
    ] as const;
    expect(await inMicroseconds(intervals)).toEqual(intervals.map(sum));
  });

  it('is exact however its days and its time are split', async () => {
    const below = fc.tuple(fc.integer({ min: 0, max: 5_000 }), fc.bigInt({ min: 0n, max: 5_800n * DAY }));
    const any = fc.tuple(fc.integer({ min: 0, max: 3_000_000 }), fc.bigInt({ min: 0n, max: 50_000n * DAY }));
    const many = fc.array(fc.oneof(below, any), { minLength: 5_000, maxLength: 5_000, size: 'max' });
    await fc.assert(
      fc.asyncProperty(many, async (intervals) => {
        expect(await inMicroseconds(intervals)).toEqual(intervals.map(sum));
      }),
      { numRuns: 4, endOnFailure: true },
    );
  });

  it('of nothing is none', async () => {
    const { rows } = await database.pool.query(`select ${microseconds('null::interval')} as found`);
    expect(rows).toEqual([{ found: '0' }]);
  });
});
