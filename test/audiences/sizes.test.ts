// The trend of an audience: what the worker counts, what is counted when it is asked for, and what of it is kept.
import { beforeAll, describe, expect, it } from 'vitest';
import {
  audienceTrend,
  createAudience,
  measureSizes,
  pruneAudiences,
  resolveAudience,
} from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { withdrawAudience } from '../../src/deliveries/service.ts';
import { requireSnapshot } from '../../src/snapshots/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const MINUTE_MS = 60_000;
const START = new Date('2030-01-01T00:00:00Z');
const later = (minutes: number) => new Date(START.getTime() + minutes * MINUTE_MS);

let database: Database;
let lugo: number;
let list: number;

async function publish(user: string, asOf: string): Promise<void> {
  await importRows(database, 'profiles', [{ user_pseudo_id: user, city: 'Lugo' }]);
  await recompute(database, asOf, 'incremental');
}

async function trend(id: number): Promise<string[]> {
  const snapshot = await requireSnapshot(database);
  const points = await audienceTrend(
    database,
    await resolveAudience(database, { audienceId: id }),
    { snapshot },
    10,
  );
  return points.map(({ asOf, users }) => `${asOf.slice(0, 10)}: ${users}`);
}

beforeAll(async () => {
  database = await freshDatabase();
  await publish('ann', '2024-01-10');
  const create = async (name: string, content: Parameters<typeof createAudience>[1]['content']) =>
    (await createAudience(database, { name, content }, 'test')).audience.id;
  lugo = await create('Lugo', { kind: 'filter', filter: { city: { eq: 'Lugo' } } });
  list = await create('a list', { kind: 'list', externalIds: ['ann'] });
});

describe('sizes of audiences', () => {
  it('are counted by the worker in the newest snapshot, and again after ten minutes', async () => {
    expect(await measureSizes(database, START)).toBe(2);
    expect(await measureSizes(database, later(60))).toBe(0);
    await publish('bob', '2024-01-11');
    expect(await measureSizes(database, later(9))).toBe(0);
    expect(await measureSizes(database, later(11))).toBe(2);
    const sizes = await database.prisma.audienceSize.findMany({ where: { audienceId: lugo } });
    expect(sizes.map(({ users }) => users)).toEqual([1n, 2n]);
  });

  it('are counted when they are asked for in whole snapshots where the worker did not', async () => {
    await publish('cid', '2024-01-11T12:00:00');
    await publish('dan', '2024-01-12');
    expect(await trend(lugo)).toEqual(['2024-01-12: 4', '2024-01-11: 3', '2024-01-11: 2', '2024-01-10: 1']);
    expect(await trend(list)).toEqual(['2024-01-12: 1', '2024-01-11: 1', '2024-01-11: 1', '2024-01-10: 1']);
    expect(await database.prisma.audienceSize.count()).toBe(8);
  });

  it('stay one a day of snapshots that are whole no longer, and none of those that are forgotten', async () => {
    await database.pool.query(`update snapshots set whole = false where as_of < '2024-01-12'`);
    await database.pool.query(`delete from snapshots where as_of < '2024-01-11'`);
    expect(await pruneAudiences(database, START)).toEqual({ sizes: 4, members: 0 });
    expect(await trend(lugo)).toEqual(['2024-01-12: 4', '2024-01-11: 3']);
  });

  it('of deleted audiences are not counted, and who was on their lists is forgotten after a day', async () => {
    await withdrawAudience(database, { audienceId: list, by: 'test', removeFromDestinations: false });
    const deletedAt = Date.now();
    expect(await pruneAudiences(database, new Date(deletedAt + 23 * 60 * MINUTE_MS))).toMatchObject({
      members: 0,
    });
    expect(await pruneAudiences(database, new Date(deletedAt + 25 * 60 * MINUTE_MS))).toMatchObject({
      members: 1,
    });
    await publish('eve', '2024-01-13');
    expect(await measureSizes(database, later(600))).toBe(1);
  });
});
