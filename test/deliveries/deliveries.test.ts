// A delivery is tried until its target says yes, or given up with the reason, and can be sent again; whoever has it when
// its process dies, somebody takes it up.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { MOST_TRIES, pauseAfter } from '../../src/deliveries/backoff.ts';
import { beginAttempt, confirm, settle } from '../../src/deliveries/queries/attempts.ts';
import { dueDeliveries, executeDelivery, redeliver, requestTest } from '../../src/deliveries/service.ts';
import { deleteDestination } from '../../src/destinations/service.ts';
import { freshDatabase } from '../support/database.ts';
import { attempt, outbound, startTarget, type Target } from './target.ts';

let database: Database;
let target: Target;
beforeAll(async () => {
  database = await freshDatabase();
  target = await startTarget(database, 'crm');
});
afterAll(() => target.close());

const ask = () => requestTest(database, { destinationId: target.destinationId, requestedBy: 'test' });

describe('a delivery', () => {
  it('is due at once, and confirmed when the target has said yes', async () => {
    const { deliveryId } = await ask();
    expect(await dueDeliveries(database.prisma)).toEqual([deliveryId]);
    const done = await executeDelivery(database, deliveryId, outbound());
    expect(done).toMatchObject({ state: 'confirmed', attempts: 1, error: null, sentAt: expect.any(Date) });
    expect(target.messages.at(-1)).toMatchObject({ id: `delivery_${deliveryId}`, type: 'test' });
    expect(await dueDeliveries(database.prisma)).toEqual([]);
    expect(await executeDelivery(database, deliveryId, outbound())).toBeNull();
  });

  it('that is refused waits longer each time, dies after the last try, and is sent again when somebody asks', async () => {
    const { deliveryId } = await ask();
    target.moods = new Array(MOST_TRIES).fill('refuses');
    const pauses: number[] = [];
    for (let tries = 1; tries < MOST_TRIES; tries++) {
      const before = Date.now();
      const failed = await attempt(database, deliveryId);
      expect(failed).toMatchObject({ state: 'failed', tries, error: 'It answered with 503.' });
      expect(await dueDeliveries(database.prisma)).toEqual([]);
      pauses.push((failed.nextAttemptAt.getTime() - before) / pauseAfter(tries, 0.5));
    }
    for (const pause of pauses) {
      expect(pause).toBeGreaterThan(0.7);
      expect(pause).toBeLessThan(1.3);
    }
    expect(await attempt(database, deliveryId)).toMatchObject({
      state: 'dead',
      error: 'It answered with 503.',
    });
    expect(await attempt(database, deliveryId)).toMatchObject({ state: 'dead', attempts: MOST_TRIES });
    await redeliver(database, deliveryId);
    expect(await attempt(database, deliveryId)).toMatchObject({
      state: 'confirmed',
      attempts: MOST_TRIES + 1,
    });
    expect(target.messages.at(-1)?.id).toBe(`delivery_${deliveryId}`);
  });

  it('is not confirmed by an answer that gets lost; the message that comes again has its id', async () => {
    const { deliveryId } = await ask();
    target.moods = ['loses'];
    expect(await attempt(database, deliveryId)).toMatchObject({ state: 'failed' });
    expect(await attempt(database, deliveryId)).toMatchObject({ state: 'confirmed' });
    expect(target.messages.slice(-2).map(({ id }) => id)).toEqual([
      `delivery_${deliveryId}`,
      `delivery_${deliveryId}`,
    ]);
  });

  it('dies at once where the target is none to connect to, or says that it is gone', async () => {
    const { deliveryId } = await ask();
    const refusing = { ...outbound(), guard: { allowed: [] } };
    expect(await executeDelivery(database, deliveryId, refusing)).toMatchObject({
      state: 'dead',
      error: expect.stringMatching(/127\.0\.0\.1 is not connected to/),
    });
    const answer = target.receiver.answer;
    target.receiver.answer = (_, response) => response.writeHead(410).end();
    const gone = await ask();
    expect(await attempt(database, gone.deliveryId)).toMatchObject({
      state: 'dead',
      error: 'It answered with 410.',
    });
    target.receiver.answer = answer;
  });

  it('whose process died is taken up after a minute, and what the dead one still says counts for nothing', async () => {
    const { deliveryId } = await ask();
    const dead = await beginAttempt(database.prisma, deliveryId);
    if (!dead) throw new Error('nothing was begun');
    expect(await beginAttempt(database.prisma, deliveryId)).toBeNull();
    expect(await dueDeliveries(database.prisma)).toEqual([]);
    const longAgo = new Date(Date.now() - 61_000);
    await database.prisma.delivery.update({ where: { deliveryId }, data: { heartbeatAt: longAgo } });
    expect(await dueDeliveries(database.prisma)).toEqual([deliveryId]);
    expect(await beginAttempt(database.prisma, deliveryId)).toEqual({ deliveryId, attempt: 2 });
    expect(await database.prisma.$transaction((tx) => confirm(tx, dead))).toBe(false);
    expect(await settle(database.prisma, dead, { state: 'dead', error: 'x', pauseMs: 0, counts: true })).toBe(
      false,
    );
    await database.prisma.delivery.update({
      where: { deliveryId },
      data: { heartbeatAt: longAgo, tries: MOST_TRIES },
    });
    expect(await executeDelivery(database, deliveryId, outbound())).toMatchObject({
      state: 'dead',
      error: expect.stringMatching(/^Given up after \d+ tries/),
    });
  });

  it('that nobody knows, or that waits, is not sent again', async () => {
    const { deliveryId } = await ask();
    await expect(redeliver(database, 999_999)).rejects.toThrow('id: there is no delivery 999999.');
    await expect(redeliver(database, deliveryId)).rejects.toThrow(/is pending; .* when it is failed or dead/);
  });

  it('to a destination that is deleted is given up', async () => {
    const other = await startTarget(database, 'other');
    const { deliveryId } = await requestTest(database, {
      destinationId: other.destinationId,
      requestedBy: 'test',
    });
    await deleteDestination(database, 'other');
    const { state, error } = await database.prisma.delivery.findUniqueOrThrow({ where: { deliveryId } });
    expect([state, error]).toEqual(['dead', 'The destination was deleted.']);
    await other.close();
  });
});

describe('the pause before the next try', () => {
  it('doubles from half a minute to four hours, a quarter more or less', () => {
    expect([1, 2, 3].map((tries) => pauseAfter(tries, 0.5))).toEqual([30_000, 60_000, 120_000]);
    expect([pauseAfter(1, 0), pauseAfter(1, 1)]).toEqual([22_500, 37_500]);
    expect(pauseAfter(19, 0.5)).toBe(14_400_000);
  });
});
