// Instants as whole microseconds since 1970 UTC, and calendar dates of the Gregorian calendar, years 1 to 9999.
// Reads the spellings of semantics.md section 1 and refuses everything else; never uses Date or a float.

export const second = 1_000_000n;
export const minute = 60n * second;
export const day = 86_400n * second;

export type CalendarDate = { readonly year: number; readonly month: number; readonly day: number };

const written =
  /^([0-9]{4}-[0-9]{2}-[0-9]{2})[T ]([0-9]{2}):([0-9]{2}):([0-9]{2})(?:\.([0-9]{1,6}))?(?:Z|([+-])([0-9]{2}):([0-9]{2}))?$/;

/** The instant of an `eventTimestamp`, already trimmed; null where it is unreadable. */
export function parseTimestamp(text: string): bigint | null {
  if (/^[0-9]{9,17}$/.test(text)) return parseEpoch(text);
  const match = written.exec(text);
  if (match === null) return null;
  const date = parseDate(match[1]!);
  const [hours, minutes, seconds] = [Number(match[2]), Number(match[3]), Number(match[4])];
  const [offsetHours, offsetMinutes] = [Number(match[7] ?? 0), Number(match[8] ?? 0)];
  if (date === null || hours > 23 || minutes > 59 || seconds > 59) return null;
  if (offsetHours > 23 || offsetMinutes > 59) return null;
  const offset = BigInt(offsetHours * 60 + offsetMinutes) * minute * (match[6] === '-' ? -1n : 1n);
  const clock = BigInt(hours * 3600 + minutes * 60 + seconds) * second;
  return daysSince1970(date) * day + clock + BigInt((match[5] ?? '').padEnd(6, '0')) - offset;
}

/** A transaction's `Date`, not empty: a timestamp, or a bare date meaning midnight UTC. */
export function parseLineDate(text: string): bigint | null {
  const date = parseDate(text);
  return date === null ? parseTimestamp(text) : daysSince1970(date) * day;
}

/** `YYYY-MM-DD` of a day that exists; null otherwise. */
export function parseDate(text: string): CalendarDate | null {
  const match = /^([0-9]{4})-([0-9]{2})-([0-9]{2})$/.exec(text);
  if (match === null) return null;
  const date = { year: Number(match[1]), month: Number(match[2]), day: Number(match[3]) };
  const readable = date.year >= 1 && date.month >= 1 && date.month <= 12 && date.day >= 1;
  return readable && date.day <= daysInMonth(date.year, date.month) ? date : null;
}

/** The UTC calendar date of an instant. */
export function dateOf(instant: bigint): CalendarDate {
  let rest = (instant - (((instant % day) + day) % day)) / day;
  let year = 1970;
  while (rest < 0n) rest += BigInt(daysInYear(--year));
  while (rest >= BigInt(daysInYear(year))) rest -= BigInt(daysInYear(year++));
  let month = 1;
  while (rest >= BigInt(daysInMonth(year, month))) rest -= BigInt(daysInMonth(year, month++));
  return { year, month, day: Number(rest) + 1 };
}

/** Whole years lived on a day; who was born on 29 February turns a year older on 1 March of common years. */
export function ageOn(birth: CalendarDate, on: CalendarDate): number {
  const birthdayToCome = birth.month > on.month || (birth.month === on.month && birth.day > on.day);
  return on.year - birth.year - (birthdayToCome ? 1 : 0);
}

function parseEpoch(digits: string): bigint {
  if (digits.length <= 11) return BigInt(digits) * second;
  return digits.length <= 14 ? BigInt(digits) * 1000n : BigInt(digits);
}

function daysSince1970(date: CalendarDate): bigint {
  const past = date.year - 1;
  let days = past * 365 + Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400);
  for (let month = 1; month < date.month; month++) days += daysInMonth(date.year, month);
  return BigInt(days + date.day - 1 - 719_162);
}

function daysInMonth(year: number, month: number): number {
  if (month === 2) return isLeap(year) ? 29 : 28;
  return [4, 6, 9, 11].includes(month) ? 30 : 31;
}

function daysInYear(year: number): number {
  return isLeap(year) ? 366 : 365;
}

function isLeap(year: number): boolean {
  return year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
}
