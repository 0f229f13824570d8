// Reads the timestamps that Strata accepts, to the microsecond, and nothing else:
// `YYYY-MM-DD`, `T` or a space, `HH:MM:SS`, 1 to 6 decimals, `Z` or `+HH:MM`; or an epoch of 9 to 17 digits.
// Exact beyond the range of safe integers: far instants come back as bigint.

/** Microseconds since 1970-01-01T00:00:00Z; bigint where a number would not be exact. */
export type Micros = number | bigint;

const EPOCH = /^\d{9,17}$/;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_TO_1970 = 719_162;
// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, after the offset is taken off.
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/** The number that `count` digits at `at` spell, or NaN. */
function digits(text: string, at: number, count: number): number {
  let value = 0;
  for (let place = at; place < at + count; place++) {
    const digit = text.charCodeAt(place) - 48;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970-01-01 of the calendar date in the first ten characters, or NaN if there is no such date. */
function readDays(text: string): number {
  const year = digits(text, 0, 4);
  const month = digits(text, 5, 2);
  const day = digits(text, 8, 2);
  if (text[4] !== '-' || text[7] !== '-' || !(year >= 1 && month >= 1 && month <= 12 && day >= 1))
    return Number.NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (!(day <= (DAYS_IN_MONTH[month - 1] as number) + (leap && month === 2 ? 1 : 0))) return Number.NaN;
  const past = year - 1;
  const leapDays =
    Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) + (leap && month > 2 ? 1 : 0);
  return past * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] as number) + day - 1 - DAYS_TO_1970;
}

/** Seconds of the day in `HH:MM:SS` from the twelfth character on, or NaN. */
function readClock(text: string): number {
  const hours = digits(text, 11, 2);
  const minutes = digits(text, 14, 2);
  const seconds = digits(text, 17, 2);
  if (text[13] !== ':' || text[16] !== ':') return Number.NaN;
  return hours < 24 && minutes < 60 && seconds < 60 ? hours * 3600 + minutes * 60 + seconds : Number.NaN;
}

/** Seconds east of UTC that `Z`, `+HH:MM`, `-HH:MM` or nothing from `at` on means, or NaN. */
function readOffset(text: string, at: number): number {
  if (at === text.length || (text[at] === 'Z' && at + 1 === text.length)) return 0;
  const hours = digits(text, at + 1, 2);
  const minutes = digits(text, at + 4, 2);
  const sign = text[at] === '+' ? 1 : text[at] === '-' ? -1 : Number.NaN;
  if (text[at + 3] !== ':' || text.length !== at + 6 || !(hours < 24 && minutes < 60)) return Number.NaN;
  return sign * (hours * 3600 + minutes * 60);
}

function compose(seconds: number, micros: number): Micros | undefined {
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) return undefined;
  const total = seconds * 1_000_000 + micros;
  return Number.isSafeInteger(total) ? total : BigInt(seconds) * 1_000_000n + BigInt(micros);
}

function readEpoch(text: string): Micros {
  const value = BigInt(text);
  const micros = text.length <= 11 ? value * 1_000_000n : text.length <= 14 ? value * 1_000n : value;
  return micros <= BigInt(Number.MAX_SAFE_INTEGER) ? Number(micros) : micros;
}

/** The instant that a trimmed text names, or undefined where it is not readable. */
export function readTimestamp(text: string): Micros | undefined {
  if (text[10] !== ' ' && text[10] !== 'T') return EPOCH.test(text) ? readEpoch(text) : undefined;
  let at = 19;
  let micros = 0;
  if (text[19] === '.') {
    while (at < 25 && text.charCodeAt(at + 1) >= 48 && text.charCodeAt(at + 1) <= 57) at++;
    const decimals = at - 19;
    if (decimals === 0) return undefined;
    micros = digits(text, 20, decimals) * 10 ** (6 - decimals);
    at++;
  }
  const seconds = readDays(text) * 86_400 + readClock(text) - readOffset(text, at);
  return Number.isNaN(seconds) ? undefined : compose(seconds, micros);
}

/** Like readTimestamp, and a bare `YYYY-MM-DD` is its midnight in UTC. */
export function readDateOrTimestamp(text: string): Micros | undefined {
  return isDate(text) ? compose(readDays(text) * 86_400, 0) : readTimestamp(text);
}

/** True for a real calendar date `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return text.length === 10 && !Number.isNaN(readDays(text));
}

/** ISO 8601 in UTC with six decimals, as Postgres reads it. */
export function toIsoText(micros: Micros): string {
  const value = BigInt(micros);
  const fraction = ((value % 1_000_000n) + 1_000_000n) % 1_000_000n;
  const seconds = (value - fraction) / 1_000_000n;
  const iso = new Date(Number(seconds) * 1000).toISOString();
  return iso.replace(/\.\d+Z$/, `.${fraction.toString().padStart(6, '0')}+00`);
}

const EPOCH_2000_MICROS = 946_684_800_000_000;
const TWO_TO_32 = 4_294_967_296;

/** Microseconds since 2000, as Postgres counts, in the two halves of a 64-bit integer. */
export function splitInstant(micros: Micros): { high: number; low: number } {
  if (typeof micros === 'bigint') {
    const value = micros - BigInt(EPOCH_2000_MICROS);
    return { high: Number(value >> 32n), low: Number(value & 0xffff_ffffn) };
  }
  const value = micros - EPOCH_2000_MICROS;
  const high = Math.floor(value / TWO_TO_32);
  return { high, low: value - high * TWO_TO_32 };
}

/** ISO text of what splitInstant split. */
export function joinInstant(high: number, low: number): string {
  return toIsoText((BigInt(high) << 32n) + BigInt(low) + BigInt(EPOCH_2000_MICROS));
}
