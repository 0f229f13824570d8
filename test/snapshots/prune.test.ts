// Pruning: what may go, goes; whoever may read on, reads the same. Histories are made up, and judged by a model.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { takeLock, unlockConnection } from '../../src/db/locks.ts';
import { withConnection } from '../../src/db/pool.ts';
import {
  pinSnapshot,
  pruneHistory,
  snapshotById,
  transitions,
  unpinSnapshot,
  wholeSnapshotById,
} from '../../src/snapshots/service.ts';
import { pastSegments } from '../../src/users/history.ts';
import { histories as readHistories } from '../../src/users/service.ts';
import { freshDatabase } from '../support/database.ts';
import { untilWaiting } from '../support/waiting.ts';
import {
  changesOf,
  DIMENSIONS,
  fatesOf,
  histories,
  leftOf,
  type MadeHistory,
  movesOf,
  NOW,
  RETENTION,
  segmentsOf,
  writeHistory,
} from './version-history.ts';

const RUNS = Number(process.env.STRATA_PRUNE_RUNS ?? 10);

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

async function rowsOf(query: string, ...values: unknown[]): Promise<string[]> {
  const { rows } = await database.pool.query<{ row: string }>(
    `select to_jsonb(t)::text as row from (${query}) t order by 1`,
    values,
  );
  return rows.map(({ row }) => row);
}

/** Every row that a reader of the snapshot can see. */
async function seenBy(id: number): Promise<string[]> {
  const visible = 'where valid_from <= $1 and valid_to > $1';
  return [
    ...(await rowsOf(`select * from user_states ${visible}`, id)),
    ...(await rowsOf(`select * from segment_rollups ${visible}`, id)),
  ];
}

function everything(): Promise<string[]> {
  return rowsOf(
    `select user_id::text as id, valid_from, valid_to, to_jsonb(s) as row from user_states s
      union all
     select segment_ids::text, valid_from, valid_to, to_jsonb(r) from segment_rollups r
      union all
     select snapshot_id::text, 0, 0, to_jsonb(k) from snapshots k`,
  );
}

/** All that can be asked about segments, beside what the model says of the snapshots that are kept. */
async function expectSegments(history: MadeHistory, isKept: (id: number) => boolean): Promise<void> {
  const newest = history.snapshots.at(-1)?.id as number;
  const users = [...history.users.keys()];
  const changes = await readHistories(
    database,
    newest,
    users.map((user) => ({ userId: String(user + 1), dimension: null, first: 500 })),
  );
  const told = changes.map((ofUser) =>
    ofUser
      .map(({ dimension, from, to, snapshotId }) => `${dimension}: ${from} > ${to} @ ${snapshotId}`)
      .sort(),
  );
  expect(told).toEqual(users.map((user) => changesOf(history, user, isKept)));
  const kept = [...history.snapshots.entries()].filter(([, { id }]) => isKept(id));
  const asked = kept.flatMap(([at, { id }]) => users.map((user) => ({ at, user, snapshotId: id })));
  expect(
    await pastSegments(
      database,
      asked.map(({ user, snapshotId }) => ({ userId: String(user + 1), snapshotId })),
    ),
  ).toEqual(asked.map(({ at, user }) => segmentsOf(history.users[user]?.[at] ?? null)));
  for (const [from, before] of kept) {
    const [to, after] = kept[(from * 7) % kept.length] as (typeof kept)[number];
    for (const dimension of Object.keys(DIMENSIONS)) {
      const between = {
        from: await snapshotById(database, before.id),
        to: await snapshotById(database, after.id),
      };
      const moves = await transitions(database, dimension, between);
      expect(moves.map((move) => `${move.from} > ${move.to}: ${move.users}`).sort()).toEqual(
        movesOf(history, dimension, from, to),
      );
    }
  }
}

/** One who is in the same segments before and after a time in which they are not there. */
const cameBack: MadeHistory = {
  snapshots: [5000, 4000, 3000, 2000, 1].map((hours, at) => ({
    id: at + 1,
    computedAt: new Date(NOW.getTime() - hours * 3_600_000),
    pin: 'none',
  })),
  users: [[1, 2, 0, 3, 4].map((revenue) => (revenue ? { shape: 'round', colour: 'red', revenue } : null))],
  goingOn: ['nothing'],
};

