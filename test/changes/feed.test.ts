// The feed: who joined and left a watched audience, once each in the order of the comparisons, wherever a comparison was
// interrupted, and to a webhook until it has confirmed.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudience, updateAudience } from '../../src/audiences/service.ts';
import {
  audienceChanges,
  compareAudience,
  followChanges,
  pruneChanges,
  unwatchAudience,
  watchAudience,
} from '../../src/changes/service.ts';
import type { Database } from '../../src/db/database.ts';
import { followAudience, redeliver, requestFeeds } from '../../src/deliveries/service.ts';
import { requireDestination } from '../../src/destinations/service.ts';
import { eraseUser } from '../../src/identities/service.ts';
import { attempt, startTarget, type Target } from '../deliveries/target.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

let database: Database;
let target: Target;
let day = 1;
beforeAll(async () => {
  database = await freshDatabase();
  await live({ ann: 'Lugo', bob: 'Lugo', cid: 'Vigo', dan: 'Vigo', eve: 'Lugo' });
  target = await startTarget(database, 'feed');
});
afterAll(() => target.close());

/** Gives users their cities, and publishes a snapshot. */
async function live(cities: Readonly<Record<string, string>>): Promise<void> {
  const rows = Object.entries(cities).map(([user, city]) => ({ user_pseudo_id: user, city }));
  await importRows(database, 'profiles', rows);
  await recompute(database, `2026-01-${String(day++).padStart(2, '0')}`, 'incremental');
}

const inCity = (city: string) => ({ kind: 'filter' as const, filter: { city: { eq: city } } });
let made = 0;
async function watched(city: string): Promise<number> {
  const { audience } = await createAudience(
    database,
    { name: `feed ${++made}`, content: inCity(city) },
    'test',
  );
  await watchAudience(database, audience.id, 'test');
  return audience.id;
}

/** All changes of the feed, `ann joined` and the like, read a few at a time. */
async function told(
  audienceId: number,
  after: string | null = null,
): Promise<{ events: string[]; cursor: string }> {
  const events: string[] = [];
  for (let cursor = after; ; ) {
    const page = await audienceChanges(database, audienceId, { after: cursor, first: 2 });
    events.push(...page.changes.map(({ externalId, change }) => `${externalId} ${change}`));
    if (!page.hasMore) return { events, cursor: page.cursor };
    cursor = page.cursor;
  }
}

describe('the feed of an audience', () => {
  it('tells its members as joined at first, then who joined and left, and can be read on from any cursor', async () => {
    const audience = await watched('Lugo');
    await compareAudience(database, audience);
    const first = await told(audience);
    expect(first.events).toEqual(['ann joined', 'bob joined', 'eve joined']);
    await compareAudience(database, audience);
    expect((await told(audience, first.cursor)).events).toEqual([]);
    await live({ ann: 'Vigo', cid: 'Lugo' });
    await compareAudience(database, audience);
    const second = await told(audience, first.cursor);
    expect(second.events).toEqual(['ann left', 'cid joined']);
    await live({ ann: 'Lugo', cid: 'Vigo' });
    await compareAudience(database, audience);
    expect((await told(audience, second.cursor)).events).toEqual(['ann joined', 'cid left']);
    expect((await told(audience)).events).toHaveLength(7);
  });

  it('tells what a change of the audience itself changes', async () => {
    const audience = await watched('Lugo');
    await compareAudience(database, audience);
    const { cursor } = await told(audience);
    await updateAudience(database, { id: audience, expectedVersion: 1, content: inCity('Vigo') }, 'test');
    await compareAudience(database, audience);
    expect((await told(audience, cursor)).events).toEqual([
      'ann left',
      'bob left',
      'cid joined',
      'dan joined',
      'eve left',
    ]);
  });

  it('is the same wherever a comparison was interrupted, and by several at a time', async () => {
    const audience = await watched('Vigo');
    const refusing = new Proxy(database, {
      get: (of, name) => (name === 'prisma' && steps-- <= 0 ? fail() : Reflect.get(of, name)),
    });
    const fail = (): never => {
      throw new Error('the process died');
    };
    let steps = 0;
    for (let more = 1; more < 40; more++) {
      steps = more;
      await compareAudience(refusing, audience, { usersAStep: 1 }).catch(() => {});
    }
    await Promise.all([1, 2, 3].map(() => compareAudience(database, audience, { usersAStep: 1 })));
    expect((await told(audience)).events).toEqual(['cid joined', 'dan joined']);
  });

  it('that is not watched, or read by a cursor of another, or of what is forgotten, is refused', async () => {
    const [one, other] = [await watched('Lugo'), await watched('Lugo')];
    await compareAudience(database, one);
    const { cursor } = await told(one);
    await expect(told(other, cursor)).rejects.toThrow(/^after: expected a cursor of this audience/);
    await expect(told(other, 'x')).rejects.toThrow(/^after: expected a cursor/);
    await updateAudience(database, { id: one, expectedVersion: 1, content: inCity('Vigo') }, 'test');
    await compareAudience(database, one);
    await updateAudience(database, { id: one, expectedVersion: 2, content: inCity('Lugo') }, 'test');
    await compareAudience(database, one);
    const begun = Buffer.from(`${one}.1.1`).toString('base64url');
    expect(await pruneChanges(database, new Date(0))).toBe(0);
    expect(await pruneChanges(database, new Date(Date.now() + 1000))).toBeGreaterThan(0);
    await expect(told(one, begun)).rejects.toThrow(/kept no longer/);
    await unwatchAudience(database, one);
    await expect(told(one)).rejects.toThrow(/is not watched/);
    expect(await database.prisma.watchedMember.count({ where: { audienceId: one } })).toBe(0);
  });
});

