// Schedules: an audience goes to a destination at the times of a cron expression, whole or as a delta. The next time is
// stored; runs that were missed while nothing was up are made up by one.
import { requireAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import { type DeltaOptions, requestDelta, requestExportDelivery } from '../deliveries/service.ts';
import type { Destination } from '../destinations/service.ts';
import { BadInputError, StrataError } from '../errors.ts';
import { type ExportTerms, requestExport } from '../exports/service.ts';
import { nextRun } from './next-run.ts';
import { dueSchedules, lockDue } from './queries.ts';

export type ScheduleMode = 'full' | 'delta';

export interface Schedule {
  readonly scheduleId: number;
  readonly audienceId: number;
  readonly destinationId: number;
  readonly mode: ScheduleMode;
  readonly cron: string;
  readonly timeZone: string;
  /** Of a delta its options, of a full one the terms of its exports. */
  readonly options: unknown;
  readonly nextRunAt: Date;
  readonly lastRunAt: Date | null;
  /** Why the last run came to nothing; null where it was asked for. */
  readonly lastError: string | null;
  readonly pausedAt: Date | null;
  readonly createdBy: string;
  readonly createdAt: Date;
}

export interface NewSchedule {
  readonly audienceId: number;
  readonly destination: Destination;
  readonly cron: string;
  readonly timeZone: string;
  readonly plan:
    | { readonly mode: 'delta'; readonly options: DeltaOptions }
    | { readonly mode: 'full'; readonly options: Omit<ExportTerms, 'audienceId' | 'directory'> };
  readonly createdBy: string;
}

const MOST_SCHEDULES = 1_000;

/** Makes a schedule; throws a BadInputError by field. */
export async function createSchedule(
  database: Database,
  { audienceId, destination, cron, timeZone, plan, createdBy }: NewSchedule,
  now: Date,
): Promise<Schedule> {
  await requireAudience(database, audienceId);
  if ((await database.prisma.schedule.count()) >= MOST_SCHEDULES)
    throw new BadInputError(`There are ${MOST_SCHEDULES} schedules already. Delete one.`);
  const row = await database.prisma.schedule.create({
    data: {
      audienceId,
      destinationId: destination.id,
      mode: plan.mode,
      cron,
      timeZone,
      options: { ...plan.options } as object,
      nextRunAt: nextRun(cron, timeZone, now),
      createdBy,
      createdAt: now,
    },
  });
  return row as Schedule;
}

export async function listSchedules({ prisma }: Database): Promise<Schedule[]> {
  return (await prisma.schedule.findMany({ orderBy: { scheduleId: 'asc' } })) as Schedule[];
}

export async function findSchedule({ prisma }: Database, scheduleId: number): Promise<Schedule | null> {
  return (await prisma.schedule.findUnique({ where: { scheduleId } })) as Schedule | null;
}

async function requireSchedule(database: Database, scheduleId: number): Promise<Schedule> {
  const found = await findSchedule(database, scheduleId);
  if (found) return found;
  throw new BadInputError(`id: there is no schedule ${scheduleId}.`);
}

/** Pauses it, or has it go on with the next time from now on: what was missed while it was paused is not made up. */
export async function setPaused(
  database: Database,
  scheduleId: number,
  paused: boolean,
  now: Date,
): Promise<Schedule> {
  const { cron, timeZone, pausedAt } = await requireSchedule(database, scheduleId);
  if ((pausedAt !== null) === paused) return requireSchedule(database, scheduleId);
  const data = paused ? { pausedAt: now } : { pausedAt: null, nextRunAt: nextRun(cron, timeZone, now) };
  return (await database.prisma.schedule.update({ where: { scheduleId }, data })) as Schedule;
}

export async function deleteSchedule(database: Database, scheduleId: number): Promise<Schedule> {
  const found = await requireSchedule(database, scheduleId);
  await database.prisma.schedule.deleteMany({ where: { scheduleId } });
  return found;
}

/** Asks for what is due; each time once, however many processes look. Returns how many schedules ran. */
export async function runDueSchedules(database: Database, now: Date): Promise<number> {
  let ran = 0;
  for (const scheduleId of await dueSchedules(database.prisma, now)) {
    const schedule = await findSchedule(database, scheduleId);
    if (schedule && (await run(database, schedule, now))) ran++;
  }
  return ran;
}

/** What can't be asked for is told by the schedule, and its next time comes all the same. */
async function run(database: Database, schedule: Schedule, now: Date): Promise<boolean> {
  const { scheduleId, cron, timeZone } = schedule;
  const prepared = await prepare(database, schedule);
  return database.prisma.$transaction(async (tx) => {
    if (!(await lockDue(tx, scheduleId, now))) return false;
    if (!('error' in prepared)) await prepared.ask(tx);
    await tx.schedule.update({
      where: { scheduleId },
      data: {
        nextRunAt: nextRun(cron, timeZone, now),
        lastRunAt: now,
        lastError: 'error' in prepared ? prepared.error : null,
      },
    });
    return true;
  });
}

type Transaction = Parameters<typeof requestDelta>[0];
type Prepared = { readonly ask: (tx: Transaction) => Promise<unknown> } | { readonly error: string };

async function prepare(database: Database, schedule: Schedule): Promise<Prepared> {
  const { scheduleId, audienceId, destinationId, options, nextRunAt } = schedule;
  const asked = { destinationId, audienceId, requestedBy: `schedule ${scheduleId}` };
  try {
    await requireAudience(database, audienceId);
    if (schedule.mode === 'delta') return { ask: (tx) => requestDelta(tx, { ...asked, options }) };
    const { exported } = await requestExport(database, {
      ...(options as object),
      audienceId,
      idempotencyKey: `schedule ${scheduleId} ${nextRunAt.toISOString()}`,
      requestedBy: asked.requestedBy,
    });
    return { ask: (tx) => requestExportDelivery(tx, { ...asked, exportId: exported.exportId }) };
  } catch (error) {
    if (!(error instanceof StrataError)) throw error;
    return { error: error.message };
  }
}
