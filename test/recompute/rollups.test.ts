// Rollups of whole versions: sums of every combination of up to three segments, and what becomes of those that an
// earlier Strata made of single segments alone.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { verify } from '../../src/verification/service.ts';
import { freshDatabase } from '../support/database.ts';
import { listsAndCounts } from '../support/published.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

const AS_OF = '2030-01-01';
const EVENT = { event_name: 'add_to_cart', eventTimestamp: '2026-01-05 10:00:00' };

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
  await publishShop(database, sampleShop(30, 11));
  await recompute(database, AS_OF, 'incremental');
});

async function expectCountsOfLists(): Promise<void> {
  const { listed, counted } = await listsAndCounts(database);
  expect(counted).toEqual(listed);
  expect((await verify(database, { sample: 1 })).verification.rollups.drifted).toBe(0);
}

async function combinationsOf(size: number): Promise<number> {
  const { rows } = await database.pool.query<{ n: number }>(
    'select count(*)::integer as n from segment_rollups r where cardinality(r.segment_ids) = $1 and r.valid_to = 2147483647',
    [size],
  );
  return rows[0]?.n ?? 0;
}

describe('rollups', () => {
  it('count every combination of up to three segments that occurs, as its users add up', async () => {
    expect(await combinationsOf(0)).toBe(1);
    expect(await combinationsOf(2)).toBeGreaterThan(await combinationsOf(1));
    expect(await combinationsOf(3)).toBeGreaterThan(await combinationsOf(2));
    expect(await combinationsOf(4)).toBe(0);
    await expectCountsOfLists();
  });

  it('are adjusted by incremental runs, which leave those as they are whose users did not change', async () => {
    await importRows(database, 'activity', [{ user_pseudo_id: 'somebody new', ...EVENT }]);
    const { runId } = await recompute(database, AS_OF, 'incremental');
    await expectCountsOfLists();
    const { rows } = await database.pool.query<{ n: number }>(
      'select count(*)::integer as n from segment_rollups where valid_from = $1',
      [runId],
    );
    expect(rows[0]?.n).toBe(1 + 9 + 36 + 84);
  });

  it('of single segments alone are made whole by the next run, of whatever kind', async () => {
    await database.pool.query(
      'delete from segment_rollups where cardinality(segment_ids) > 1; update snapshots set rollup_scheme = 0',
    );
    expect((await verify(database, { sample: 1 })).verification.rollups.drifted).toBe(0);
    await importRows(database, 'activity', [{ user_pseudo_id: 'somebody else', ...EVENT }]);
    await recompute(database, AS_OF, 'incremental');
    expect(await combinationsOf(3)).toBeGreaterThan(84);
    expect((await verify(database, { sample: 1 })).verification.rollups.drifted).toBe(0);
  });
});
