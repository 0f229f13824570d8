// Schedules: the next time is right through changes of the clock, each time is asked for once however many look, and
// what was missed is made up by one.
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { type DeltaOptions, withdrawAudience } from '../../src/deliveries/service.ts';
import { type Destination, deleteDestination, requireDestination } from '../../src/destinations/service.ts';
import { nextRun } from '../../src/schedules/next-run.ts';
import {
  createSchedule,
  deleteSchedule,
  findSchedule,
  type NewSchedule,
  runDueSchedules,
  type Schedule,
  setPaused,
} from '../../src/schedules/service.ts';
import { attempt, startTarget, type Target } from '../deliveries/target.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const options: DeltaOptions = { withoutConsent: true, campaign: null, holdoutShare: null };
const delta = { mode: 'delta' as const, options };
const at = (text: string) => new Date(`2026-${text}Z`);

describe('the next time', () => {
  const times = (cron: string, timeZone: string, from: Date, count: number): string[] => {
    const found: string[] = [];
    for (let time = from; found.length < count; found.push(time.toISOString().slice(5, 16)))
      time = nextRun(cron, timeZone, time);
    return found;
  };

  it('is of the time zone, and follows its summer time', () => {
    const daily = (from: string) => times('30 6 * * *', 'Europe/Berlin', at(from), 3);
    expect(daily('03-27T12:00:00')).toEqual(['03-28T05:30', '03-29T04:30', '03-30T04:30']);
    expect(daily('10-23T12:00:00')).toEqual(['10-24T04:30', '10-25T05:30', '10-26T05:30']);
    expect(times('0 9 * * 1', 'America/New_York', at('01-01T00:00:00'), 1)).toEqual(['01-05T14:00']);
  });

  it('that the clock leaves out is made up on the same day, and one that comes twice counts once', () => {
    const daily = (from: string) => times('30 2 * * *', 'Europe/Berlin', at(from), 3);
    expect(daily('03-27T12:00:00')).toEqual(['03-28T01:30', '03-29T01:00', '03-30T00:30']);
    expect(daily('10-23T12:00:00')).toEqual(['10-24T00:30', '10-25T00:30', '10-26T01:30']);
  });

  it('of every half hour comes in both hours that the clock repeats', () => {
    expect(times('*/30 * * * *', 'Europe/Berlin', at('10-25T00:00:00'), 4)).toEqual([
      '10-25T00:30',
      '10-25T01:00',
      '10-25T01:30',
      '10-25T02:00',
    ]);
  });

  it.each([
    ['', 'UTC', /^cron: these are not five fields/],
    ['* * * * * *', 'UTC', /^cron: these are not five fields/],
    ['@daily', 'UTC', /^cron: these are not five fields/],
    ['61 * * * *', 'UTC', /^cron: .*five fields, such as/],
    ['0 0 31 2 *', 'UTC', /^cron: it never comes/],
    ['0 0 * * *', 'Mars/Base', /^timeZone: expected a time zone such as/],
    ['0 0 * * *', '', /^timeZone/],
  ])('of %j in %j is refused', (cron, timeZone, message) => {
    expect(() => nextRun(cron, timeZone, at('01-01T00:00:00'))).toThrow(message);
  });
});

