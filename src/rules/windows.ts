// Windows of local days, in SQL: where one starts, and when what is in it drops out. The local day of an instant is
// the latest date whose midnight is not after it, so that days follow each other however clocks are set back.
import { type Sql, sql } from '../db/sql.ts';
import type { Window } from './rule-set.ts';

/**
 * The local day of `instant`. Where midnight comes twice, Postgres takes the second: what is before it belongs to the
 * day before, although clocks show the date already. They never show less than the day.
 */
function localDay(instant: Sql, zone: string): Sql {
  return sql`(select case when c.day::timestamp at time zone ${zone} > (${instant}) then c.day - 1 else c.day end
    from (select ((${instant}) at time zone ${zone})::date as day) c)`;
}

/** The instant at which the window of a run at `asOf` starts; a scalar subquery that reads no row. */
export function windowStart(window: Window, defaultZone: string, asOf: string): Sql {
  const zone = window.timeZone ?? defaultZone;
  const { days, months } = lengthOf(window);
  return sql`(select (d.day - make_interval(months => ${months}::integer, days => ${days}::integer))::date::timestamp at time zone ${zone}
    from (select ${localDay(sql`${asOf}::timestamptz`, zone)} as day) d)`;
}

/**
 * The instant from which on a run's window has left behind what is dated `oldest`: the midnight of the first local day
 * that lies the window's length after a day later than that of `oldest`. Null where it is not in the window at `asOf`.
 */
export function windowExit(window: Window, defaultZone: string, oldest: Sql, asOf: string): Sql {
  const zone = window.timeZone ?? defaultZone;
  // `offset 0` has the day worked out once, where months need it several times.
  const nextDay = sql`(select ${localDay(oldest, zone)} + 1 as day offset 0) d`;
  const left = exitAfter(nextDay, lengthOf(window), zone);
  return sql`case when (${oldest}) >= ${windowStart(window, defaultZone, asOf)} then ${left} end`;
}

/** The midnight of the first day whose window starts on `d.day` of `nextDay` or later. */
function exitAfter(nextDay: Sql, { days, months }: Length, zone: string): Sql {
  if (months === 0)
    return sql`(select (d.day + ${days}::integer)::timestamp at time zone ${zone} from ${nextDay})`;
  // From a shorter month on, months back lead to its last day: only the first of the month after has passed the day.
  return sql`(select least(m.first + make_interval(days => extract(day from d.day)::integer - 1), m.first + interval '1 month') at time zone ${zone}
    from ${nextDay}
   cross join lateral (select date_trunc('month', d.day::timestamp) + make_interval(months => ${months}::integer) as first) m)`;
}

interface Length {
  readonly days: number;
  readonly months: number;
}

function lengthOf({ last, unit }: Window): Length {
  if (unit === 'day') return { days: last, months: 0 };
  if (unit === 'week') return { days: last * 7, months: 0 };
  return { days: 0, months: unit === 'month' ? last : last * 12 };
}
