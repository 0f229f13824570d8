// Windows of local days, in the database: where they start and when inputs leave them, across changes of the clock.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { join, type Sql, sql } from '../../src/db/sql.ts';
import type { Window } from '../../src/rules/rule-set.ts';
import { TIME_ZONES } from '../../src/rules/time-zones.ts';
import { windowExit, windowStart } from '../../src/rules/windows.ts';
import { freshDatabase } from '../support/database.ts';
import { isoText } from './evaluated-by-sql.ts';

const RUNS = Math.ceil(Number(process.env.STRATA_RULES_RUNS ?? 120) / 4);

let database: Database;
beforeAll(async () => {
  database = await freshDatabase();
});

/** Each expression as ISO text in UTC, to the second. */
async function instants(expressions: readonly Sql[]): Promise<(string | null)[]> {
  const columns = expressions.map(
    (expression) => sql`to_char(${expression} at time zone 'UTC', 'YYYY-MM-DD"T"HH24:MI:SS"Z"')`,
  );
  const [row] = await database.prisma.$queryRaw<{ found: (string | null)[] }[]>(
    sql`select array[${join(columns)}] as found`,
  );
  return row?.found ?? [];
}

const days = (last: number): Window => ({ last, unit: 'day' });
const months = (last: number): Window => ({ last, unit: 'month' });

describe('a time zone that a rule set may name', () => {
  it('is one that the database knows', async () => {
    const unknown = await database.prisma.$queryRaw(sql`
select z.name from unnest(${[...TIME_ZONES]}::text[]) as z (name)
 where not exists (select 1 from pg_timezone_names n where n.name = z.name)`);
    expect(unknown).toEqual([]);
    expect(TIME_ZONES.size).toBeGreaterThan(400);
  });
});

describe('a window starts', () => {
  const cases: [window: Window, zone: string, asOf: string, start: string][] = [
    [days(1), 'UTC', '2026-03-10T00:00:00Z', '2026-03-09T00:00:00Z'],
    [days(1), 'UTC', '2026-03-09T23:59:59.999999Z', '2026-03-08T00:00:00Z'],
    [{ last: 2, unit: 'week' }, 'UTC', '2026-03-15T12:00:00Z', '2026-03-01T00:00:00Z'],
    [months(1), 'UTC', '2026-03-31T12:00:00Z', '2026-02-28T00:00:00Z'],
    [months(1), 'UTC', '2024-03-30T12:00:00Z', '2024-02-29T00:00:00Z'],
    [{ last: 1, unit: 'year' }, 'UTC', '2024-02-29T12:00:00Z', '2023-02-28T00:00:00Z'],
    // Berlin: clocks go forward on 2026-03-29 at 02:00, back on 2026-10-25 at 03:00.
    [days(1), 'Europe/Berlin', '2026-03-30T10:00:00Z', '2026-03-28T23:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-03-31T10:00:00Z', '2026-03-29T22:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-10-26T10:00:00Z', '2026-10-24T22:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-10-27T10:00:00Z', '2026-10-25T23:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-03-09T22:59:59Z', '2026-03-07T23:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-03-09T23:00:00Z', '2026-03-08T23:00:00Z'],
    // Havana: on 2025-11-02 at 01:00 back to 00:00, so that midnight comes at 04:00Z and again at 05:00Z.
    [days(1), 'America/Havana', '2025-11-02T04:59:59Z', '2025-10-31T04:00:00Z'],
    [days(1), 'America/Havana', '2025-11-02T05:00:00Z', '2025-11-01T04:00:00Z'],
    [days(1), 'America/Havana', '2025-11-03T05:00:00Z', '2025-11-02T05:00:00Z'],
    // Cairo: on 2025-04-25 at 00:00 forward to 01:00, so that there is no midnight.
    [days(1), 'Africa/Cairo', '2025-04-24T21:59:59Z', '2025-04-22T22:00:00Z'],
    [days(1), 'Africa/Cairo', '2025-04-24T22:00:00Z', '2025-04-23T22:00:00Z'],
    [days(1), 'Africa/Cairo', '2025-04-25T21:00:00Z', '2025-04-24T22:00:00Z'],
    // Beirut: on 2025-03-30 at 00:00 forward to 01:00, on 2025-10-26 at 00:00 back to 23:00.
    [days(1), 'Asia/Beirut', '2025-03-30T21:00:00Z', '2025-03-29T22:00:00Z'],
    [days(1), 'Asia/Beirut', '2025-10-25T21:59:59Z', '2025-10-23T21:00:00Z'],
    [days(1), 'Asia/Beirut', '2025-10-25T22:00:00Z', '2025-10-24T21:00:00Z'],
    // New York: forward on 2026-03-08, back on 2026-11-01, both at 02:00.
    [months(1), 'America/New_York', '2026-03-08T12:00:00Z', '2026-02-08T05:00:00Z'],
    [months(1), 'America/New_York', '2026-04-08T12:00:00Z', '2026-03-08T05:00:00Z'],
    [months(1), 'America/New_York', '2026-04-09T12:00:00Z', '2026-03-09T04:00:00Z'],
  ];

  it('at the midnight of the local day that lies so far before that of the as-of', async () => {
    const found = await instants(cases.map(([window, zone, asOf]) => windowStart(window, zone, asOf)));
    expect(found).toEqual(cases.map(([, , , start]) => start));
  });

  it('in its own zone before that of the rule set', async () => {
    const window: Window = { ...days(1), timeZone: 'Asia/Tokyo' };
    expect(await instants([windowStart(window, 'Europe/Berlin', '2026-03-10T00:00:00Z')])).toEqual([
      '2026-03-08T15:00:00Z',
    ]);
  });
});

