// The demo's time: days counted back from its end, and how an instant is written. Everything is UTC and whole
// seconds; a visit lies inside one 24-hour slice with more than a session's gap before the next, so visits never
// run together and none reaches past the end.

import { digits, threeDigits, twoDigits } from './digits.ts';
import type { Random } from './random.ts';
import { DAYS } from './roles.ts';

const DAY = 86_400;
/** One second more than the 30 minutes that join events into a session. */
const APART = 1_801;

/** Visits begin in each hour of the day (UTC) in these proportions; an evening peak in North America. */
const HOURS = [6, 6, 5, 4, 3, 2, 1, 1, 2, 2, 3, 3, 4, 5, 6, 7, 7, 7, 7, 8, 8, 7, 7, 7];
const HOUR_DRAW: readonly number[] = HOURS.flatMap((weight, hour) => new Array<number>(weight).fill(hour));

/** `HH:MM:` of each minute of a day. */
const MINUTES = Array.from(
  { length: 1440 },
  (_, minute) => `${twoDigits(Math.floor(minute / 60))}:${twoDigits(minute % 60)}:`,
);
const OLDEST_YEAR = 2000;
// Later, an epoch in seconds has the twelve digits of one in milliseconds.
const NEWEST_YEAR = 4999;

export type StampStyle = 'millis' | 'plain' | 'iso' | 'offset' | 'seconds' | 'milliseconds' | 'microseconds';

export class Calendar {
  readonly #endSec: number;
  readonly #firstDay: number;
  readonly #dates: string[] = [];

  constructor(end: Date) {
    const year = end.getUTCFullYear();
    // Not "year < OLDEST || year > NEWEST": an invalid date has no year and must fail too.
    if (!(year >= OLDEST_YEAR && year <= NEWEST_YEAR)) {
      throw new RangeError(`demo: "end" must be a date of the years ${OLDEST_YEAR} to ${NEWEST_YEAR}`);
    }
    this.#endSec = Math.floor(end.getTime() / 1000);
    this.#firstDay = Math.floor(this.#endSec / DAY) - DAYS;
    for (let day = 0; day <= DAYS + 1; day++) {
      this.#dates.push(new Date((this.#firstDay + day) * DAY * 1000).toISOString().slice(0, 10));
    }
  }

  /** The second at which a visit of `durationSec` begins that falls `daysAgo` whole days before the end. */
  beginVisit(random: Random, daysAgo: number, durationSec: number): number {
    const sliceSec = this.#endSec - (daysAgo + 1) * DAY;
    const ofDaySec = random.pick(HOUR_DRAW) * 3600 + random.below(3600);
    const offsetSec = (ofDaySec - (sliceSec % DAY) + DAY) % DAY;
    return sliceSec + Math.min(offsetSec, DAY - APART - durationSec);
  }

  /** Milliseconds since 1970, on a whole second. */
  get endMs(): number {
    return this.#endSec * 1000;
  }

  /** `YYYY-MM-DD`. */
  date(sec: number): string {
    return this.#dates[Math.floor(sec / DAY) - this.#firstDay]!;
  }

  /** The instant in one of the spellings that an import reads; `micros` from 0 to 999,999 fill the second. */
  stamp(sec: number, micros: number, style: StampStyle): string {
    switch (style) {
      case 'millis':
        return `${this.date(sec)} ${preciseTime(sec, micros)}`;
      case 'plain':
        return `${this.date(sec)} ${timeOfDay(sec)}`;
      case 'iso':
        return `${this.date(sec)}T${preciseTime(sec, micros)}Z`;
      case 'offset':
        return `${this.date(sec + 7200)}T${timeOfDay(sec + 7200)}+02:00`;
      case 'seconds':
        return digits(sec);
      case 'milliseconds':
        return digits(sec * 1000 + Math.floor(micros / 1000));
      case 'microseconds':
        return digits(sec * 1_000_000 + micros);
    }
  }
}

function timeOfDay(sec: number): string {
  const ofDay = sec % DAY;
  return MINUTES[Math.floor(ofDay / 60)]! + twoDigits(ofDay % 60);
}

function preciseTime(sec: number, micros: number): string {
  return `${timeOfDay(sec)}.${threeDigits(Math.floor(micros / 1000))}`;
}
