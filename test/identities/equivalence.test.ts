// Erasures, merges and undone imports, over generated shops: what the next incremental run publishes is what a full run
// makes of the files that would have said so from the start, and every snapshot's counts are those of its lists.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { clearDemo } from '../../src/demo/shop-record.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { pruneHistory } from '../../src/snapshots/service.ts';
import { freshDatabase } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { COSTLY, type ImportFile, type Shop, shopArbitrary, splitAndShuffle } from '../support/histories.ts';
import { trimAscii } from '../support/oracle/text.ts';
import { parseLineDate } from '../support/oracle/time.ts';
import { listsAndCounts, tablesNaming } from '../support/published.ts';
import { importShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';
import { withMergedUser, withoutUser } from './equivalent-rows.ts';

const RUNS = Number(process.env.STRATA_IDENTITY_RUNS ?? 3);
const USERS = 8;
const BY = { actor: 'test' };
const SECOND_US = 1_000_000n;
const DAY_US = 86_400n * SECOND_US;
const DAY_MS = 86_400_000;

const days = fc.constantFrom(0, 0, 1, 40, 400);
const choices = fc.array(fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 99 })), { minLength: 1, maxLength: 3 });
const shops = shopArbitrary({ users: USERS });

/** So many days after an instant, to the microsecond. */
function later(asOf: string, count: number): string {
  const micros = (parseLineDate(trimAscii(asOf)) as bigint) + BigInt(count) * DAY_US;
  const fraction = ((micros % SECOND_US) + SECOND_US) % SECOND_US;
  const seconds = new Date(Number((micros - fraction) / 1000n)).toISOString().slice(0, 19);
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

async function clear(database: Database): Promise<void> {
  await clearDemo(database);
  await database.pool.query('truncate tombstones, secrets, audit_log');
}

async function storedIds(database: Database): Promise<string[]> {
  const users = await database.prisma.user.findMany({ orderBy: { externalId: 'asc' } });
  return users.map(({ externalId }) => externalId);
}

async function expectCountsAreLists(database: Database): Promise<void> {
  const { listed, counted } = await listsAndCounts(database);
  expect(counted).toEqual(listed);
}

/** Publishes the shop, lets `change` do its work, and compares with the shop that `change` returned. */
async function compare(
  database: Database,
  shop: Shop,
  asOf: string,
  change: (shop: Shop) => Promise<Shop>,
): Promise<void> {
  await clear(database);
  await importShop(database, shop);
  await recompute(database, shop.asOf);
  const equivalent = await change(shop);
  await recompute(database, asOf, 'incremental');
  await expectCountsAreLists(database);
  const incremental = await readDerived(database);
  await clear(database);
  await importShop(database, equivalent);
  await recompute(database, asOf);
  expect(incremental).toEqual(await readDerived(database));
}

describe('after the next incremental run', () => {
  it('erased users were never there, and nothing holds their ids', async () => {
    const database = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(shops, days, choices, (shop, count, picks) =>
        compare(database, shop, later(shop.asOf, count), async (all) => {
          let rest = all;
          for (const [pick] of picks) {
            const ids = await storedIds(database);
            const externalId = ids[pick % ids.length];
            if (externalId === undefined) break;
            await eraseUser(database, { externalId }, BY);
            await expectCountsAreLists(database);
            expect(await tablesNaming(database, [externalId])).toEqual([]);
            rest = withoutUser(rest, externalId);
          }
          return rest;
        }),
      ),
      { numRuns: RUNS, ...COSTLY },
    );
  });

  it('merged users were one from the start', async () => {
    const database = await freshDatabase();
    await fc.assert(
      fc.asyncProperty(shops, days, choices, (shop, count, picks) =>
        compare(database, shop, later(shop.asOf, count), async (all) => {
          let merged = all;
          for (const picked of picks) {
            const ids = await storedIds(database);
            const [loser, survivor] = picked.map((pick) => ids[pick % ids.length] as string);
            if (loser === undefined || survivor === undefined || loser === survivor) continue;
            await mergeUsers(
              database,
              { loser: { externalId: loser }, survivor: { externalId: survivor } },
              BY,
            );
            merged = withMergedUser(merged, loser, survivor);
          }
          return merged;
        }),
      ),
      { numRuns: RUNS, ...COSTLY },
    );
  });

  it('undone imports were never imported, where no event id is in two of them', async () => {
    const database = await freshDatabase();
    const withFiles = shops.chain((shop) => {
      const activity = shop.activity.map((row) => ({ ...row, event_id: '' }));
      return splitAndShuffle({ ...shop, activity }).map((files) => ({ asOf: shop.asOf, files }));
    });
    await fc.assert(
      fc.asyncProperty(
        withFiles,
        days,
        fc.infiniteStream(fc.nat({ max: 3 })),
        async ({ asOf, files }, count, picks) => {
          const chosen = [...picks.take(files.length)].map((pick) => pick === 0);
          await clear(database);
          await importFiles(database, files);
          await recompute(database, asOf);
          const imports = await database.prisma.import.findMany({ orderBy: { importId: 'asc' } });
          for (const [at, { importId }] of imports.entries())
            if (chosen[at]) await undoImport(database, importId, BY);
          await recompute(database, later(asOf, count), 'incremental');
          await expectCountsAreLists(database);
          const incremental = await readDerived(database);
          await clear(database);
          await importFiles(
            database,
            files.filter((_, at) => !chosen[at]),
          );
          await recompute(database, later(asOf, count));
          expect(incremental).toEqual(await readDerived(database));
        },
      ),
      { numRuns: RUNS, ...COSTLY },
    );
  });
});