describe('an input leaves a window', () => {
  const cases: [window: Window, zone: string, oldest: string, exit: string][] = [
    [days(1), 'UTC', '2026-03-09T00:00:00Z', '2026-03-11T00:00:00Z'],
    [days(1), 'UTC', '2026-03-09T23:59:59.999999Z', '2026-03-11T00:00:00Z'],
    // From 28 February on, a month back stays there until 31 March.
    [months(1), 'UTC', '2026-02-27T12:00:00Z', '2026-03-28T00:00:00Z'],
    [months(1), 'UTC', '2026-02-28T12:00:00Z', '2026-04-01T00:00:00Z'],
    [months(1), 'UTC', '2026-01-29T12:00:00Z', '2026-03-01T00:00:00Z'],
    [months(1), 'UTC', '2026-01-30T12:00:00Z', '2026-03-01T00:00:00Z'],
    [months(1), 'UTC', '2026-01-31T12:00:00Z', '2026-03-01T00:00:00Z'],
    [{ last: 1, unit: 'year' }, 'UTC', '2023-02-28T12:00:00Z', '2024-03-01T00:00:00Z'],
    [{ last: 1, unit: 'year' }, 'UTC', '2024-02-28T12:00:00Z', '2025-03-01T00:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-03-28T12:00:00Z', '2026-03-29T22:00:00Z'],
    [days(1), 'Europe/Berlin', '2026-10-24T12:00:00Z', '2026-10-25T23:00:00Z'],
    // The first of the two midnights belongs to the day before, as what is dated between them does.
    [days(1), 'America/Havana', '2025-11-02T04:30:00Z', '2025-11-03T05:00:00Z'],
    [days(1), 'America/Havana', '2025-11-02T05:30:00Z', '2025-11-04T05:00:00Z'],
    [days(1), 'America/Havana', '2025-10-31T12:00:00Z', '2025-11-02T05:00:00Z'],
    [days(1), 'Africa/Cairo', '2025-04-23T12:00:00Z', '2025-04-24T22:00:00Z'],
    [days(1), 'Africa/Cairo', '2025-04-24T22:00:00Z', '2025-04-26T21:00:00Z'],
    [days(1), 'Asia/Beirut', '2025-03-28T12:00:00Z', '2025-03-29T22:00:00Z'],
    [days(1), 'Asia/Beirut', '2025-10-25T21:30:00Z', '2025-10-26T22:00:00Z'],
    [months(1), 'America/New_York', '2026-02-07T12:00:00Z', '2026-03-08T05:00:00Z'],
    [months(1), 'America/New_York', '2026-10-01T12:00:00Z', '2026-11-02T05:00:00Z'],
  ];

  it('at the midnight of the first local day whose window starts after it', async () => {
    const found = await instants(
      cases.map(([window, zone, oldest]) => windowExit(window, zone, sql`${oldest}::timestamptz`, oldest)),
    );
    expect(found).toEqual(cases.map(([, , , exit]) => exit));
  });

  it('never, where it is not in it any more or there is none', async () => {
    const exit = (oldest: Sql) => windowExit(days(1), 'UTC', oldest, '2026-03-10T12:00:00Z');
    expect(
      await instants([
        exit(sql`'2026-03-09T00:00:00Z'::timestamptz`),
        exit(sql`'2026-03-08T23:59:59Z'::timestamptz`),
        exit(sql`null::timestamptz`),
      ]),
    ).toEqual(['2026-03-11T00:00:00Z', null, null]);
  });
});

