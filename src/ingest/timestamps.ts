// Reads the timestamps that Strata accepts, to the microsecond, from the bytes of a file or from text, and nothing else:
// `YYYY-MM-DD`, `T` or a space, `HH:MM:SS`, 1 to 6 decimals, `Z` or `+HH:MM`; or an epoch of 9 to 17 digits.
// Exact beyond the range of safe integers: far instants come back as bigint.

/** Microseconds since 1970-01-01T00:00:00Z; bigint where a number would not be exact. */
export type Micros = number | bigint;

/** Bytes up to the end of the seconds. */
const CLOCK_END = 19;
const SPACE = 32;
const PLUS = 43;
const MINUS = 45;
const POINT = 46;
const ZERO = 48;
const COLON = 58;
const LETTER_T = 84;
const LETTER_Z = 90;
const DAYS_BEFORE_MONTH = [0, 31, 59, 90, 120, 151, 181, 212, 243, 273, 304, 334];
const DAYS_IN_MONTH = [31, 28, 31, 30, 31, 30, 31, 31, 30, 31, 30, 31];
const DAYS_TO_1970 = 719_162;
// 0001-01-01T00:00:00Z to 9999-12-31T23:59:59Z, after the offset is taken off.
const FIRST_SECOND = -62_135_596_800;
const LAST_SECOND = 253_402_300_799;

/** The number that `count` digits at `at` spell, or NaN. */
function digits(bytes: Uint8Array, at: number, count: number): number {
  let value = 0;
  for (let place = at; place < at + count; place++) {
    const digit = (bytes[place] as number) - ZERO;
    if (!(digit >= 0 && digit <= 9)) return Number.NaN;
    value = value * 10 + digit;
  }
  return value;
}

/** Days since 1970-01-01 of the calendar date in the ten bytes at `at`, or NaN if there is no such date. */
function readDays(bytes: Uint8Array, at: number): number {
  const year = digits(bytes, at, 4);
  const month = digits(bytes, at + 5, 2);
  const day = digits(bytes, at + 8, 2);
  if (bytes[at + 4] !== MINUS || bytes[at + 7] !== MINUS) return Number.NaN;
  if (!(year >= 1 && month >= 1 && month <= 12 && day >= 1)) return Number.NaN;
  const leap = year % 4 === 0 && (year % 100 !== 0 || year % 400 === 0);
  if (!(day <= (DAYS_IN_MONTH[month - 1] as number) + (leap && month === 2 ? 1 : 0))) return Number.NaN;
  const past = year - 1;
  const leapDays =
    Math.floor(past / 4) - Math.floor(past / 100) + Math.floor(past / 400) + (leap && month > 2 ? 1 : 0);
  return past * 365 + leapDays + (DAYS_BEFORE_MONTH[month - 1] as number) + day - 1 - DAYS_TO_1970;
}

/** Seconds of the day in the `HH:MM:SS` at `at`, or NaN. */
function readClock(bytes: Uint8Array, at: number): number {
  const hours = digits(bytes, at, 2);
  const minutes = digits(bytes, at + 3, 2);
  const seconds = digits(bytes, at + 6, 2);
  if (bytes[at + 2] !== COLON || bytes[at + 5] !== COLON) return Number.NaN;
  return hours < 24 && minutes < 60 && seconds < 60 ? hours * 3600 + minutes * 60 + seconds : Number.NaN;
}

/** Seconds east of UTC that `Z`, `+HH:MM`, `-HH:MM` or nothing from `at` to `end` means, or NaN. */
function readOffset(bytes: Uint8Array, at: number, end: number): number {
  if (at === end || (bytes[at] === LETTER_Z && at + 1 === end)) return 0;
  const hours = digits(bytes, at + 1, 2);
  const minutes = digits(bytes, at + 4, 2);
  const sign = bytes[at] === PLUS ? 1 : bytes[at] === MINUS ? -1 : Number.NaN;
  if (bytes[at + 3] !== COLON || end !== at + 6 || !(hours < 24 && minutes < 60)) return Number.NaN;
  return sign * (hours * 3600 + minutes * 60);
}

function isDigit(byte: number): boolean {
  return byte >= ZERO && byte <= ZERO + 9;
}

function compose(seconds: number, micros: number): Micros | undefined {
  if (seconds < FIRST_SECOND || seconds > LAST_SECOND) return undefined;
  const total = seconds * 1_000_000 + micros;
  return Number.isSafeInteger(total) ? total : BigInt(seconds) * 1_000_000n + BigInt(micros);
}

function readEpoch(bytes: Uint8Array, start: number, end: number): Micros | undefined {
  const length = end - start;
  const value = length >= 9 && length <= 17 ? digits(bytes, start, length) : Number.NaN;
  if (Number.isNaN(value)) return undefined;
  const factor = length <= 11 ? 1_000_000 : length <= 14 ? 1_000 : 1;
  if (value * factor <= Number.MAX_SAFE_INTEGER) return value * factor;
  return BigInt(String.fromCharCode(...bytes.subarray(start, end))) * BigInt(factor);
}

/** The instant that the bytes from `start` to `end`, trimmed, name, or undefined where it is not readable. */
export function readInstant(bytes: Uint8Array, start: number, end: number): Micros | undefined {
  const separator = end - start < CLOCK_END ? 0 : bytes[start + 10];
  if (separator !== SPACE && separator !== LETTER_T) return readEpoch(bytes, start, end);
  let at = start + CLOCK_END;
  let micros = 0;
  if (at < end && bytes[at] === POINT) {
    const first = at + 1;
    for (at = first; at < end && at < first + 6 && isDigit(bytes[at] as number); at++)
      micros = micros * 10 + ((bytes[at] as number) - ZERO);
    if (at === first) return undefined;
    micros *= 10 ** (first + 6 - at);
  }
  const seconds = readDays(bytes, start) * 86_400 + readClock(bytes, start + 11) - readOffset(bytes, at, end);
  return Number.isNaN(seconds) ? undefined : compose(seconds, micros);
}

/** The instant that a trimmed text names, or undefined where it is not readable. */
export function readTimestamp(text: string): Micros | undefined {
  const bytes = Buffer.from(text);
  return readInstant(bytes, 0, bytes.length);
}

/** Like readTimestamp, and a bare `YYYY-MM-DD` is its midnight in UTC. */
export function readDateOrTimestamp(text: string): Micros | undefined {
  return isDate(text) ? compose(readDays(Buffer.from(text), 0) * 86_400, 0) : readTimestamp(text);
}

/** True for a real calendar date `YYYY-MM-DD`. */
export function isDate(text: string): boolean {
  return text.length === 10 && !Number.isNaN(readDays(Buffer.from(text), 0));
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
  const value = typeof micros === 'bigint' ? Number.NaN : micros - EPOCH_2000_MICROS;
  if (!Number.isSafeInteger(value)) {
    const exact = BigInt(micros) - BigInt(EPOCH_2000_MICROS);
    return { high: Number(exact >> 32n), low: Number(exact & 0xffff_ffffn) };
  }
  const high = Math.floor(value / TWO_TO_32);
  return { high, low: value - high * TWO_TO_32 };
}

/** ISO text of what splitInstant split. */
export function joinInstant(high: number, low: number): string {
  return toIsoText((BigInt(high) << 32n) + BigInt(low) + BigInt(EPOCH_2000_MICROS));
}
