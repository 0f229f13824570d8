// strata schedules: when audiences go to destinations without being asked for.
import { Argument, Command, Option } from 'commander';
import { readAudienceId } from '../audiences/service.ts';
import { audit } from '../auth/audit.ts';
import type { Database } from '../db/database.ts';
import { checkDeltaOptions } from '../deliveries/service.ts';
import { findDestination, requireDestination } from '../destinations/service.ts';
import { UsageError } from '../errors.ts';
import { checkTerms } from '../exports/service.ts';
import {
  createSchedule,
  deleteSchedule,
  listSchedules,
  type NewSchedule,
  type Schedule,
  setPaused,
} from '../schedules/service.ts';
import { print, printJson } from './output.ts';
import { platformOption } from './platform-option.ts';
import { withDatabase } from './session.ts';

const ACTOR = 'command line';

interface AddOptions {
  readonly audience: string;
  readonly to: string;
  readonly cron: string;
  readonly timeZone: string;
  readonly mode: 'full' | 'delta';
  readonly format: string;
  readonly platform?: string;
  readonly campaign?: string;
  readonly holdout?: string;
  readonly withoutConsent?: boolean;
}

const add = new Command('add')
  .description('Have an audience go to a destination at the times of a cron expression.')
  .requiredOption('--audience <id>', 'the audience')
  .requiredOption('--to <destination>', 'the id or name of a destination')
  .requiredOption('--cron <fields>', 'five fields, such as "30 6 * * 1-5" for weekdays at half past six')
  .option('--time-zone <zone>', 'the time zone that the fields are of', 'UTC')
  .addOption(
    new Option('--mode <mode>', 'all of it, or what has changed').choices(['full', 'delta']).default('delta'),
  )
  .option('--format <format>', 'of a full one: csv, ndjson or parquet', 'csv')
  .addOption(platformOption('of a full one: write what a platform takes'))
  .option('--campaign <name>', 'the campaign, for a holdout')
  .option('--holdout <share>', 'the share of users that is held out of the campaign, such as 0.1')
  .option('--without-consent', 'users without marketing consent too')
  .option('--json', 'print as JSON')
  .addHelpText(
    'after',
    `
A server or worker carries it out; times that it missed are made up by one. Where the clock is put forward, a time that
is left out is made up on the same day; where it is put back, a time that comes twice counts once.`,
  )
  .action((options: AddOptions, command: Command) =>
    withDatabase(async (database) => {
      const destination = await requireDestination(database, options.to);
      const { cron, timeZone } = options;
      const audienceId = readAudienceId(options.audience, '--audience');
      const asked = { audienceId, destination, cron, timeZone, plan: planOf(options), createdBy: ACTOR };
      const schedule = await createSchedule(database, asked, new Date());
      await audit(database.prisma, ACTOR, 'schedule.create', { schedule: schedule.scheduleId });
      // The list has --json too, and Commander gives it to whichever command comes first.
      if (command.optsWithGlobals().json) return printJson(toJson(schedule));
      print(`Schedule ${schedule.scheduleId} comes first at ${schedule.nextRunAt.toISOString()}.`);
    }),
  );

function planOf(given: AddOptions): NewSchedule['plan'] {
  const { mode, format, platform = null, campaign = null, holdout: holdoutShare = null } = given;
  const withoutConsent = given.withoutConsent ?? false;
  if (mode === 'delta')
    return { mode, options: checkDeltaOptions({ withoutConsent, campaign, holdoutShare }) };
  const options = { format, platform, campaign, holdoutShare, consentRequired: !withoutConsent };
  checkTerms({ ...options, audienceId: 0 });
  return { mode, options };
}

function changing(
  name: string,
  description: string,
  work: (database: Database, id: number) => Promise<Schedule>,
  said: (schedule: Schedule) => string,
): Command {
  return new Command(name)
    .description(description)
    .addArgument(new Argument('<id>', 'as strata schedules shows it'))
    .option('--json', 'print as JSON')
    .action((id: string, _options: object, command: Command) =>
      withDatabase(async (database) => {
        if (!/^\d{1,9}$/.test(id)) throw new UsageError(`There is no schedule "${id}".`);
        const schedule = await work(database, Number(id));
        await audit(database.prisma, ACTOR, `schedule.${name}`, { schedule: schedule.scheduleId });
        if (command.optsWithGlobals().json) return printJson(toJson(schedule));
        print(said(schedule));
      }),
    );
}

export const schedulesCommand = new Command('schedules')
  .description('List when audiences go to destinations, or add, pause, resume or delete a time.')
  .option('--json', 'print as JSON')
  .action(({ json }: { json?: boolean }) =>
    withDatabase(async (database) => {
      const schedules = await listSchedules(database);
      if (json) return printJson({ schedules: schedules.map(toJson) });
      if (schedules.length === 0) return print('There is no schedule yet: strata schedules add --help');
      for (const one of schedules) print(await toLine(database, one));
    }),
  )
  .addCommand(add)
  .addCommand(
    changing(
      'pause',
      'Pause a schedule.',
      (database, id) => setPaused(database, id, true, new Date()),
      ({ scheduleId }) => `Schedule ${scheduleId} is paused.`,
    ),
  )
  .addCommand(
    changing(
      'resume',
      'Have a schedule go on; what was missed while it was paused is not made up.',
      (database, id) => setPaused(database, id, false, new Date()),
      ({ scheduleId, nextRunAt }) => `Schedule ${scheduleId} comes next at ${nextRunAt.toISOString()}.`,
    ),
  )
  .addCommand(
    changing(
      'delete',
      'Delete a schedule.',
      deleteSchedule,
      ({ scheduleId }) => `Schedule ${scheduleId} is deleted.`,
    ),
  );

async function toLine(database: Database, schedule: Schedule): Promise<string> {
  const { scheduleId, audienceId, destinationId, mode, cron, timeZone, nextRunAt, pausedAt, lastError } =
    schedule;
  const to = (await findDestination(database, destinationId))?.name ?? String(destinationId);
  const next = pausedAt ? 'paused' : nextRunAt.toISOString().slice(0, 16);
  const parts = [String(scheduleId).padStart(4), next.padEnd(16), mode.padEnd(5), `${cron} (${timeZone})`];
  const line = [...parts, `audience ${audienceId} to ${to}`].join('  ');
  return lastError === null ? line : `${line}  ${lastError}`;
}

function toJson({ scheduleId, ...schedule }: Schedule): object {
  return { id: scheduleId, ...schedule };
}
