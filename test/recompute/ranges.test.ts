// Into how many ranges of users a full run cuts its work: as many as can be shared out evenly among two.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { openRanges, planEverybody } from '../../src/recompute/stages/ranges.ts';
import { freshDatabase } from '../support/database.ts';

const RUN = 1;
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

/** The ranges of a shop of that many users, of whom only a few are there. */
async function rangesOf(lastId: number): Promise<{ after: bigint; upTo: bigint; users: number }[]> {
  const { pool, prisma } = database;
  await pool.query('truncate users, run_ranges');
  await pool.query(
    `insert into users (user_id, external_id)
     select distinct greatest($1::bigint * part / 40, 1), part::text from generate_series(1, 40) part
         on conflict do nothing`,
    [lastId],
  );
  await prisma.$executeRaw(planEverybody(RUN, 'inputs', 2));
  const { open } = await openRanges(prisma, RUN);
  return open.map(({ after, upTo, users }) => ({ after, upTo, users }));
}

describe('a full run', () => {
  it.each([
    [1, 1, 2_000n],
    [2_001, 2, 2_000n],
    [4_001, 2, 2_001n],
    [20_000, 2, 10_000n],
    [50_000, 2, 25_000n],
    [50_001, 4, 12_501n],
    [1_000_000, 40, 25_000n],
  ])('of users up to the id %i works on %i ranges of %i ids', async (lastId, count, width) => {
    const ranges = await rangesOf(lastId);
    expect(ranges.map(({ after, upTo }) => upTo - after)).toEqual(Array(count).fill(width));
    expect(ranges[0]?.after).toBe(0n);
    expect(ranges.at(-1)?.upTo).toBeGreaterThanOrEqual(lastId);
    for (const [at, { after }] of ranges.entries()) if (at > 0) expect(after).toBe(ranges[at - 1]?.upTo);
  });

  it('counts each user once, whichever range it is in', async () => {
    const ranges = await rangesOf(1_000_000);
    expect(ranges.map(({ users }) => users)).toEqual(Array(40).fill(1));
  });
});
