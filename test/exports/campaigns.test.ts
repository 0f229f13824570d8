// What an export to a campaign heeds and leaves behind: the cap, the holdout, and what can be measured by it; and that
// whoever is erased is in no file.
import { existsSync } from 'node:fs';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { campaignLift, executeExport } from '../../src/exports/service.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';
import {
  ask,
  audienceOf,
  consenting,
  EVERYBODY,
  exportNow,
  publishProfiles,
  rowsIn,
  useExportsDir,
} from './mailing-shop.ts';

const dir = useExportsDir();
const USERS = 40;
let database: Database;
let everybody: number;

beforeAll(async () => {
  database = await freshDatabase();
  await publishProfiles(database, consenting(USERS));
  everybody = await audienceOf(database, EVERYBODY);
});

const run = (request = {}) => exportNow(database, dir.path, { audienceId: everybody, ...request });
const idsOf = async (exported: Awaited<ReturnType<typeof run>>) =>
  (await rowsIn(database, dir.path, exported)).map((row) => row.external_id as string);

describe('a frequency cap', () => {
  it('leaves out who was exported to the campaign within the days, and nobody else', async () => {
    const first = await audienceOf(database, EVERYBODY);
    const some = await exportNow(database, dir.path, {
      audienceId: first,
      campaign: 'spring',
      frequencyDays: 7,
    });
    expect(some.rows).toBe(BigInt(USERS));
    const again = await run({ campaign: 'spring', frequencyDays: 7 });
    expect(again).toMatchObject({ rows: 0n, leftOut: { frequency_cap: USERS } });
    expect((await run({ campaign: 'summer', frequencyDays: 7 })).rows).toBe(BigInt(USERS));
    await database.pool.query(
      `update campaign_exports set exported_at = exported_at - interval '7 days 1 minute' where campaign = 'spring'`,
    );
    expect((await run({ campaign: 'spring', frequencyDays: 7 })).rows).toBe(BigInt(USERS));
    expect(await run({ campaign: 'spring', frequencyDays: 8 })).toMatchObject({ rows: 0n });
  });

  it('is heeded between exports that go on at once', async () => {
    const asked = await Promise.all(
      [1, 2].map(() =>
        ask(database, { audienceId: everybody, campaign: 'rush', frequencyDays: 1, rowsPerPart: 5 }),
      ),
    );
    const done = await Promise.all(
      asked.map(({ exportId }) => executeExport(database, exportId, { exportsDir: dir.path })),
    );
    expect(done.map(({ status }) => status)).toEqual(['succeeded', 'succeeded']);
    expect(done.map(({ rows }) => Number(rows)).reduce((a, b) => a + b)).toBe(USERS);
  });

  it('forgets exports that failed or were cancelled', async () => {
    const { exportId } = await ask(database, {
      audienceId: everybody,
      campaign: 'never',
      frequencyDays: 9,
      rowsPerPart: 5,
    });
    const cancelled = await executeExport(database, exportId, {
      exportsDir: dir.path,
      onProgress: () =>
        void database.pool.query('update exports set cancel_requested = true where export_id = $1', [
          exportId,
        ]),
    });
    expect(['cancelled', 'succeeded']).toContain(cancelled.status);
    if (cancelled.status === 'cancelled')
      expect(await database.prisma.campaignExport.count({ where: { exportId } })).toBe(0);
  });
});