describe('pruning', () => {
  it(`leaves ${RUNS} histories as their readers may see them, and nothing else`, async () => {
    await fc.assert(
      fc.asyncProperty(histories, async (history) => {
        await writeHistory(database, history);
        const fates = fatesOf(history);
        await expectSegments(history, () => true);
        const whole = [...fates].filter(([, fate]) => fate === 'whole').map(([id]) => id);
        const newest = history.snapshots.at(-1)?.id as number;
        const seen = await Promise.all([...whole, newest + 1].map(seenBy));

        const pruned = await pruneHistory(database, RETENTION, NOW);
        expect(await Promise.all([...whole, newest + 1].map(seenBy))).toEqual(seen);
        await expectSegments(history, (id) => fates.get(id) !== 'forgotten');
        const left = await database.prisma.snapshot.findMany({ orderBy: { snapshotId: 'asc' } });
        expect(
          left.map(({ snapshotId, whole: isWhole }) => [snapshotId, isWhole ? 'whole' : 'thin']),
        ).toEqual([...fates].filter(([, fate]) => fate !== 'forgotten'));
        const fate = (wanted: string) => [...fates.values()].filter((one) => one === wanted).length;
        expect(pruned).toMatchObject({
          forgotten: fate('forgotten'),
          expired: fate('thin') + fate('forgotten'),
        });

        const { rows: states } = await database.pool.query<{ state: string }>(
          `select s.user_id || ': ' || s.valid_from || ' ' || s.valid_to as state from user_states s`,
        );
        expect(states.map(({ state }) => state).sort()).toEqual(leftOf(history));

        const after = await everything();
        expect(await pruneHistory(database, RETENTION, NOW)).toEqual({
          expired: 0,
          forgotten: 0,
          states: 0,
          rollups: 0,
        });
        expect(await everything()).toEqual(after);
      }),
      { numRuns: RUNS, examples: [[cameBack]] },
    );
  });

  it('that is interrupted at any statement has harmed nobody, and comes to the same when called again', async () => {
    const history = fc.sample(histories, { seed: 11, numRuns: 40 }).find((one) => {
      const fates = [...fatesOf(one).values()];
      return (
        one.users.length > 3 &&
        ['whole', 'thin', 'forgotten'].every((fate) => fates.includes(fate as 'whole'))
      );
    }) as MadeHistory;
    const newest = history.snapshots.at(-1)?.id as number;
    await writeHistory(database, history);
    await pruneHistory(database, RETENTION, NOW);
    const expected = await everything();
    let statements = 0;
    for (let interrupted = true; interrupted; statements++) {
      await writeHistory(database, history);
      const seen = await seenBy(newest);
      const dying = dyingAfter(database, statements);
      interrupted = await pruneHistory(dying, RETENTION, NOW).then(
        () => false,
        () => true,
      );
      expect(await seenBy(newest)).toEqual(seen);
      await pruneHistory(database, RETENTION, NOW);
      expect(await everything()).toEqual(expected);
    }
    expect(statements).toBeGreaterThan(5);
  });

  it('asked for while another goes on waits for it', async () => {
    await withConnection(database.pool, async (connection) => {
      await takeLock(connection, 'prune', 'connection');
      const pruning = pruneHistory(database, RETENTION, NOW);
      await untilWaiting(database, 'locks.wait');
      await unlockConnection(connection);
      expect(await pruning).toMatchObject({ expired: 0 });
    });
  });
});

/** A database whose connection breaks behind so many statements. */
function dyingAfter({ prisma, ...rest }: Database, statements: number): Database {
  let left = statements;
  const counting = new Proxy(prisma, {
    get(target, name) {
      const value = Reflect.get(target, name);
      if (!['$transaction', '$queryRaw', '$executeRaw'].includes(String(name))) return value;
      return (...given: unknown[]) => {
        if (left-- === 0) return Promise.reject(new Error('the connection is gone'));
        return (value as (...parameters: unknown[]) => unknown).apply(target, given);
      };
    },
  });
  return { ...rest, prisma: counting };
}

