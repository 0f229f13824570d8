// Ages in SQL: whole years on a day in UTC, from a birth date or as given, and the birthdays at which an age changes.
import { raw, type Sql, sql } from '../db/sql.ts';

/** Whole years at the as-of, over columns `birth_date` and `age` of the row `alias`; null where neither says. */
export function ageYears(asOf: string, alias = 'g'): Sql {
  // Most words are ranges such as 25-34, which a look at their length keeps from the regular expression.
  const [birthDate, age] = [raw(`${alias}.birth_date`), raw(`${alias}.age`)];
  return sql`case when ${birthDate} is not null
              then extract(year from age((${asOf}::timestamptz at time zone 'UTC')::date, ${birthDate}))::integer
              when (length(${age}) <= 3 or right(${age}, 2) = '.0') and ${age} ~ '^[0-9]{1,3}(\\.0)?$' then split_part(${age}, '.', 1)::integer
         end`;
}

/** The instant from which on somebody born on `birthDate` is `years` (a whole number above 0) old. */
export function birthdayOf(birthDate: Sql, years: Sql): Sql {
  // Counted from the first of the month, 29 February comes to 1 March in common years, as Postgres' age() has it.
  const daysPast = sql`extract(day from ${birthDate})::integer - 1`;
  return sql`((${birthDate} - (${daysPast}))::timestamp + make_interval(years => ${years}, days => ${daysPast})) at time zone 'UTC'`;
}

/** The instant from which on somebody born later, on `birthDate`, is `years` (0 or below) old: age() cuts towards 0. */
export function dayBeforeBirth(birthDate: Sql, years: Sql): Sql {
  return sql`(${birthDate}::timestamp + make_interval(years => ${years} - 1) + interval '1 day') at time zone 'UTC'`;
}
