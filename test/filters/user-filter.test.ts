// The filter compiler: its text and its parameters, and what the database makes of both.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { sql } from '../../src/db/sql.ts';
import { compileFilter, type FilterScope, type UserFilter } from '../../src/filters/user-filter.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

const SCOPE: FilterScope = {
  snapshotId: 7,
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
};
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

  it('each comparison with the type of its column', () => {
    expect(compiled({ revenue: { gte: '12.50', lt: 100 } })).toEqual([
      `${VALID} and (u.revenue >= $3::numeric and u.revenue < $4::numeric)`,
      [7, 7, '12.50', '100'],
    ]);
    expect(compiled({ engagementScore: { gt: 0, lte: 40, eq: null } })).toEqual([
      `${VALID} and (u.engagement_score > $3::integer and u.engagement_score <= $4::integer)`,
      [7, 7, '0', '40'],
    ]);
  });

  it('segments to their numbers', () => {
    expect(compiled({ segments: [{ dimension: 'gender', in: ['Female', 'Male'], notIn: [] }] })).toEqual([
      `${VALID} and ((u.segment_ids && $3::integer[] and not u.segment_ids && $4::integer[]))`,
      [7, 7, [2, 1], []],
    ]);
  });

  it('texts so that unknown is never null', () => {
    expect(compiled({ city: { eq: "O'Fallon", in: ['a', 'b'] }, state: { isNull: false } })).toEqual([
      `${VALID} and (coalesce(u.city = $3, false) and coalesce(u.city = any ($4::text[]), false) and u.state is not null)`,
      [7, 7, "O'Fallon", ['a', 'b']],
    ]);
  });

  it('branches with brackets around each', () => {
    const one: UserFilter = { transactions: { eq: 1 } };
    expect(compiled({ or: [one, { and: [one, {}] }], not: { or: [] } })).toEqual([
      `${VALID} and (((u.transactions = $3::integer) or (((u.transactions = $4::integer) and true))) and not (false))`,
      [7, 7, '1', '1'],
    ]);
  });

  it('not at all, where a key is unknown, with the place and the legal ones', () => {
    const compile = (filter: UserFilter) => () => compiled(filter);
    expect(compile({ or: [{ segments: [{ dimension: 'mood', in: [] }] }] })).toThrow(
      'filter.or[0].segments[0].dimension: unknown dimension "mood"; expected one of gender, age.',
    );
    expect(compile({ segments: [{ dimension: 'age', in: ['Male'] }] })).toThrow(
      'filter.segments[0].in[0]: unknown segment "Male" of age; expected one of "65+".',
    );
  });
});

describe('a compiled filter, executed,', () => {
  let database: Database;
  let scope: FilterScope;
  const ATTACK = "x' or true; drop table user_states; --";

  beforeAll(async () => {
    database = await freshDatabase();
    await importRows(database, 'profiles', [
      { user_pseudo_id: 'a', gender: 'm', city: ATTACK },
      { user_pseudo_id: 'b', gender: 'f', city: 'Oslo' },
      { user_pseudo_id: 'c', gender: '', city: '' },
    ]);
    const { runId } = await recompute(database, '2030-01-01');
    const segments = await database.prisma.segment.findMany({ where: { dimension: 'gender' } });
    const ids = segments.map(({ segmentId, key }) => ({ id: segmentId, key }));
    scope = { snapshotId: runId, dimensions: [{ key: 'gender', segments: ids }] };
  });

  async function found(filter: UserFilter, of = scope): Promise<string> {
    const rows = await database.prisma.$queryRaw<{ id: string }[]>(
      sql`select u.external_id as id from user_states u where ${compileFilter(filter, of)} order by 1`,
    );
    return rows.map(({ id }) => id).join('');
  }

  it('takes the users that it names', async () => {
    expect(await found({})).toBe('abc');
    expect(await found({}, { ...scope, snapshotId: scope.snapshotId - 1 })).toBe('');
    expect(await found({ segments: [{ dimension: 'gender', in: ['Male', 'Unknown'] }] })).toBe('ac');
    expect(await found({ segments: [{ dimension: 'gender', notIn: ['Male'] }] })).toBe('bc');
    expect(await found({ city: { in: ['Oslo'] } })).toBe('b');
    expect(await found({ not: { city: { in: ['Oslo'] } } })).toBe('ac');
    expect(await found({ not: { city: { isNull: true } }, or: [{ city: { eq: 'Oslo' } }] })).toBe('b');
    expect(await found({ revenue: { lte: '0', gte: '-0.00' }, sessionCount: { eq: 0 } })).toBe('abc');
    expect(await found({ totalEvents: { gt: 2_147_483_647 } })).toBe('');
  });

  it('takes an attack for the text that it is', async () => {
    expect(await found({ city: { eq: ATTACK } })).toBe('a');
    expect(await found({ city: { in: [ATTACK, "'"] } })).toBe('a');
    expect(await found({ city: { eq: `${ATTACK} ` } })).toBe('');
    expect(await database.prisma.userState.count()).toBe(3);
  });
});
