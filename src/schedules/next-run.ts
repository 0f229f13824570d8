// When a schedule runs next: five fields of cron in a time zone, with daylight saving as Vixie cron has it. A fixed time
// that a change of the clock leaves out is made up at the next that exists, and one that comes twice counts once.
import { Cron } from 'croner';
import { BadInputError } from '../errors.ts';
import { isTimeZone } from '../rules/time-zones.ts';

/** The first run after that instant. Throws a BadInputError that names the field that is wrong. */
export function nextRun(cron: string, timeZone: string, after: Date): Date {
  if (!isTimeZone(timeZone))
    throw new BadInputError(
      `timeZone: expected a time zone such as Europe/Berlin, got ${JSON.stringify(timeZone)}.`,
    );
  const refuse = (reason: string): never => {
    throw new BadInputError(
      `cron: ${reason}; expected five fields, such as "30 6 * * 1-5" for weekdays at half past six, got ${JSON.stringify(cron)}.`,
    );
  };
  if (!/^\S+( +\S+){4}$/.test(cron) || cron.length > 200) return refuse('these are not five fields');
  let next: Date | null;
  try {
    next = new Cron(cron, { timezone: timeZone, mode: '5-part', paused: true }).nextRun(after);
  } catch (error) {
    return refuse(error instanceof Error ? error.message : String(error));
  }
  return next ?? refuse('it never comes');
}