describe('a holdout', () => {
  it('is the same users each time, whatever the format and platform, and recorded', async () => {
    const csv = await run({ campaign: 'autumn', holdoutShare: '0.25' });
    const platform = await run({ campaign: 'autumn', holdoutShare: '0.25', platform: 'braze' });
    expect(platform.leftOut).toEqual(csv.leftOut);
    expect(await idsOf(platform)).toEqual(await idsOf(csv));
    const { holdout } = csv.leftOut as { holdout: number };
    expect(Number(csv.rows) + holdout).toBe(USERS);
    const held = await database.prisma.campaignHoldout.findMany({ where: { exportId: csv.exportId } });
    expect(held).toHaveLength(holdout);
    expect(await database.prisma.campaignHoldout.count({ where: { exportId: platform.exportId } })).toBe(
      holdout,
    );
    const exported = await database.prisma.campaignExport.findMany({ where: { exportId: csv.exportId } });
    expect(exported).toHaveLength(Number(csv.rows));
  });

  it('of a larger share holds all of a smaller one', async () => {
    const small = await idsOf(await run({ campaign: 'autumn', holdoutShare: '0.25' }));
    const large = await idsOf(await run({ campaign: 'autumn', holdoutShare: '0.5' }));
    expect(small).toEqual(expect.arrayContaining(large));
    expect(large.length).toBeLessThan(small.length);
  });

  it('is the share asked for within half a percent on 100,000 users, and independent between campaigns', async () => {
    const { rows } = await database.pool.query<{ one: number; other: number; both: number }>(`
      with hashed as (
        select sha256(convert_to(i || ':one', 'UTF8')) as one, sha256(convert_to(i || ':other', 'UTF8')) as other
          from generate_series(1, 100000) as i)
      select count(*) filter (where one < '\\x1999999999999999')::integer as one,
             count(*) filter (where other < '\\x4000000000000000')::integer as other,
             count(*) filter (where one < '\\x1999999999999999' and other < '\\x4000000000000000')::integer as both
        from hashed`);
    const { one, other, both } = rows[0]!;
    expect(Math.abs(one / 100_000 - 0.1)).toBeLessThan(0.005);
    expect(Math.abs(other / 100_000 - 0.25)).toBeLessThan(0.005);
    expect(Math.abs(both / 100_000 - 0.025)).toBeLessThan(0.005);
  });
});

describe('a campaign', () => {
  it('is measured by the orders of who was exported beside those of who was held out', async () => {
    const other = await freshDatabase();
    await publishProfiles(other, consenting(USERS));
    const audienceId = await audienceOf(other, EVERYBODY);
    const { exportId } = await ask(other, {
      audienceId,
      campaign: 'sale',
      holdoutShare: '0.3',
      directory: join(dir.path, 'sale'),
    });
    const exported = await executeExport(other, exportId, { exportsDir: dir.path });
    const users = await other.prisma.user.findMany();
    const name = new Map(users.map(({ userId, externalId }) => [userId, externalId]));
    const held = await other.prisma.campaignHoldout.findMany({ orderBy: { userId: 'asc' } });
    const reached = await other.prisma.campaignExport.findMany({ orderBy: { userId: 'asc' } });
    const at = (days: number) =>
      new Date(reached[0]!.exportedAt.getTime() + days * 86_400_000).toISOString().slice(0, 19);
    const order = (row: { userId: bigint } | undefined, id: string, days: number, revenue: string) => ({
      Transaction_ID: id,
      Date: at(days),
      Item_revenue: revenue,
      user_pseudo_id: name.get(row!.userId) as string,
    });
    await importRows(other, 'transactions', [
      order(reached[0], 'A', 1, '10'),
      order(reached[0], 'B', 2, '5.50'),
      order(reached[1], 'C', 3, '20'),
      order(reached[1], 'R', 4, '-4'),
      order(reached[2], 'late', 31, '99'),
      order(reached[3], 'early', -1, '99'),
      order(held[0], 'H', 1, '7'),
    ]);
    await recompute(other, at(60), 'incremental');
    const lift = await campaignLift(other, { campaign: 'sale', days: 30 });
    expect(lift.exported).toEqual({
      users: Number(exported.rows),
      converted: 2,
      orders: 3,
      revenue: '31.50',
      conversionRate: 2 / Number(exported.rows),
    });
    expect(lift.heldOut).toEqual({
      users: held.length,
      converted: 1,
      orders: 1,
      revenue: '7.00',
      conversionRate: 1 / held.length,
    });
    expect(lift.lift).toBeCloseTo((2 / Number(exported.rows)) * held.length - 1);
    expect(await campaignLift(other, { campaign: 'nothing', days: 30 })).toMatchObject({
      lift: null,
      completeAt: null,
      exported: { users: 0 },
    });
    await expect(campaignLift(other, { campaign: 'sale', days: 0 })).rejects.toThrow(
      'days: expected a whole number',
    );
  });
});

