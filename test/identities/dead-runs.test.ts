// A run that died half-way leaves states and rollups of its own that nobody sees yet. Erasures, merges and undone imports
// that come before it is taken up again, or cancelled, leave the published snapshots consistent, and what the run would
// have come to comes.
import { expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { eraseUser, mergeUsers } from '../../src/identities/service.ts';
import { undoImport } from '../../src/imports/service.ts';
import { cancelRun, executeRun, requestRun } from '../../src/runs/service.ts';
import { preparedDatabases } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { listsAndCounts } from '../support/published.ts';
import { importShop, sampleShop } from '../support/sample-shop.ts';
import { importRows, recompute } from '../support/shop.ts';

const BY = { actor: 'test' };
const shop = sampleShop(12, 7);
const LATER = '2100-01-01T00:00:00Z';

/** Starts a run whose database goes away when it tells of its `step`th step; its id, or null if it has fewer. */
async function runThatDies(
  database: Database,
  kind: 'full' | 'incremental',
  step: number,
): Promise<number | null> {
  const runId = await requestRun(database, { requestedBy: 'test', kind, asOf: LATER });
  let told = 0;
  const onProgress = (): void => {
    if (++told === step) throw Object.assign(new Error('gone'), { code: 'ECONNRESET' });
  };
  try {
    await executeRun(database, runId, { onProgress });
    return null;
  } catch {
    return runId;
  }
}

async function expectCountsAreLists(database: Database): Promise<void> {
  const { listed, counted } = await listsAndCounts(database);
  expect(counted).toEqual(listed);
}

async function newestImport({ prisma }: Database): Promise<number> {
  return (await prisma.import.findFirstOrThrow({ orderBy: { importId: 'desc' } })).importId;
}

async function usersByName(database: Database): Promise<{ externalId: string }[]> {
  return database.prisma.user.findMany({ select: { externalId: true }, orderBy: { externalId: 'asc' } });
}

/** A snapshot is published, and all order lines came after it. */
const changedShop = preparedDatabases(async (database) => {
  await importShop(database, { ...shop, transactions: [] });
  await recompute(database, shop.asOf);
  await importRows(database, 'transactions', shop.transactions);
});

it.each(['incremental', 'full'] as const)('holds at every step of a run that is %s', async (kind) => {
  let step = 1;
  for (; ; step++) {
    const database = await changedShop();
    const runId = await runThatDies(database, kind, step);
    if (runId === null) break;
    const [first, second, third, fourth] = await usersByName(database);
    await eraseUser(database, first ?? {}, BY);
    await expectCountsAreLists(database);
    await mergeUsers(database, { loser: second ?? {}, survivor: third ?? {} }, BY);
    await eraseUser(database, fourth ?? {}, BY);
    if (step % 2 === 0) await undoImport(database, await newestImport(database), BY);
    await expectCountsAreLists(database);
    if (step % 3 === 0) await cancelRun(database, runId);
    await expectCountsAreLists(database);
    await recompute(database, LATER, 'incremental');
    await expectCountsAreLists(database);
    const resumed = await readDerived(database);
    await forgetDerived(database);
    await recompute(database, LATER);
    expect(resumed).toEqual(await readDerived(database));
  }
  expect(step).toBeGreaterThan(5);
});
