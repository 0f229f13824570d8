// Deliveries, schedules and the change feed over the API: asked for, told of, refused with where the problem is.
import { beforeAll, describe, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import { compareAudience } from '../../src/changes/service.ts';
import { createDestination } from '../../src/destinations/service.ts';
import { LOOPBACK } from '../destinations/receiver.ts';
import { type Api, buildApi } from '../support/api.ts';
import { idOfKey } from '../support/key-parts.ts';
import { importRows, recompute } from '../support/shop.ts';
import { attempt } from './target.ts';

const DELIVERY = `id kind state audienceId exportId added removed attempts error requestedBy
  destination { name } nextAttemptAt createdAt sentAt endedAt`;
const ERRORS = 'errors { path code message }';

let api: Api;
let audience: string;
let to: string;
let bucket: string;
let marketer: string;

beforeAll(async () => {
  api = await buildApi();
  await importRows(api.database, 'profiles', [{ user_pseudo_id: 'ann', consent: 'yes' }]);
  await recompute(api.database, '2026-01-01');
  const everybody = { name: 'everybody', content: { kind: 'filter' as const, filter: {} } };
  audience = String((await createAudience(api.database, everybody, 'test')).audience.id);
  const make = async (given: object) =>
    String(
      (await createDestination(api.database, { name: '', createdBy: 'test', ...given }, LOOPBACK)).destination
        .id,
    );
  to = await make({ name: 'crm', webhook: { url: 'http://127.0.0.1:1/' } });
  const s3 = { region: 'us-east-1', bucket: 'lake', accessKeyId: 'a', secretAccessKey: 'b' };
  bucket = await make({ name: 'lake', s3 });
  marketer = `key ${idOfKey(api.keys.marketer)}`;
});

const ask = <T>(query: string, variables: object = {}) => api.data<T>(query, variables, 'marketer');

describe('deliveries', () => {
  const DELTA = `mutation ($input: DeliverDeltaInput!) { deliverDelta(input: $input) { delivery { ${DELIVERY} } ${ERRORS} } }`;

  it('are asked for and told of, the newest first', async () => {
    const { deliverDelta } = await ask<{ deliverDelta: { delivery: { id: string } } }>(DELTA, {
      input: { audience, destination: to },
    });
    const { id } = deliverDelta.delivery;
    const waiting = {
      id,
      kind: 'DELTA',
      state: 'PENDING',
      audienceId: audience,
      exportId: null,
      added: null,
      removed: null,
      attempts: 0,
      error: null,
      requestedBy: marketer,
      destination: { name: 'crm' },
      nextAttemptAt: expect.stringMatching(/Z$/),
      createdAt: expect.stringMatching(/Z$/),
      sentAt: null,
      endedAt: null,
    };
    expect(deliverDelta).toEqual({ delivery: waiting, errors: [] });
    const test = `mutation { testDestination(id: "${bucket}") { delivery { id kind } ${ERRORS} } }`;
    const tested = await ask<{ testDestination: { delivery: { id: string } } }>(test);
    const listed = await ask(`{ deliveries { id } to: deliveries(destination: "${to}") { id }
      dead: deliveries(state: DEAD) { id } one: delivery(id: "${id}") { ${DELIVERY} } none: delivery(id: "x") { id } }`);
    expect(listed).toEqual({
      deliveries: [{ id: tested.testDestination.delivery.id }, { id }],
      to: [{ id }],
      dead: [],
      one: waiting,
      none: null,
    });
    await attempt(api.database, Number(id)); // where nobody listens
    expect(await ask(`{ delivery(id: "${id}") { state added removed attempts error } }`)).toMatchObject({
      delivery: { added: 1, removed: 0, attempts: 1, error: expect.any(String) },
    });
    const entries = await api.database.prisma.auditEntry.findMany({ where: { actor: marketer } });
    expect(entries.map(({ action }) => action)).toEqual(['delivery.delta', 'delivery.test']);
  });

  it.each([
    [{ audience: '999', destination: 'crm' }, ['input', 'id'], /there is no audience 999/],
    [{ audience: 'x', destination: 'crm' }, ['input', 'audience'], /expected the id of an audience/],
    [{ audience: '1', destination: 'nobody' }, ['input', 'destination'], /no destination "nobody"/],
    [
      { audience: '1', destination: 'crm', options: { holdoutShare: '0.1' } },
      ['input', 'campaign'],
      /expected a name/,
    ],
    [
      { audience: '1', destination: 'crm', options: { campaign: 'a', holdoutShare: '1' } },
      ['input', 'holdoutShare'],
      /a decimal between 0 and 1/,
    ],
  ])('of %j are refused', async (input, path, message) => {
    expect(await ask(DELTA, { input })).toEqual({
      deliverDelta: {
        delivery: null,
        errors: [{ path, code: 'INVALID', message: expect.stringMatching(message) }],
      },
    });
  });

  it('of an export that there is none of, and again of none, are refused', async () => {
    const query = `mutation { deliverExport(export: "7", destination: "crm") { delivery { id } errors { path } }
      redeliver(id: "999") { delivery { id } errors { path message } } }`;
    expect(await ask(query)).toEqual({
      deliverExport: { delivery: null, errors: [{ path: ['export'] }] },
      redeliver: { delivery: null, errors: [{ path: ['id'], message: 'id: there is no delivery 999.' }] },
    });
    const { errors } = await api.ask('{ deliveries(first: 101) { id } }', {}, 'marketer');
    expect(errors?.[0]?.message).toBe('first: expected 1 to 100, got 101.');
  });
});

describe('schedules', () => {
  const CREATE = `mutation ($input: CreateScheduleInput!) {
    createSchedule(input: $input) { schedule { id mode cron timeZone pausedAt destination { name } } ${ERRORS} }
  }`;

  it('are made, paused, resumed, listed and deleted', async () => {
    const input = { audience, destination: 'crm', cron: '30 6 * * *', timeZone: 'Europe/Berlin', delta: {} };
    const made = await ask<{ createSchedule: { schedule: { id: string } } }>(CREATE, { input });
    const { id } = made.createSchedule.schedule;
    expect(made.createSchedule).toEqual({
      schedule: {
        id,
        mode: 'DELTA',
        cron: '30 6 * * *',
        timeZone: 'Europe/Berlin',
        pausedAt: null,
        destination: { name: 'crm' },
      },
      errors: [],
    });
    const change = (mutation: string) =>
      ask(`mutation { ${mutation} { schedule { id pausedAt } errors { path } } }`);
    const paused = { schedule: { id, pausedAt: expect.any(String) }, errors: [] };
    expect(await change(`pauseSchedule(id: "${id}")`)).toEqual({ pauseSchedule: paused });
    expect(await change(`pauseSchedule(id: "${id}", paused: false)`)).toMatchObject({
      pauseSchedule: { schedule: { pausedAt: null } },
    });
    expect(await ask('{ schedules { id } }')).toEqual({ schedules: [{ id }] });
    expect(await change(`deleteSchedule(id: "${id}")`)).toMatchObject({ deleteSchedule: { errors: [] } });
    expect(await change(`deleteSchedule(id: "${id}")`)).toEqual({
      deleteSchedule: { schedule: null, errors: [{ path: ['id'] }] },
    });
  });

  it.each([
    [{ cron: 'x', delta: {} }, 'cron'],
    [{ cron: '* * * * *', timeZone: 'Mars', delta: {} }, 'timeZone'],
    [{ cron: '* * * * *' }, 'mode'],
    [{ cron: '* * * * *', delta: {}, full: {} }, 'mode'],
    [{ cron: '* * * * *', full: { format: 'xml' } }, 'format'],
    [{ cron: '* * * * *', full: { platform: 'nobody' } }, 'platform'],
    [{ cron: '* * * * *', delta: { holdoutShare: '0.1' } }, 'campaign'],
  ])('of %j are refused', async (given, field) => {
    const input = { audience, destination: 'crm', ...given };
    expect(await ask(CREATE, { input })).toMatchObject({
      createSchedule: { schedule: null, errors: [{ path: ['input', field], code: 'INVALID' }] },
    });
  });
});

describe('the change feed', () => {
  it('is watched, read page by page, followed by a webhook, and watched no longer', async () => {
    const change = (mutation: string) =>
      ask(`mutation { ${mutation} { audienceId errors { path message } } }`);
    expect(await change(`watchAudience(audience: "${audience}")`)).toEqual({
      watchAudience: { audienceId: audience, errors: [] },
    });
    await compareAudience(api.database, Number(audience));
    const page = (after: string | null) =>
      ask<{ audienceChanges: { cursor: string } }>(
        `query ($audience: ID!, $after: String) { audienceChanges(audience: $audience, after: $after) {
           changes { audienceId userId externalId change snapshotId changedAt cursor } cursor hasMore } }`,
        { audience, after },
      );
    const first = await page(null);
    const { cursor } = first.audienceChanges;
    const joined = { audienceId: audience, externalId: 'ann', change: 'JOINED', cursor };
    expect(first).toMatchObject({ audienceChanges: { changes: [joined], cursor, hasMore: false } });
    expect(await page(cursor)).toEqual({ audienceChanges: { changes: [], cursor, hasMore: false } });
    const follow = (destination: string) =>
      change(`followAudience(audience: "${audience}", destination: "${destination}")`);
    expect(await follow('crm')).toMatchObject({ followAudience: { errors: [] } });
    expect(await follow('lake')).toMatchObject({
      followAudience: { audienceId: null, errors: [{ path: ['destination'] }] },
    });
    const unfollow = await change(`unfollowAudience(audience: "${audience}", destination: "crm")`);
    expect(unfollow).toMatchObject({ unfollowAudience: { errors: [] } });
    expect(await change(`unwatchAudience(audience: "${audience}")`)).toMatchObject({
      unwatchAudience: { errors: [] },
    });
    const { errors } = await api.ask(
      `{ audienceChanges(audience: "${audience}") { cursor } }`,
      {},
      'marketer',
    );
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
    expect(await change('watchAudience(audience: "999")')).toMatchObject({
      watchAudience: { audienceId: null, errors: [{ path: ['audience'] }] },
    });
  });
});