describe('a snapshot', () => {
  const HOUR = 3_600_000;
  const at = (hoursAgo: number, lateMs = 0): Date => new Date(NOW.getTime() - hoursAgo * HOUR + lateMs);

  /** Snapshots 1, 2, …, each published at its time. One user changes each time, in nothing but revenue. */
  async function publish(...times: Date[]): Promise<void> {
    const snapshots = times.map((computedAt, place) => ({ id: place + 1, computedAt, pin: 'none' as const }));
    const life = times.map((_, place) => ({ shape: 'round', colour: null, revenue: place }));
    await writeHistory(database, { snapshots, users: [life], goingOn: ['nothing'] });
  }

  async function fates(): Promise<(boolean | null)[]> {
    const rows = await database.prisma.snapshot.findMany({ orderBy: { snapshotId: 'asc' } });
    const all = new Map(rows.map(({ snapshotId, whole }) => [snapshotId, whole]));
    return [1, 2, 3].map((id) => all.get(id) ?? null);
  }

  const states = () => database.prisma.userState.count();

  it('is whole for 24 hours after the next one is published, not after its own publication', async () => {
    await publish(at(1000), at(24, 1), at(1));
    await pruneHistory(database, RETENTION, NOW);
    expect(await fates()).toEqual([true, true, true]);
    await publish(at(1000), at(24), at(1));
    await pruneHistory(database, RETENTION, NOW);
    expect(await fates()).toEqual([false, true, true]);
  });

  it('that is the newest stays whole however old it is', async () => {
    await publish(at(100_000));
    expect(await pruneHistory(database, RETENTION, NOW)).toMatchObject({ expired: 0, states: 0 });
    expect(await wholeSnapshotById(database, 1)).toMatchObject({ whole: true });
  });

  it('that has expired keeps its rows for ten minutes, for those who are reading', async () => {
    await publish(at(1000), at(24 + 1 / 6, 1), at(24 + 1 / 6, 1), at(1));
    expect(await pruneHistory(database, RETENTION, NOW)).toMatchObject({ expired: 2, states: 0 });
    const later = new Date(NOW.getTime() + 1);
    expect(await pruneHistory(database, RETENTION, later)).toMatchObject({ expired: 0, states: 1 });
    expect(await states()).toBe(3);
  });

  it('is forgotten 400 days after the next one is published', async () => {
    await publish(at(20_000), at(9600, 1), at(1));
    await pruneHistory(database, RETENTION, NOW);
    expect(await fates()).toEqual([false, true, true]);
    await publish(at(20_000), at(9600), at(1));
    expect(await pruneHistory(database, RETENTION, NOW)).toMatchObject({ expired: 1, forgotten: 1 });
    expect(await fates()).toEqual([null, true, true]);
    expect(await states()).toBe(2);
  });

  it('that is pinned stays whole until it is unpinned', async () => {
    await publish(at(20_000), at(10_000), at(1));
    const pinId = await pinSnapshot(database, { snapshotId: 1, reason: 'an export' });
    await pinSnapshot(database, { snapshotId: 2, reason: 'another', expiresAt: NOW });
    await pruneHistory(database, RETENTION, new Date(NOW.getTime() - 1));
    expect(await fates()).toEqual([true, true, true]);
    await pruneHistory(database, RETENTION, NOW);
    expect(await fates()).toEqual([true, true, true]); // 2 was superseded an hour ago
    await pruneHistory(database, RETENTION, at(-24));
    expect(await fates()).toEqual([true, false, true]);
    await unpinSnapshot(database, pinId);
    await unpinSnapshot(database, pinId);
    await pruneHistory(database, RETENTION, NOW);
    expect(await fates()).toEqual([null, false, true]);
  });

  it('that is not whole can not be pinned, nor can one that there is not', async () => {
    await publish(at(1000), at(100), at(1));
    await pruneHistory(database, RETENTION, NOW);
    for (const snapshotId of [1, 99]) {
      await expect(pinSnapshot(database, { snapshotId, reason: 'late' })).rejects.toMatchObject({
        code: 'SNAPSHOT_EXPIRED',
        message: expect.stringContaining(`The snapshot ${snapshotId} is not kept whole`),
      });
    }
    expect(await database.prisma.snapshotPin.count()).toBe(0);
  });

  it('that is being pinned as it expires is kept: pruning waits for the pin', async () => {
    await publish(at(1000), at(100), at(1));
    await withConnection(database.pool, async (connection) => {
      await connection.query('begin');
      await connection.query('select 1 from snapshots where snapshot_id = 1 and whole for update');
      await connection.query(
        `insert into snapshot_pins (snapshot_id, reason, pinned_at) values (1, 'an export', now())`,
      );
      const pruning = pruneHistory(database, RETENTION, NOW);
      await untilWaiting(database, 'snapshots.lock');
      await connection.query('commit');
      expect(await pruning).toMatchObject({ expired: 0 });
    });
    expect(await fates()).toEqual([true, true, true]);
  });
});