describe('whoever watches a feed', () => {
  it('gets what is there after their cursor page by page, then what comes, and nothing twice', async () => {
    const audience = await watched('Lugo');
    await compareAudience(database, audience);
    const all = await audienceChanges(database, audience, { after: null, first: 1000 });
    const pages = await followChanges(database, audience, {
      after: all.changes[0]?.cursor ?? null,
      first: 1,
    });
    const next = async () => {
      const { value } = await pages.next();
      return value?.changes.map(({ externalId, change }) => `${externalId} ${change}`);
    };
    const told = all.changes.slice(1).map(({ externalId, change }) => [`${externalId} ${change}`]);
    for (const one of told) expect(await next()).toEqual(one);
    const coming = next();
    await updateAudience(database, { id: audience, expectedVersion: 1, content: inCity('Nowhere') }, 'test');
    await compareAudience(database, audience);
    expect(await coming).toEqual(['ann left']);
    expect((await next())?.[0]).toMatch(/ left$/);
    const waiting = pages.next();
    await pages.return?.();
    await waiting;
    expect(await pages.next()).toEqual({ done: true, value: undefined });
    await expect(followChanges(database, 999_999, { after: null, first: 1 })).rejects.toThrow(
      /is not watched/,
    );
  });
});

describe('a webhook that follows an audience', () => {
  const events = () =>
    target.messages.flatMap(({ data }) =>
      (data.changes as { externalId: string | null; change: string }[]).map(
        ({ externalId, change }) => `${externalId} ${change}`,
      ),
    );

  async function send(): Promise<string[]> {
    await requestFeeds(database);
    await requestFeeds(database); // one is under way
    const due = await database.prisma.delivery.findMany({
      where: { kind: 'changes', state: { not: 'confirmed' } },
    });
    expect(due.length).toBeLessThan(2);
    const states: string[] = [];
    for (const { deliveryId } of due) states.push((await attempt(database, deliveryId)).state);
    return states;
  }

  it('gets each change until it has confirmed it, in order, and is told of an erased user without their id', async () => {
    const audience = await watched('Lugo');
    const destination = await requireDestination(database, 'feed');
    await followAudience(database, { audienceId: audience, destination, createdBy: 'test' });
    expect(await send()).toEqual([]);
    await compareAudience(database, audience);
    target.moods = ['loses'];
    expect(await send()).toEqual(['failed']);
    expect(await send()).toEqual(['confirmed']);
    const joined = ['ann joined', 'bob joined', 'eve joined'];
    expect(events()).toEqual([...joined, ...joined]);
    expect(new Set(target.messages.map(({ id }) => id)).size).toBe(1);
    expect(await send()).toEqual([]);

    await live({ bob: 'Vigo' });
    await eraseUser(database, { externalId: 'eve' }, { actor: 'test' });
    await compareAudience(database, audience);
    await database.prisma.delivery.updateMany({ data: { tries: 0 } });
    target.moods = ['refuses'];
    expect(await send()).toEqual(['failed']);
    const failed = await database.prisma.delivery.findFirstOrThrow({ where: { state: 'failed' } });
    await database.prisma.delivery.update({
      where: { deliveryId: failed.deliveryId },
      data: { state: 'dead' },
    });
    await requestFeeds(database);
    expect(await database.prisma.delivery.count({ where: { state: 'pending' } })).toBe(0); // it stands still
    await redeliver(database, failed.deliveryId);
    expect(await send()).toEqual(['confirmed']);
    expect(events().slice(6)).toEqual(['bob left', 'null left']);
  });
});
