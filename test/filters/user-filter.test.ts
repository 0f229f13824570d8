// The filter compiler: its text and its parameters, and what the database makes of both.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import {
  compileFilter,
  type FilterScope,
  personalTests,
  type UserFilter,
} from '../../src/filters/user-filter.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const SCOPE: FilterScope = {
  snapshotId: 7,
  asOf: '2026-07-01T00:00:00Z',
  dimensions: [
    {
      key: 'gender',
      segments: [
        { id: 1, key: 'Male' },
        { id: 2, key: 'Female' },
      ],
    },
    { key: 'age', segments: [{ id: 3, key: '65+' }] },
  ],
  signals: [{ key: 'cart' }],
};
const SEEN = "coalesce(u.last_seen_at, '-infinity'::timestamptz)";
const VALID = 'u.valid_from <= $1::integer and u.valid_to > $2::integer';

function compiled(filter: UserFilter | null): [text: string, values: unknown[]] {
  const { text, values } = compileFilter(filter, SCOPE);
  return [text, values];
}

describe('a filter compiles', () => {
  it('to the rows of the snapshot alone, where there is none', () => {
    expect(compiled(null)).toEqual([VALID, [7, 7]]);
    expect(compiled({})).toEqual([`${VALID} and true`, [7, 7]]);
  });

  it('each comparison as rules have it, with the type of its column', () => {
    expect(compiled({ revenue: { gte: '12.50', lt: 100 } })).toEqual([
      `${VALID} and ((u.revenue >= $3::numeric) and (u.revenue < $4::numeric))`,
      [7, 7, '12.5', '100'],
    ]);
    expect(compiled({ engagementScore: { gt: 0, lte: 40, eq: null } })).toEqual([
      `${VALID} and ((u.engagement_score > $3::integer) and (u.engagement_score <= $4::integer))`,
      [7, 7, '0', '40'],
    ]);
    expect(compiled({ transactions: { between: { from: 1, to: 2 } } })).toEqual([
      `${VALID} and ((u.transactions >= $3::integer) and (u.transactions <= $4::integer))`,
      [7, 7, '1', '2'],
    ]);
    expect(compiled({ averageSessionMinutes: { gte: '2.5' } })).toEqual([
      `${VALID} and (u.session_count > 0 and u.total_session_us >= $3::bigint * u.session_count)`,
      [7, 7, '150000000'],
    ]);
  });

  it('segments to their numbers', () => {
    expect(compiled({ segments: [{ dimension: 'gender', in: ['Female', 'Male'], notIn: [] }] })).toEqual([
      `${VALID} and ((u.segment_ids && $3::integer[]) and (not (u.segment_ids && $4::integer[])))`,
      [7, 7, [2, 1], []],
    ]);
  });

  it('texts, times and flags so that unknown is never null, and comparisons stand by themselves', () => {
    expect(compiled({ city: { eq: "O'Fallon", in: ['a', 'b'] }, state: { isNull: false } })).toEqual([
      `${VALID} and ((u.city is not null and u.city = $3) and (u.city is not null and u.city = any ($4::text[])) and (u.state is not null))`,
      [7, 7, "O'Fallon", ['a', 'b']],
    ]);
    expect(compiled({ gender: { contains: '5%_\\', startsWith: 'x' } })).toEqual([
      `${VALID} and ((u.gender is not null and u.gender like $3) and (u.gender is not null and u.gender like $4))`,
      [7, 7, '%5\\%\\_\\\\%', 'x%'],
    ]);
    expect(compiled({ lastSeenAt: { gte: '2026-06-30', olderThanDays: 30 } })).toEqual([
      `${VALID} and ((${SEEN} >= $3::timestamptz) and (${SEEN} > '-infinity' and ${SEEN} < $4::timestamptz - make_interval(hours => $5::integer)))`,
      [7, 7, '2026-06-30T00:00:00Z', '2026-07-01T00:00:00Z', '720'],
    ]);
    expect(compiled({ birthDate: { lt: '2000-02-29' }, consent: { eq: true } })).toEqual([
      `${VALID} and ((u.birth_date is not null and u.birth_date < $3::date) and (u.consent is true))`,
      [7, 7, '2000-02-29'],
    ]);
  });

  it('places and ids by what leads to the users who have them', () => {
    expect(compiled({ city: { contains: 'a' } })[0]).toMatch(
      /\(u\.city is not null and u\.city in \(select r\.place from place_rollups r\s+where r\.level = \$3 and r\.valid_from <= \$4::integer and r\.valid_to > \$5::integer and r\.place like \$6\)\)$/,
    );
    expect(compiled({ externalId: { eq: 'a' } })[0]).toContain(
      'from user_identities i where i.external_id = any',
    );
  });

  it('signals by their keys, which are values', () => {
    expect(compiled({ signals: [{ signal: 'cart', gte: '0.5', lt: 3 }] })).toEqual([
      `${VALID} and ((coalesce((u.signals ->> $3)::numeric, 0) >= $4::numeric) and (coalesce((u.signals ->> $5)::numeric, 0) < $6::numeric))`,
      [7, 7, 'cart', '0.5', 'cart', '3'],
    ]);
  });

  it('sets of words in lower case', () => {
    expect(compiled({ sources: { hasAny: [' Google '], isEmpty: false } })).toEqual([
      `${VALID} and ((u.sources && $3::text[]) and (cardinality(u.sources) > 0))`,
      [7, 7, ['google']],
    ]);
  });

  it('branches with brackets around each', () => {
    const one: UserFilter = { transactions: { eq: 1 } };
    const score: UserFilter = { engagementScore: { eq: 2 } };
    expect(compiled({ or: [one, { and: [score, one, {}] }], not: { or: [] } })).toEqual([
      `${VALID} and (((u.transactions = $3::integer) or ((u.engagement_score = $4::integer) and (u.transactions = $5::integer) and true)) and (not false))`,
      [7, 7, '1', '2', '1'],
    ]);
  });

  it('not at all, where a key is unknown, with the place and the legal ones', () => {
    const compile = (filter: UserFilter) => () => compiled(filter);
    expect(compile({ or: [{ segments: [{ dimension: 'mood', in: [] }] }] })).toThrow(
      'filter.or[0].segments[0].dimension: unknown dimension "mood"; expected one of gender, age.',
    );
    expect(compile({ not: { signals: [{ signal: 'x', eq: 1 }] } })).toThrow(
      'filter.not.signals[0].signal: unknown signal "x"; expected one of cart.',
    );
    expect(compile({ segments: [{ dimension: 'age', in: ['Male'] }] })).toThrow(
      'filter.segments[0].in[0]: unknown segment "Male" of age; expected one of "65+".',
    );
  });
});

