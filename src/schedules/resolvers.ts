import { readAudienceId } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import { actorOf, authorize } from '../auth/principal.ts';
import { checkDeltaOptions } from '../deliveries/service.ts';
import { findDestination, requireDestination } from '../destinations/service.ts';
import { BadInputError } from '../errors.ts';
import { checkTerms } from '../exports/service.ts';
import type { Context } from '../graphql/context.ts';
import type { CreateScheduleInput, Resolvers, ScheduleMode, UserError } from '../graphql/resolvers-types.ts';
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  type NewSchedule,
  type Schedule,
  setPaused,
} from './service.ts';

/** Marketers and admins; returns who asks, for the audit log. */
function admit({ principal }: Context): string {
  authorize(principal, 'deliveries');
  return actorOf(principal);
}

/** The payload of what changes a schedule, which is in the audit log. */
async function changed(
  context: Context,
  action: string,
  within: readonly string[],
  work: (actor: string) => Promise<Schedule>,
): Promise<{ schedule: Schedule | null; errors: UserError[] }> {
  const actor = admit(context);
  try {
    const schedule = await work(actor);
    await audit(context.database.prisma, actor, action, { schedule: schedule.scheduleId });
    return { schedule, errors: [] };
  } catch (error) {
    if (!(error instanceof BadInputError)) throw error;
    const field = /^(\w+):/.exec(error.message)?.[1];
    const path = [...within, ...(field === undefined ? [] : [field])];
    return { schedule: null, errors: [{ path, code: 'INVALID', message: error.message }] };
  }
}

function readId(id: string): number {
  return /^\d{1,9}$/.test(id) ? Number(id) : 0;
}

function planOf({ delta, full, audience }: CreateScheduleInput): NewSchedule['plan'] {
  if (!delta === !full) throw new BadInputError('mode: give exactly one of "delta" and "full".');
  if (delta) return { mode: 'delta', options: checkDeltaOptions(delta) };
  const terms = { ...full };
  checkTerms({ ...terms, audienceId: readAudienceId(audience, 'audience') });
  return { mode: 'full', options: terms };
}

export const scheduleResolvers: Resolvers = {
  Query: {
    schedules: (_parent, _args, context) => {
      admit(context);
      return listSchedules(context.database);
    },
  },
  Mutation: {
    createSchedule: (_parent, { input }, context) =>
      changed(context, 'schedule.create', ['input'], async (createdBy) => {
        const { database } = context;
        const destination = await requireDestination(database, input.destination);
        const { cron, timeZone = 'UTC' } = input;
        const audienceId = readAudienceId(input.audience, 'audience');
        const asked = { audienceId, destination, cron, timeZone, plan: planOf(input), createdBy };
        return createSchedule(database, asked, new Date());
      }),
    pauseSchedule: (_parent, { id, paused }, context) =>
      changed(context, paused ? 'schedule.pause' : 'schedule.resume', [], () =>
        setPaused(context.database, readId(id), paused, new Date()),
      ),
    deleteSchedule: (_parent, { id }, context) =>
      changed(context, 'schedule.delete', [], () => deleteSchedule(context.database, readId(id))),
  },
  Schedule: {
    id: ({ scheduleId }) => scheduleId,
    mode: ({ mode }) => mode.toUpperCase() as ScheduleMode,
    destination: async ({ destinationId }, _args, { database }) => {
      const destination = await findDestination(database, destinationId);
      if (!destination) throw new Error(`There is no destination ${destinationId}.`);
      return destination;
    },
  },
};
