// Tombstones: which external ids belong to erased users, told by a key that only the database has.
import { createHash } from 'node:crypto';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { withConnection } from '../../src/db/pool.ts';
import { addTombstones, Tombstones } from '../../src/ingest/tombstones.ts';
import { databaseOfTest } from '../support/database.ts';

const ERASED_AT = new Date('2024-01-01T09:00:00.123Z');
const ids = ['ann', 'Ann', 'ann ', 'Ünal', "x'; drop table users; --", '\\x00', '{a,b}', '"', 'null'];

function add(database: Database, externalIds: readonly string[], at = ERASED_AT): Promise<void> {
  return withConnection(database.pool, (connection) => addTombstones(connection, externalIds, at));
}

async function among(database: Database, externalIds: readonly string[]): Promise<string[] | null> {
  return withConnection(database.pool, async (connection) => {
    const tombstones = await Tombstones.open(connection);
    return tombstones && [...(await tombstones.among(externalIds)).keys()].toSorted();
  });
}

describe('tombstones', () => {
  it('are none, with nothing to look up, until somebody is erased', async () => {
    const database = await databaseOfTest();
    expect(await among(database, ids)).toBeNull();
    await add(database, []);
    expect(await among(database, ids)).toBeNull();
  });

  it('tell an erased id byte for byte, whatever it is made of', async () => {
    const database = await databaseOfTest();
    for (const [at, id] of ids.entries()) {
      expect(await among(database, ids)).toEqual(at === 0 ? null : ids.slice(0, at).toSorted());
      await add(database, [id]);
    }
    expect(await among(database, [...ids, 'bob', ''])).toEqual(ids.toSorted());
    expect(await among(database, [])).toEqual([]);
  });

  it('keep the time of the first erasure', async () => {
    const database = await databaseOfTest();
    await add(database, ['ann']);
    await add(database, ['ann', 'bob'], new Date('2025-01-01T00:00:00Z'));
    await withConnection(database.pool, async (connection) => {
      const tombstones = await Tombstones.open(connection);
      expect([...((await tombstones?.among(['bob', 'ann'])) ?? [])]).toEqual([
        ['bob', new Date('2025-01-01T00:00:00Z')],
        ['ann', ERASED_AT],
      ]);
    });
  });

  it('are of one key for good, another in every database, and no plain hash', async () => {
    const hashes = await Promise.all(
      [0, 1].map(async () => {
        const database = await databaseOfTest();
        await add(database, ['ann']);
        const key = () => database.prisma.secret.findUniqueOrThrow({ where: { name: 'tombstones' } });
        const before = await key();
        await add(database, ['bob']);
        expect(await key()).toEqual(before);
        expect(before.value).toHaveLength(32);
        const tombstones = await database.prisma.tombstone.findMany({ where: { erasedAt: ERASED_AT } });
        return tombstones.map(({ hash }) => Buffer.from(hash).toString('hex'));
      }),
    );
    const plain = createHash('sha256').update('ann').digest('hex');
    expect(new Set([...hashes.flat(), plain]).size).toBe(5);
  });
});