describe('a merged user', () => {
  it('leaves the survivor what campaigns have on record, also while an export goes on', async () => {
    const other = await freshDatabase();
    await publishProfiles(other, consenting(3));
    const audienceId = await audienceOf(other, EVERYBODY);
    const terms = { audienceId, campaign: 'spring', platform: 'braze', rowsPerPart: 1 };
    const { exportId } = await ask(other, terms);
    const going = await executeExport(other, exportId, { exportsDir: dir.path, stopAfterMs: 0 });
    expect([going.status, going.rows]).toEqual(['running', 1n]);
    const [first] = await other.prisma.campaignExport.findMany();
    const [loser, , survivor] = await other.prisma.user.findMany({ orderBy: { userId: 'asc' } });
    const delivered = (who: typeof loser, campaign: string, day: number) => ({
      ...{ userId: who!.userId, campaign, deliveryId: day, isHeldOut: who === loser },
      since: new Date(Date.UTC(2024, 0, day)),
    });
    const early = [delivered(loser, 'a', 1), delivered(survivor, 'b', 1)];
    const late = [delivered(survivor, 'a', 2), delivered(loser, 'b', 2)];
    await other.prisma.campaignDelta.createMany({ data: [...early, ...late] });
    const users = { loser: { externalId: 'u1' }, survivor: { externalId: 'u3' } };
    await mergeUsers(other, users, { actor: 'test' });
    const { userId } = survivor!;
    expect(await other.prisma.campaignDelta.findMany({ orderBy: { campaign: 'asc' } })).toEqual(
      early.map((one) => ({ ...one, userId })),
    );
    expect(await executeExport(other, exportId, { exportsDir: dir.path })).toMatchObject({
      status: 'succeeded',
      rows: 3n,
    });
    const on = await other.prisma.campaignExport.findMany({ orderBy: { userId: 'asc' } });
    expect(on).toHaveLength(2);
    expect(on[1]).toEqual({ ...first, userId });
    await recompute(other, undefined, 'incremental');
    const capped = await exportNow(other, dir.path, { ...terms, frequencyDays: 1 });
    expect([capped.rows, capped.leftOut]).toEqual([0n, { frequency_cap: 2 }]);
  });
});

describe('an erased user', () => {
  it('is taken out of what goes on, and has the files removed that held them, but no others', async () => {
    const other = await freshDatabase();
    const folder = join(dir.path, 'erasing');
    await publishProfiles(other, [
      ...consenting(4),
      { user_pseudo_id: 'dora', email: 'dora@example.com', consent: 'true', city: 'Rome' },
    ]);
    const all = await audienceOf(other, EVERYBODY);
    const rome = await audienceOf(other, { city: { eq: 'Rome' } });
    const cologne = await audienceOf(other, { city: { eq: 'Köln' } });
    const [inIt, notInIt] = await Promise.all(
      [rome, cologne].map((audienceId) => exportNow(other, folder, { audienceId, campaign: 'c' })),
    );
    const { exportId } = await ask(other, { audienceId: all, rowsPerPart: 1, campaign: 'd' });
    await executeExport(other, exportId, { exportsDir: folder, stopAfterMs: -1 });
    await other.prisma.export.update({ where: { exportId }, data: { status: 'running' } });
    let erased: Promise<unknown> = Promise.resolve();
    let isAsked = false;
    const going = await executeExport(other, exportId, {
      exportsDir: folder,
      onProgress: ({ membersDone }) => {
        if (membersDone < 5n || isAsked) return;
        isAsked = true;
        erased = eraseUser(other, { externalId: 'dora' }, { actor: 'test', exportsDir: folder });
      },
    });
    await erased;
    const left = await other.prisma.export.findMany({ orderBy: { exportId: 'asc' } });
    expect(left.find((one) => one.exportId === inIt!.exportId)).toMatchObject({ status: 'erased' });
    expect(existsSync(join(folder, String(inIt!.exportId)))).toBe(false);
    expect(left.find((one) => one.exportId === notInIt!.exportId)).toMatchObject({
      status: 'succeeded',
      filesRemovedAt: null,
    });
    const ended = left.find((one) => one.exportId === going.exportId)!;
    if (ended.status === 'succeeded')
      expect((await rowsIn(other, folder, ended)).map((row) => row.external_id)).not.toContain('dora');
    else expect(ended.status).toBe('erased');
    expect(await other.prisma.campaignExport.count({ where: { campaign: 'c' } })).toBe(4);
  });
});
