// The users whom an import adds: those of them who were erased are dropped with their rows, and no others.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { type Connection, withTransaction } from '../../src/db/pool.ts';
import { Newcomers } from '../../src/ingest/newcomers.ts';
import { addTombstones } from '../../src/ingest/tombstones.ts';
import { databaseOfTest } from '../support/database.ts';
import { tablesNaming } from '../support/published.ts';

/** Adds users as an import does, each with a profile and a mark. */
async function add(connection: Connection, externalIds: readonly string[]): Promise<void> {
  await connection.query(
    `with added as (insert into users (external_id) select unnest($1::text[]) returning user_id, external_id),
          named as (insert into user_identities select external_id, user_id from added),
          marked as (insert into dirty_users (user_id, mark) select user_id, 1 from added)
     insert into profiles (user_id, import_id, given) select user_id, 1, '{}' from added`,
    [externalIds],
  );
}

function bury(database: Database, externalIds: readonly string[]): Promise<void> {
  return withTransaction(database.pool, (connection) => addTombstones(connection, externalIds, new Date()));
}

async function usersLeft(database: Database): Promise<number[]> {
  const { prisma } = database;
  return Promise.all([
    prisma.user.count(),
    prisma.userIdentity.count(),
    prisma.dirtyUser.count(),
    prisma.profile.count(),
  ]);
}

describe('newcomers', () => {
  it('are not looked at where nobody was ever erased', async () => {
    const database = await databaseOfTest();
    expect(await withTransaction(database.pool, (connection) => Newcomers.open(connection))).toBeNull();
  });

  it('who were erased are dropped with their rows, which are counted', async () => {
    const database = await databaseOfTest();
    await bury(database, ['ann', 'bob', 'eve']);
    const dropped = await withTransaction(database.pool, async (connection) => {
      const newcomers = await Newcomers.open(connection);
      await add(connection, ['ann', 'cid', 'bob', 'Ann']);
      return newcomers?.dropErased('profiles');
    });
    expect(dropped).toBe(2);
    expect(await usersLeft(database)).toEqual([2, 2, 2, 2]);
    expect(await tablesNaming(database, ['ann', 'bob'])).toEqual([]);
  });

  it('are only those who came after it was opened', async () => {
    const database = await databaseOfTest();
    await bury(database, ['ann']);
    const dropped = await withTransaction(database.pool, async (connection) => {
      await add(connection, ['ann']);
      const newcomers = await Newcomers.open(connection);
      await add(connection, ['bob']);
      return newcomers?.dropErased('profiles');
    });
    expect(dropped).toBe(0);
    expect(await usersLeft(database)).toEqual([2, 2, 2, 2]);
  });

  it.each([1, 19_999, 20_000, 20_001, 40_000])('are all looked at where there are %i', async (count) => {
    const database = await databaseOfTest();
    await bury(database, ['u1', `u${count}`]);
    const dropped = await withTransaction(database.pool, async (connection) => {
      const newcomers = await Newcomers.open(connection);
      await add(
        connection,
        Array.from({ length: count }, (_, place) => `u${place + 1}`),
      );
      return newcomers?.dropErased('profiles');
    });
    expect(dropped).toBe(Math.min(count, 2));
    expect(await tablesNaming(database, ['u1', `u${count}`])).toEqual([]);
  });
});
