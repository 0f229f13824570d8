// Deleting an audience: refused while a destination knows of anybody in it, unless everybody is to be removed there.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { audienceById, createAudience } from '../../src/audiences/service.ts';
import { audienceChanges, compareAudience } from '../../src/changes/service.ts';
import {
  executeDelivery,
  followAudience,
  requestDelta,
  requestFeeds,
  withdrawAudience,
} from '../../src/deliveries/service.ts';
import { requireDestination } from '../../src/destinations/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';
import { attempt, outbound, startTarget, type Target } from './target.ts';

let api: Api;
let target: Target;
beforeAll(async () => {
  api = await buildApi();
  await importRows(
    api.database,
    'profiles',
    ['ann', 'bob'].map((user) => ({ user_pseudo_id: user, consent: 'yes' })),
  );
  await recompute(api.database, '2026-01-01');
  target = await startTarget(api.database, 'crm');
});
afterAll(() => target.close());

async function newAudience(name: string): Promise<number> {
  const content = { kind: 'filter' as const, filter: {} };
  return (await createAudience(api.database, { name, content }, 'test')).audience.id;
}

async function askDelta(audienceId: number): Promise<number> {
  const options = { withoutConsent: false, campaign: null, holdoutShare: null };
  const asked = { destinationId: target.destinationId, audienceId, options, requestedBy: 'test' };
  return (await api.database.prisma.$transaction((tx) => requestDelta(tx, asked))).deliveryId;
}

const withdraw = (audienceId: number, removeFromDestinations = true) =>
  withdrawAudience(api.database, { audienceId, by: 'test', removeFromDestinations });

describe('an audience that a destination holds', () => {
  const DELETE = `mutation ($id: ID!, $remove: Boolean!) {
    deleteAudience(id: $id, removeFromDestinations: $remove) {
      id removals { id kind destination { name } } errors { path message }
    }
  }`;

  it('is deleted only if everybody is removed there, by a last delta that is tried until it is confirmed', async () => {
    const id = await newAudience('held');
    await attempt(api.database, await askDelta(id));
    expect(target.list.size).toBe(2);
    const message =
      'id: the audience "held" (1) is at destinations: crm holds 2 users of it. Delete it with removeFromDestinations (--remove-from-destinations), which has everybody removed there.';
    expect(await api.data(DELETE, { id, remove: false }, 'marketer')).toEqual({
      deleteAudience: { id: null, removals: [], errors: [{ path: ['id'], message }] },
    });
    expect(await audienceById(api.database, id)).not.toBeNull();
    const { deleteAudience } = await api.data<{ deleteAudience: { removals: { id: string }[] } }>(
      DELETE,
      { id, remove: true },
      'marketer',
    );
    const removals = [{ id: expect.any(String), kind: 'DELTA', destination: { name: 'crm' } }];
    expect(deleteAudience).toEqual({ id: String(id), removals, errors: [] });
    const last = Number(deleteAudience.removals[0]?.id);
    target.moods = ['refuses'];
    expect(await attempt(api.database, last)).toMatchObject({ state: 'failed' });
    expect(await attempt(api.database, last)).toMatchObject({
      state: 'confirmed',
      manifest: { added: 0, removed: 2 },
    });
    expect(target.list.size).toBe(0);
    expect(await api.database.prisma.audienceDelivery.count()).toBe(0);
    await expect(askDelta(id)).rejects.toThrow(`there is no audience ${id}`);
  });

  it('perhaps, for its answer got lost, is held', async () => {
    const id = await newAudience('perhaps held');
    target.moods = ['takes', 'loses'];
    const lost = await askDelta(id);
    expect(await attempt(api.database, lost)).toMatchObject({ state: 'failed' });
    await expect(withdraw(id, false)).rejects.toThrow('crm may hold users of it');
    const [last] = await withdraw(id);
    expect(await attempt(api.database, lost)).toMatchObject({ state: 'dead' });
    expect(await attempt(api.database, Number(last?.deliveryId))).toMatchObject({ state: 'confirmed' });
    expect(target.list.size).toBe(0);
  });

  it('is not delivered any more where nothing was sent of it yet', async () => {
    const id = await newAudience('waiting');
    const waiting = await askDelta(id);
    expect(await withdraw(id, false)).toEqual([]);
    expect(await executeDelivery(api.database, waiting, outbound())).toBeNull();
    expect(await api.database.prisma.delivery.findUnique({ where: { deliveryId: waiting } })).toMatchObject({
      state: 'dead',
      error: 'The audience was deleted.',
    });
  });
});

describe('an audience that a webhook follows', () => {
  it('is deleted only if it is told of everybody as having left', async () => {
    const id = await newAudience('followed');
    const destination = await requireDestination(api.database, 'crm');
    await followAudience(api.database, { audienceId: id, destination, createdBy: 'test' });
    await compareAudience(api.database, id);
    await expect(withdraw(id, false)).rejects.toThrow('crm follows it');
    expect(await withdraw(id)).toEqual([]);
    await compareAudience(api.database, id);
    await compareAudience(api.database, id);
    const { changes } = await audienceChanges(api.database, id, { after: null, first: 10 });
    expect(changes.map(({ externalId, change }) => `${externalId} ${change}`)).toEqual([
      'ann joined',
      'bob joined',
      'ann left',
      'bob left',
    ]);
    await requestFeeds(api.database);
    const told = await api.database.prisma.delivery.findFirstOrThrow({ where: { audienceId: id } });
    expect(await attempt(api.database, told.deliveryId)).toMatchObject({
      kind: 'changes',
      state: 'confirmed',
    });
  });
});
