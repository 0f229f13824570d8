// The newest snapshot is looked up for many at once, and nobody is told less than what was there when they asked.
import { beforeAll, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { newestTogether } from '../../src/snapshots/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

let api: Api;
let database: Database;
const { signal } = new AbortController();

beforeAll(async () => {
  api = await buildApi();
  database = api.database;
  await importRows(database, 'profiles', [{ user_pseudo_id: 'ana' }]);
});

it('takes two looks for ten who ask at once: the one that goes on, and one for those that came after it', async () => {
  const statements = await api.statementsOf(() =>
    Promise.all(Array.from({ length: 10 }, () => newestTogether(database, signal))),
  );
  expect(statements.filter((text) => text.startsWith('/* snapshots.latest */'))).toHaveLength(2);
});

it('tells whoever asks after a publication of it, though a look from before goes on', async () => {
  const before = newestTogether(database, signal);
  const { runId } = await recompute(database);
  const during = newestTogether(database, signal);
  const after = newestTogether(database, signal);
  expect([await during, await after].map((snapshot) => snapshot?.id)).toEqual([runId, runId]);
  await before;
});

it('is left by whoever may not wait any longer, and goes on for the others', async () => {
  const controller = new AbortController();
  const left = newestTogether(database, controller.signal);
  const stayed = newestTogether(database, signal);
  controller.abort(new Error('over'));
  await expect(left).rejects.toThrow('over');
  expect(await stayed).not.toBe(null);
});
