// Erasures, merges and undone imports wait for runs, imports and pruning, one at a time, and never starve them.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { type LockName, takeLock, unlockConnection } from '../../src/db/locks.ts';
import { answers, withConnection } from '../../src/db/pool.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const AT = '2024-01-01 09:00:00';
const users = Array.from({ length: 30 }, (_, at) => `u${at}`);

async function shop(): Promise<Database> {
  const database = await databaseOfTest();
  await importRows(
    database,
    'activity',
    users.map((user) => ({ user_pseudo_id: user, eventTimestamp: AT })),
  );
  return database;
}

/** Does `work` while somebody else, such as an import or a run, holds the lock. */
function whileHeld(database: Database, lock: LockName, work: () => Promise<void>): Promise<void> {
  return withConnection(database.pool, async (connection) => {
    await takeLock(connection, lock, 'connection');
    try {
      await work();
    } finally {
      await unlockConnection(connection);
    }
  });
}

type Work = (options: { actor: string; onWait(): void }) => Promise<unknown>;

const WORKS: [string, (database: Database) => Work][] = [
  ['an erasure', (database) => (options) => eraseUser(database, { externalId: 'u1' }, options)],
  [
    'a merge',
    (database) => (options) =>
      mergeUsers(database, { loser: { externalId: 'u1' }, survivor: { externalId: 'u2' } }, options),
  ],
  ['an undone import', (database) => (options) => undoImport(database, 1, options)],
];

describe.each(WORKS)('%s', (_, workOn) => {
  it.each(['inputs', 'run', 'prune'] as const)(
    'waits for whoever holds the lock "%s", and says so once',
    async (lock) => {
      const database = await shop();
      let told = 0;
      let finished: Promise<unknown> = Promise.resolve();
      await whileHeld(database, lock, async () => {
        await new Promise<void>((waits) => {
          const onWait = (): void => {
            told++;
            waits();
          };
          finished = workOn(database)({ actor: 'test', onWait });
        });
        expect(await database.prisma.user.count()).toBe(users.length);
        expect(await database.prisma.auditEntry.count({ where: { action: { not: 'import' } } })).toBe(0);
      });
      await finished;
      expect(told).toBe(1);
      expect(await database.prisma.user.count()).toBeLessThan(users.length);
      expect(await database.prisma.auditEntry.count({ where: { action: { not: 'import' } } })).toBe(1);
    },
  );
});

describe('many of them that wait', () => {
  it('hold one connection between them, so that the run that they wait for is carried out', async () => {
    const database = await shop();
    let erasures: Promise<unknown>[] = [];
    await whileHeld(database, 'run', async () => {
      await new Promise<void>((onWait) => {
        erasures = users.map((externalId) => eraseUser(database, { externalId }, { actor: 'test', onWait }));
      });
      expect(await answers(database.pool)).toBe(true);
      expect(database.pool.totalCount).toBeLessThan(5);
    });
    const [run] = await Promise.all([recompute(database, AT), ...erasures]);
    expect(run.status).toBe('succeeded');
    expect(await database.prisma.user.count()).toBe(0);
    expect(await database.prisma.userState.count()).toBe(0);
  });

  it('go on after one that failed', async () => {
    const database = await shop();
    const outcomes = await Promise.allSettled([
      eraseUser(database, { externalId: 'nobody' }, { actor: 'test' }),
      eraseUser(database, { externalId: 'u1' }, { actor: 'test' }),
    ]);
    expect(outcomes.map(({ status }) => status)).toEqual(['rejected', 'fulfilled']);
  });
});
