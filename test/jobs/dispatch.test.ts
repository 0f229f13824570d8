// The dispatcher: what is due is found and sent without anybody asking, by several processes as by one, and one thing
// that can't be done keeps nothing else waiting.
import pino from 'pino';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import { watchAudience } from '../../src/changes/service.ts';
import type { Database } from '../../src/db/database.ts';
import { followAudience, requestTest, withdrawAudience } from '../../src/deliveries/service.ts';
import { requireDestination } from '../../src/destinations/service.ts';
import { startDispatch } from '../../src/jobs/dispatch.ts';
import { createSchedule } from '../../src/schedules/service.ts';
import { outbound, startTarget, type Target } from '../deliveries/target.ts';
import { until } from '../support/cli.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

let database: Database;
let target: Target;
beforeAll(async () => {
  database = await freshDatabase();
  await importRows(database, 'profiles', [{ user_pseudo_id: 'ann', consent: 'yes' }]);
  await recompute(database, '2026-01-01');
  target = await startTarget(database, 'crm');
});
afterAll(() => target.close());

it('sends tests, schedules that are due, and changes, each once', async () => {
  const content = { kind: 'filter' as const, filter: {} };
  const made = async (name: string) =>
    (await createAudience(database, { name, content }, 'test')).audience.id;
  const [all, gone] = [await made('all'), await made('gone')];
  const destination = await requireDestination(database, 'crm');
  await watchAudience(database, gone, 'test');
  await withdrawAudience(database, { audienceId: gone, by: 'test', removeFromDestinations: false });
  await followAudience(database, { audienceId: all, destination, createdBy: 'test' });
  await requestTest(database, { destinationId: destination.id, requestedBy: 'test' });
  const options = { withoutConsent: false, campaign: null, holdoutShare: null };
  const plan = { mode: 'delta' as const, options };
  const asked = { audienceId: all, destination, cron: '0 0 1 1 *', timeZone: 'UTC', plan, createdBy: 'test' };
  await createSchedule(database, asked, new Date('2020-06-01T00:00:00Z'));

  const log = pino({ level: 'silent' });
  const dispatchers = [1, 2].map(() =>
    startDispatch(database, log, { outbound: outbound(), historyDays: 400, intervalMs: 10 }),
  );
  const confirmed = () => database.prisma.delivery.count({ where: { state: 'confirmed' } });
  await until('three deliveries are confirmed', async () => (await confirmed()) >= 3);
  await Promise.all(dispatchers.map((dispatcher) => dispatcher.stop()));
  expect(target.messages.map(({ type }) => type).toSorted()).toEqual([
    'audience.changes',
    'audience.delta',
    'audience.delta.part',
    'test',
  ]);
  expect(await database.prisma.delivery.count()).toBe(3);
});