describe('a filter is refused', () => {
  const compile = (filter: UserFilter) => () => compiled(filter);

  it('where days, instants and lists are not legal, with the place', () => {
    expect(compile({ not: { lastSeenAt: { lt: '2026-02-29' } } })).toThrow(
      'filter.not.lastSeenAt.lt: expected a day such as 2026-06-30, or an instant such as 2026-06-30T18:00:00Z, got "2026-02-29".',
    );
    expect(compile({ birthDate: { between: { from: '2000-01-01', to: '2000-01-01T00:00:00Z' } } })).toThrow(
      'filter.birthDate.between.to: expected a day',
    );
    expect(compile({ lastOrderAt: { withinDays: -1 } })).toThrow(
      'filter.lastOrderAt.withinDays: expected 0 to 100000 whole days, got -1.',
    );
    const ids = Array.from({ length: 1001 }, (_, at) => `u${at}`);
    expect(compile({ externalId: { in: ids } })).toThrow(
      'filter.externalId.in: expected at most 1000 values',
    );
    expect(compile({ externalId: { in: ids.slice(1) } })).not.toThrow();
  });

  it('below ten levels, and beyond 200 tests and branches', () => {
    const nested = (levels: number): UserFilter => (levels === 1 ? {} : { not: nested(levels - 1) });
    expect(compile(nested(10))).not.toThrow();
    expect(compile(nested(11))).toThrow('nested deeper than 10 levels.');
    const wide = (branches: number): UserFilter => ({ or: Array.from({ length: branches }, () => ({})) });
    expect(compile(wide(199))).not.toThrow();
    expect(compile(wide(200))).toThrow('filter.or[199]: more than 200 tests and branches');
  });

  it('by whoever asks for it, if it tests personal data, at whatever depth', () => {
    expect(personalTests({ or: [{}, { not: { email: { eq: 'a' } } }], phone: { isNull: true } })).toEqual([
      'filter.phone',
      'filter.or[1].not.email',
    ]);
    expect(personalTests({ email: null, city: { eq: 'Oslo' } })).toEqual([]);
  });
});

