// Pruning what real runs have left: who was in which segment is told the same before and after, the newest snapshot is
// the same in every column, and verification finds nothing.
import fc from 'fast-check';
import { expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { clearDemo } from '../../src/demo/shop-record.ts';
import { pruneHistory, snapshotById, transitions } from '../../src/snapshots/service.ts';
import { pastSegments } from '../../src/users/history.ts';
import { histories } from '../../src/users/service.ts';
import { hasDrift, verify } from '../../src/verification/service.ts';
import { freshDatabase } from '../support/database.ts';
import { COSTLY, shopArbitrary, splitAndShuffle } from '../support/histories.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';

const SHOPS = 3;
const FILES_A_RUN = 6;
const DAY_MS = 24 * 3_600_000;

/** All that is told of segments: changes, memberships, and moves between every two snapshots of two dimensions. */
async function segmentsTold(database: Database): Promise<object> {
  const snapshots = await database.prisma.snapshot.findMany({ orderBy: { snapshotId: 'asc' } });
  const users = (await database.prisma.user.findMany({ orderBy: { userId: 'asc' } })).map((user) =>
    String(user.userId),
  );
  const ids = snapshots.map(({ snapshotId }) => snapshotId);
  const asked = users.map((userId) => ({ userId, dimension: null, first: 500 }));
  const moves: object[] = [];
  for (const from of ids) {
    for (const to of ids) {
      const between = { from: await snapshotById(database, from), to: await snapshotById(database, to) };
      moves.push(await transitions(database, to % 2 === 0 ? 'customer' : 'traffic_source', between));
    }
  }
  return {
    changes: await histories(database, ids.at(-1) as number, asked),
    past: await pastSegments(
      database,
      users.flatMap((userId) => ids.map((snapshotId) => ({ userId, snapshotId }))),
    ),
    moves,
  };
}

it(`pruning keeps what is told of segments in ${SHOPS} shops that were imported file by file`, async () => {
  const database = await freshDatabase();
  const shops = shopArbitrary({ users: 10 }).chain((shop) =>
    splitAndShuffle(shop).map((files) => ({ shop, files })),
  );
  let removed = 0;
  await fc.assert(
    fc.asyncProperty(shops, async ({ shop, files }) => {
      await clearDemo(database);
      for (const [at, { kind, rows }] of files.entries()) {
        await importRows(database, kind, rows);
        if (at % FILES_A_RUN === 0) await recompute(database, shop.asOf, 'incremental');
      }
      await recompute(database, shop.asOf, 'incremental');
      const [users, told] = [await exportedUsers(database), await segmentsTold(database)];
      const retention = { wholeHours: 24, historyDays: 400 };
      const { states, rollups } = await pruneHistory(database, retention, new Date(Date.now() + 2 * DAY_MS));
      removed += states + rollups;
      expect(await segmentsTold(database)).toEqual(told);
      expect(await exportedUsers(database)).toEqual(users);
      expect(hasDrift((await verify(database, 'all')).verification)).toBe(false);
    }),
    { numRuns: SHOPS, ...COSTLY },
  );
  expect(removed).toBeGreaterThan(0);
});
