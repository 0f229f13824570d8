// Calendar dates and instants in UTC, for the evaluator: ages as Postgres' age() counts them, and when they change.

/** Microseconds in a day of 24 hours. */
export const DAY_US = 86_400_000_000n;

interface CalendarDate {
  readonly year: number;
  /** 1 to 12. */
  readonly month: number;
  readonly day: number;
}

/** Whole days of 24 hours from `instant` to `asOf`, both in microseconds; below 0 where it is later. */
export function daysBetween(instant: bigint, asOf: bigint): bigint {
  return floorDivide(asOf - instant, DAY_US);
}

/** Whole years from a birth date (YYYY-MM-DD) to the day of `asOf` in UTC, cut towards 0. */
export function ageAt(birthDate: string, asOf: bigint): number {
  const [born, today] = [readDate(birthDate), dateOf(asOf)];
  return isBefore(today, born) ? -yearsBetween(today, born) || 0 : yearsBetween(born, today);
}

/** The first instant at which somebody born on `birthDate` is `years` old or more. */
export function instantOfAge(birthDate: string, years: number): bigint {
  const { year, month, day } = readDate(birthDate);
  // A day that the month lacks comes to the first of the next; nobody is 29 days into February of a common year.
  if (years > 0) return instantOf({ year: year + years, month, day });
  const lastOfTheAgeBefore = instantOf({ year: year + years - 1, month, day });
  return dateOf(lastOfTheAgeBefore).day === day ? lastOfTheAgeBefore + DAY_US : lastOfTheAgeBefore;
}

function readDate(text: string): CalendarDate {
  const [year, month, day] = text.split('-').map(Number) as [number, number, number];
  return { year, month, day };
}

function dateOf(instant: bigint): CalendarDate {
  const date = new Date(Number(floorDivide(instant, DAY_US)) * 86_400_000);
  return { year: date.getUTCFullYear(), month: date.getUTCMonth() + 1, day: date.getUTCDate() };
}

function instantOf({ year, month, day }: CalendarDate): bigint {
  // Unlike Date.UTC, this takes the years before 100 as they are.
  return BigInt(new Date(0).setUTCFullYear(year, month - 1, day)) * 1000n;
}

function isBefore(a: CalendarDate, b: CalendarDate): boolean {
  return a.year !== b.year ? a.year < b.year : a.month !== b.month ? a.month < b.month : a.day < b.day;
}

function yearsBetween(from: CalendarDate, to: CalendarDate): number {
  return to.year - from.year - (isBefore({ ...to, year: from.year }, from) ? 1 : 0);
}

function floorDivide(value: bigint, by: bigint): bigint {
  const quotient = value / by;
  return value < 0n && quotient * by !== value ? quotient - 1n : quotient;
}
