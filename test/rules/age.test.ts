// Ages: on every day of many years the evaluator counts them as Postgres' age() does, and both know the days on which
// they change.
import { describe, expect, it } from 'vitest';
import { sql } from '../../src/db/sql.ts';
import { ageYears, birthdayOf, dayBeforeBirth } from '../../src/rules/age.ts';
import { ageAt, instantOfAge } from '../../src/rules/calendar.ts';
import { databaseOfTest } from '../support/database.ts';

const BIRTH_DATES = [
  '2000-02-29',
  '2000-02-28',
  '2000-03-01',
  '1999-12-31',
  '2001-01-01',
  '2004-01-30',
  '2003-10-31',
];
const DAY_MS = 86_400_000;
const [FIRST, LAST] = [Date.UTC(1994, 0, 1), Date.UTC(2010, 11, 31)];
const DAYS = Array.from({ length: (LAST - FIRST) / DAY_MS + 1 }, (_, day) => FIRST + day * DAY_MS);
const YEARS = [-4, -3, -2, -1, 0, 1, 2, 3, 4, 5, 6];

const dateText = (ms: number): string => new Date(ms).toISOString().slice(0, 10);

describe('an age', () => {
  it('is on every day what Postgres counts', async () => {
    const { prisma } = await databaseOfTest();
    for (const birthDate of BIRTH_DATES) {
      const [row] = await prisma.$queryRaw<{ ages: number[] }[]>(sql`
select array_agg(extract(year from age(d.day, ${birthDate}::date))::integer order by d.day) as ages
  from unnest(${DAYS.map(dateText)}::date[]) as d (day)`);
      expect(row?.ages, birthDate).toEqual(DAYS.map((day) => ageAt(birthDate, BigInt(day) * 1000n)));
    }
  });

  it('changes on the first day on which it is reached, in SQL and in TypeScript', async () => {
    const { prisma } = await databaseOfTest();
    for (const birthDate of BIRTH_DATES) {
      const reached = YEARS.map((years) =>
        DAYS.find((day) => ageAt(birthDate, BigInt(day) * 1000n) >= years),
      );
      expect(YEARS.map((years) => Number(instantOfAge(birthDate, years) / 1000n))).toEqual(reached);
      const rows = await prisma.$queryRaw<{ at: Date }[]>(sql`
select case when y.years > 0 then ${birthdayOf(sql`b.day`, sql`y.years`)} else ${dayBeforeBirth(sql`b.day`, sql`y.years`)} end as at
  from unnest(${YEARS}::integer[]) as y (years)
 cross join (select ${birthDate}::date as day) b
 order by y.years`);
      expect(rows.map(({ at }) => at.getTime())).toEqual(reached);
    }
  });

  it('is that of the birth date in UTC, else a whole number as given', async () => {
    const { prisma } = await databaseOfTest();
    const ages = async (asOf: string): Promise<(number | null)[]> => {
      const rows = await prisma.$queryRaw<{ years: number | null }[]>(sql`
select ${ageYears(asOf)} as years
  from (values (1, '2000-02-29'::date, null), (2, null, '30'), (3, null, '30.0'), (4, null, '30.5'),
               (5, null, '18-24'), (6, null, '1000'), (7, null::date, null)) as g (at, birth_date, age)
 order by g.at`);
      return rows.map(({ years }) => years);
    };
    expect(await ages('2026-02-28T23:59:59Z')).toEqual([25, 30, 30, null, null, null, null]);
    expect((await ages('2026-03-01T00:30:00+01:00'))[0]).toBe(25);
    expect((await ages('2026-03-01T00:00:00Z'))[0]).toBe(26);
  });
});