describe('a schedule', () => {
  let database: Database;
  let target: Target;
  let destination: Destination;
  let audienceId: number;
  beforeAll(async () => {
    database = await freshDatabase();
    await importRows(database, 'profiles', [{ user_pseudo_id: 'ann', city: 'Lugo' }]);
    await recompute(database, '2026-01-01');
    target = await startTarget(database, 'crm');
    destination = await requireDestination(database, 'crm');
    audienceId = await newAudience('all');
  });
  afterAll(() => target.close());

  const newAudience = async (name: string): Promise<number> =>
    (await createAudience(database, { name, content: { kind: 'filter', filter: {} } }, 'test')).audience.id;

  const create = (from: Date, changes: Partial<NewSchedule> = {}): Promise<Schedule> => {
    const asked = {
      audienceId,
      destination,
      cron: '0 6 * * *',
      timeZone: 'UTC',
      plan: delta,
      createdBy: 'test',
    };
    return createSchedule(database, { ...asked, ...changes }, from);
  };

  const asked = (schedule: Schedule) =>
    database.prisma.delivery.findMany({ where: { requestedBy: `schedule ${schedule.scheduleId}` } });

  it('asks for a delta when its time has come, not before, and once however many look', async () => {
    const schedule = await create(at('05-01T00:00:00'));
    expect(schedule.nextRunAt).toEqual(at('05-01T06:00:00'));
    expect(await runDueSchedules(database, at('05-01T05:59:59'))).toBe(0);
    const now = at('05-01T06:00:00');
    const ran = await Promise.all([1, 2, 3].map(() => runDueSchedules(database, now)));
    expect(ran.toSorted()).toEqual([0, 0, 1]);
    const [delivery, ...others] = await asked(schedule);
    expect(others).toEqual([]);
    expect(delivery).toMatchObject({ kind: 'delta', audienceId, destinationId: destination.id, options });
    expect(await attempt(database, delivery?.deliveryId ?? 0)).toMatchObject({ state: 'confirmed' });
    expect(target.list.size).toBe(1);
    expect(await findSchedule(database, schedule.scheduleId)).toMatchObject({
      nextRunAt: at('05-02T06:00:00'),
      lastRunAt: now,
    });
    await deleteSchedule(database, schedule.scheduleId);
  });

  it('makes up what was missed by one, and nothing that was missed while it was paused', async () => {
    const schedule = await create(at('05-01T00:00:00'));
    const { scheduleId } = schedule;
    expect(await runDueSchedules(database, at('05-09T12:00:00'))).toBe(1);
    expect(await runDueSchedules(database, at('05-09T12:00:00'))).toBe(0);
    expect((await findSchedule(database, scheduleId))?.nextRunAt).toEqual(at('05-10T06:00:00'));
    await setPaused(database, scheduleId, true, at('05-09T13:00:00'));
    await setPaused(database, scheduleId, true, at('05-09T14:00:00'));
    expect((await findSchedule(database, scheduleId))?.pausedAt).toEqual(at('05-09T13:00:00'));
    expect(await runDueSchedules(database, at('05-12T00:00:00'))).toBe(0);
    await setPaused(database, scheduleId, false, at('05-12T07:00:00'));
    expect(await runDueSchedules(database, at('05-12T08:00:00'))).toBe(0);
    expect(await findSchedule(database, scheduleId)).toMatchObject({
      pausedAt: null,
      nextRunAt: at('05-13T06:00:00'),
    });
    expect(await asked(schedule)).toHaveLength(1);
    await deleteSchedule(database, scheduleId);
  });

  it('of the whole audience asks for one export and its delivery, also where it was interrupted in between', async () => {
    const plan = { mode: 'full' as const, options: { format: 'ndjson', consentRequired: false } };
    const schedule = await create(at('06-01T00:00:00'), { plan });
    const dying = new Proxy(database, {
      get: (of, name) =>
        name === 'prisma'
          ? new Proxy(of.prisma, {
              get: (prisma, method) =>
                method === '$transaction' && transactions++ > 0
                  ? () => Promise.reject(new Error('the process died'))
                  : Reflect.get(prisma, method),
            })
          : Reflect.get(of, name),
    });
    let transactions = 0;
    await expect(runDueSchedules(dying, at('06-01T06:00:00'))).rejects.toThrow('the process died');
    expect(await database.prisma.export.count()).toBe(1);
    expect(await asked(schedule)).toEqual([]);
    expect(await runDueSchedules(database, at('06-01T06:00:05'))).toBe(1);
    const [exported, ...others] = await database.prisma.export.findMany();
    expect(others).toEqual([]);
    expect(exported).toMatchObject({ audienceId, format: 'ndjson', consentRequired: false });
    expect(await asked(schedule)).toMatchObject([{ kind: 'export', exportId: exported?.exportId }]);
    await deleteSchedule(database, schedule.scheduleId);
  });

  it('of an audience that is gone says so, and waits for its next time', async () => {
    const gone = await newAudience('gone');
    const { scheduleId } = await create(at('07-01T00:00:00'), { audienceId: gone });
    await withdrawAudience(database, { audienceId: gone, by: 'test', removeFromDestinations: false });
    expect(await runDueSchedules(database, at('07-01T06:00:00'))).toBe(1);
    expect(await findSchedule(database, scheduleId)).toMatchObject({
      lastError: expect.stringMatching(/there is no audience/),
      nextRunAt: at('07-02T06:00:00'),
    });
    await deleteSchedule(database, scheduleId);
  });

  it('is refused where it can not be carried out, and gone with its destination', async () => {
    await expect(create(at('08-01T00:00:00'), { audienceId: 999 })).rejects.toThrow(/there is no audience/);
    await expect(create(at('08-01T00:00:00'), { cron: 'x' })).rejects.toThrow(/^cron/);
    await expect(setPaused(database, 999_999, true, new Date())).rejects.toThrow(
      'id: there is no schedule 999999.',
    );
    await expect(deleteSchedule(database, 999_999)).rejects.toThrow('id: there is no schedule 999999.');
    const { scheduleId } = await create(at('08-01T00:00:00'));
    await deleteDestination(database, 'crm');
    expect(await findSchedule(database, scheduleId)).toBeNull();
  });
});