const ZONES = [
  'UTC',
  'Europe/Berlin',
  'America/Havana',
  'Africa/Cairo',
  'Asia/Beirut',
  'America/St_Johns',
  'America/Sao_Paulo',
  'Pacific/Apia',
  'Australia/Lord_Howe',
  'Asia/Tehran',
];
/** Days about which clocks change in one of the zones, as days since the epoch, and others. */
const midnights = fc.oneof(
  fc
    .constantFrom(
      ...[
        '2025-11-02',
        '2025-04-25',
        '2025-03-30',
        '2025-10-26',
        '2011-12-30',
        '2018-11-04',
        '2010-11-07',
        '2024-02-29',
      ],
    )
    .map((date) => BigInt(Date.parse(date)) * 1000n),
  fc.integer({ min: 5_000, max: 25_000 }).map((day) => BigInt(day) * 86_400_000_000n),
);
const near = fc.oneof(
  fc.bigInt({ min: -180_000_000_000n, max: 180_000_000_000n }),
  fc.integer({ min: -36, max: 36 }).map((hours) => BigInt(hours) * 3_600_000_000n),
);

describe('what is within a window', () => {
  it(`is so until a microsecond before it leaves, and not from then on, in ${RUNS} times 20 windows`, async () => {
    const cases = fc.record({
      last: fc.oneof(fc.integer({ min: 1, max: 40 }), fc.constantFrom(366, 1200, 3660)),
      unit: fc.constantFrom('day' as const, 'week' as const, 'month' as const, 'year' as const),
      zone: fc.constantFrom(...ZONES),
      midnight: midnights,
      near,
      /** How far into the window the input lies. */
      part: fc.oneof(fc.constantFrom(0, 1), fc.double({ min: 0, max: 1, noNaN: true })),
    });
    await fc.assert(
      fc.asyncProperty(fc.array(cases, { minLength: 20, maxLength: 20 }), async (list) => {
        const checks = list.map(({ last, unit, zone, midnight, near: by, part }) => {
          const window: Window = { last, unit };
          const asOf = isoText(midnight + by);
          return sql`(select o.exit > ${asOf}::timestamptz
             and o.oldest >= ${startAt(window, zone, sql`o.exit - interval '1 microsecond'`)}
             and o.oldest < ${startAt(window, zone, sql`o.exit`)}
             and o.oldest >= ${startAt(window, zone, sql`${asOf}::timestamptz`)}
             and o.oldest <= ${asOf}::timestamptz
             from (select i.oldest, ${windowExit(window, zone, sql`i.oldest`, asOf)} as exit
                     from (select s.start + (${asOf}::timestamptz - s.start) * ${part}::float8 as oldest
                             from (select ${windowStart(window, zone, asOf)} as start offset 0) s offset 0) i offset 0) o)`;
        });
        const [row] = await database.prisma.$queryRaw<{ held: (boolean | null)[] }[]>(
          sql`select array[${join(checks)}] as held`,
        );
        expect(row?.held).toEqual(list.map(() => true));
      }),
      { numRuns: RUNS },
    );
  });
});

/** The definition, word for word: the local day is the latest date whose midnight is not after the instant. */
function startAt({ last, unit }: Window, zone: string, instant: Sql): Sql {
  return sql`((select max(d.day) from (select ((${instant}) at time zone ${zone})::date + n.n as day from generate_series(-3, 3) as n (n)) d
     where d.day::timestamp at time zone ${zone} <= ${instant}) - ${`${last} ${unit}`}::interval)::date::timestamp at time zone ${zone}`;
}