describe('a compiled filter, executed,', () => {
  let database: Database;
  let scope: FilterScope;
  const ATTACK = "x' or true; drop table user_states; --";

  beforeAll(async () => {
    database = await freshDatabase();
    await importRows(database, 'profiles', [
      { user_pseudo_id: 'a', gender: 'm', city: ATTACK, birth_date: '2000-01-01', consent: 'yes' },
      { user_pseudo_id: 'b', gender: 'f', city: 'Oslo', birth_date: '2000-01-02', consent: 'no' },
      { user_pseudo_id: 'c', gender: '', city: '' },
    ]);
    await importRows(database, 'activity', [
      {
        user_pseudo_id: 'd',
        eventTimestamp: '2029-12-02 00:00:00',
        source: 'Bing',
        medium: 'cpc',
        page_type: 'cart',
      },
      { user_pseudo_id: 'e', eventTimestamp: '2029-12-01 23:59:59.999999' },
      { user_pseudo_id: 'e', eventTimestamp: '2029-12-01 23:49:59.999999' },
      { user_pseudo_id: 'f', eventTimestamp: '2029-12-01 00:00:00' },
      { user_pseudo_id: 'f', eventTimestamp: '2029-12-01 00:09:59.999999' },
    ]);
    const { runId } = await recompute(database, '2030-01-01');
    const segments = await database.prisma.segment.findMany({ where: { dimension: 'gender' } });
    const ids = segments.map(({ segmentId, key }) => ({ id: segmentId, key }));
    scope = {
      ...SCOPE,
      snapshotId: runId,
      asOf: '2030-01-01T00:00:00Z',
      dimensions: [{ key: 'gender', segments: ids }],
    };
  });

  async function found(filter: UserFilter, of = scope): Promise<string> {
    const rows = await database.prisma.$queryRaw<{ id: string }[]>(
      sql`select u.external_id as id from user_states u where ${compileFilter(filter, of)} order by 1`,
    );
    return rows.map(({ id }) => id).join('');
  }

  it('takes the users that it names', async () => {
    expect(await found({})).toBe('abcdef');
    expect(await found({}, { ...scope, snapshotId: scope.snapshotId - 1 })).toBe('');
    expect(await found({ segments: [{ dimension: 'gender', in: ['Male'] }] })).toBe('a');
    expect(await found({ segments: [{ dimension: 'gender', notIn: ['Male'] }] })).toBe('bcdef');
    expect(await found({ city: { in: ['Oslo'] } })).toBe('b');
    expect(await found({ not: { city: { in: ['Oslo'] } } })).toBe('acdef');
    expect(await found({ not: { city: { isNull: true } }, or: [{ city: { eq: 'Oslo' } }] })).toBe('b');
    expect(await found({ city: { contains: 'sl' } })).toBe('b');
    expect(await found({ city: { startsWith: 'sl' } })).toBe('');
    expect(await found({ city: { contains: '_' } })).toBe('a');
    expect(await found({ externalId: { in: ['a', 'c', 'nobody'] } })).toBe('ac');
    expect(await found({ not: { externalId: { eq: 'a' } } })).toBe('bcdef');
    expect(await found({ revenue: { lte: '0', gte: '-0.00' }, sessionCount: { eq: 0 } })).toBe('abc');
    expect(await found({ totalEvents: { gt: 2_147_483_647 } })).toBe('');
  });

  it('knows days from instants on both sides, and years to the day', async () => {
    expect(await found({ lastSeenAt: { withinDays: 30 } })).toBe('d');
    expect(await found({ lastSeenAt: { olderThanDays: 30 } })).toBe('ef');
    expect(await found({ not: { lastSeenAt: { withinDays: 31 } } })).toBe('abc');
    expect(await found({ lastSeenAt: { gte: '2029-12-02' } })).toBe('d');
    expect(
      await found({ lastSeenAt: { between: { from: '2029-12-01T23:59:59.999999Z', to: '2029-12-02' } } }),
    ).toBe('de');
    expect(await found({ lastSeenAt: { lt: '2029-12-02T01:00:00+01:00', gt: '2029-12-01T12:00:00' } })).toBe(
      'e',
    );
    expect(await found({ lastSeenAt: { isNull: true } })).toBe('abc');
    expect(await found({ ageYears: { eq: 30 } })).toBe('a');
    expect(await found({ ageYears: { lt: 30 } })).toBe('b');
    expect(await found({ ageYears: { isNull: true } })).toBe('cdef');
    expect(await found({ birthDate: { gt: '2000-01-01' } })).toBe('b');
  });

  it('compares averages without rounding them', async () => {
    expect(await found({ averageSessionMinutes: { gte: 10 } })).toBe('e');
    expect(await found({ averageSessionMinutes: { lt: 10, gt: '9.99999' } })).toBe('f');
    expect(await found({ averageEventsPerSession: { eq: 0 } })).toBe('abc');
    expect(await found({ longestSessionMinutes: { gte: '9.99' } })).toBe('ef');
  });

  it('counts what the rule set counts', async () => {
    expect(await found({ signals: [{ signal: 'cart', gte: 1 }] })).toBe('d');
    expect(await found({ signals: [{ signal: 'cart', eq: 0 }] })).toBe('abcef');
  });

  it('knows yes, no and unknown apart, and sets of words', async () => {
    expect(await found({ consent: { eq: true } })).toBe('a');
    expect(await found({ not: { consent: { eq: true } } })).toBe('bcdef');
    expect(await found({ consent: { isNull: true } })).toBe('cdef');
    expect(await found({ sources: { hasAny: ['BING', 'google'] } })).toBe('d');
    expect(await found({ mediums: { hasAll: [] }, sources: { isEmpty: false } })).toBe('d');
  });

  it('takes an attack for the text that it is', async () => {
    expect(await found({ city: { eq: ATTACK } })).toBe('a');
    expect(await found({ city: { in: [ATTACK, "'"] } })).toBe('a');
    expect(await found({ city: { eq: `${ATTACK} ` } })).toBe('');
    expect(await database.prisma.userState.count()).toBe(6);
  });
});