async function importFiles(database: Database, files: readonly ImportFile[]): Promise<void> {
  for (const { kind, rows } of files) await importRows(database, kind, rows);
}

type Deed = {
  readonly what: 'erase' | 'merge' | 'undo' | 'prune';
  readonly picks: readonly [number, number];
};

const deed: fc.Arbitrary<Deed> = fc.record({
  what: fc.constantFrom('erase', 'erase', 'merge', 'merge', 'undo', 'prune'),
  picks: fc.tuple(fc.nat({ max: 99 }), fc.nat({ max: 99 })),
});

/** Keeps nothing whole but the newest snapshot. */
async function prune(database: Database): Promise<void> {
  await pruneHistory(database, { wholeHours: 0, historyDays: 400 }, new Date(Date.now() + DAY_MS));
}

/** Returns the external ids of whom it has erased. */
async function perform(database: Database, { what, picks }: Deed): Promise<string[]> {
  if (what === 'undo') await undoOne(database, picks[0]);
  if (what === 'prune') await prune(database);
  const ids = await storedIds(database);
  const [first, second] = picks.map((pick) => ({ externalId: ids[pick % ids.length] ?? '' }));
  if (!first?.externalId || !second) return [];
  if (what === 'merge' && first.externalId !== second.externalId)
    await mergeUsers(database, { loser: first, survivor: second }, BY);
  if (what !== 'erase') return [];
  const { userId } = await database.prisma.userIdentity.findUniqueOrThrow({ where: first });
  const identities = await database.prisma.userIdentity.findMany({ where: { userId } });
  await eraseUser(database, first, BY);
  return identities.map(({ externalId }) => externalId);
}

async function undoOne(database: Database, pick: number): Promise<void> {
  const imports = await database.prisma.import.findMany({
    where: { undoneAt: null },
    orderBy: { importId: 'asc' },
  });
  const chosen = imports[pick % imports.length];
  if (chosen) await undoImport(database, chosen.importId, BY);
}

describe('any sequence of imports, erasures, merges, undone imports and runs', () => {
  it('comes to what a full run makes of what is stored, and keeps every snapshot consistent', async () => {
    const database = await freshDatabase();
    const step = fc.record({
      take: fc.nat({ max: 3 }),
      deeds: fc.array(deed, { maxLength: 3 }),
      kind: fc.constantFrom('incremental' as const, 'incremental' as const, 'full' as const),
      days,
    });
    const stories = shops.chain((shop) =>
      fc.record({
        asOf: fc.constant(shop.asOf),
        files: splitAndShuffle(shop),
        steps: fc.array(step, { minLength: 2, maxLength: 5 }),
      }),
    );
    await fc.assert(
      fc.asyncProperty(stories, async ({ asOf, files, steps }) => {
        await clear(database);
        const queue = [...files];
        const erased: string[] = [];
        let now = later(asOf, -500);
        for (const { take, deeds, kind, days: passed } of steps) {
          await importFiles(database, queue.splice(0, take));
          for (const one of deeds) erased.push(...(await perform(database, one)));
          await expectCountsAreLists(database);
          now = later(now, passed);
          await recompute(database, now, kind);
        }
        await importFiles(database, queue);
        await recompute(database, now, 'incremental');
        await expectCountsAreLists(database);
        expect(await tablesNaming(database, erased)).toEqual([]);
        const incremental = await readDerived(database);
        await forgetDerived(database);
        await recompute(database, now);
        expect(incremental).toEqual(await readDerived(database));
      }),
      { numRuns: RUNS, ...COSTLY },
    );
  });
});
