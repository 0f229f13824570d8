// Whichever statement is the last that a process gets through to the database, before or after it is carried out: the
// delivery is taken up, and comes out as if nothing had been. STRATA_FAULTS=every strikes at all of them.
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import { connectDatabase, type Database } from '../../src/db/database.ts';
import { executeDelivery, requestDelta } from '../../src/deliveries/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';
import { type StatementProxy, type Strike, startStatementProxy } from '../support/statement-proxy.ts';
import { attempt, outbound, startTarget, type Target } from './target.ts';

const STRIKES_APART = process.env.STRATA_FAULTS === 'every' ? 1 : 11;
const USERS = ['ann', 'bob', 'cid'];

let database: Database;
let audienceId: number;
const targets: Target[] = [];
beforeAll(async () => {
  database = await freshDatabase();
  await importRows(
    database,
    'profiles',
    USERS.map((user) => ({ user_pseudo_id: user, consent: 'yes' })),
  );
  await recompute(database, '2026-01-01');
  const everybody = { name: 'everybody', content: { kind: 'filter' as const, filter: {} } };
  audienceId = (await createAudience(database, everybody, 'test')).audience.id;
});
afterAll(() => Promise.all(targets.map((target) => target.close())));

/** Delivers a delta by a process that is struck; returns how many statements it made. */
async function deliverStruck(target: Target, strike?: Omit<Strike, 'act'>): Promise<number> {
  const options = { withoutConsent: false, campaign: null, holdoutShare: null };
  const asked = { destinationId: target.destinationId, audienceId, options, requestedBy: 'test' };
  const { deliveryId } = await database.prisma.$transaction((tx) => requestDelta(tx, asked));
  const url = new URL(database.url);
  let proxy: StatementProxy | undefined;
  const act = () => void proxy?.close();
  proxy = await startStatementProxy(Number(url.port), strike && { ...strike, act });
  url.port = String(proxy.port);
  const struck = connectDatabase(url.href);
  await executeDelivery(struck, deliveryId, outbound()).catch(() => {});
  const statements = proxy.count();
  await struck.close();
  await proxy.close();
  await database.prisma.delivery.updateMany({
    where: { deliveryId, state: 'sending' },
    data: { heartbeatAt: new Date(0) },
  });
  await attempt(database, deliveryId);
  const { state } = await database.prisma.delivery.findUniqueOrThrow({ where: { deliveryId } });
  expect(state).toBe('confirmed');
  return statements;
}

async function newTarget(): Promise<Target> {
  const target = await startTarget(database, `target ${targets.length}`);
  targets.push(target);
  return target;
}

it('a delta is delivered whole wherever the process that sends it dies', async ({ skip }) => {
  // What stands between speaks to this machine alone.
  if (!['127.0.0.1', 'localhost'].includes(new URL(database.url).hostname)) skip();
  const statements = await deliverStruck(await newTarget());
  expect(statements).toBeGreaterThan(15);
  for (const when of ['before', 'after'] as const)
    for (let at = when === 'before' ? 1 : 4; at <= statements; at += STRIKES_APART) {
      const target = await newTarget();
      await deliverStruck(target, { at, when });
      expect([...target.list.values()].map(({ externalId }) => externalId).toSorted()).toEqual(USERS);
      const held = await database.prisma.audienceDelivery.findMany({
        where: { destinationId: target.destinationId },
        orderBy: { userId: 'asc' },
      });
      expect(held.map(({ externalId }) => externalId)).toEqual(USERS);
      expect(await database.prisma.deliveryChange.count()).toBe(0);
    }
});
