// The rule compiler: its text and its parameters, and what the database makes of both.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { type Sql, sql } from '../../src/db/sql.ts';
import { compileCondition, compileEventTest, compileLineTest, type Scope } from '../../src/rules/compile.ts';
import { compileScore } from '../../src/rules/compile-score.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { compileDimension } from '../../src/rules/evaluation-steps.ts';
import type { Condition, RuleSet } from '../../src/rules/rule-set.ts';
import { compileMedium, compileSource } from '../../src/rules/traffic.ts';
import { freshDatabase } from '../support/database.ts';

const ATTACK = `x'"); drop table user_states; --$1`;
const AS_OF = '2026-01-01T00:00:00Z';

const scope: Scope = {
  rules: {
    ...DEFAULT_RULE_SET,
    signals: [
      ...DEFAULT_RULE_SET.signals,
      { key: 'spent', label: 'Spent', of: 'orders', measure: 'sum' },
      { key: 'any', label: 'Any', of: 'sessions', measure: 'any' },
    ],
  },
  asOf: AS_OF,
  idOf: (dimension, segment) => (dimension === 'gender' ? ['Male', 'Female', 'Unknown'].indexOf(segment) : 7),
};

function compiled({ text, values }: Sql): [text: string, values: unknown[]] {
  return [text, values];
}
const compile = (condition: Condition) => compiled(compileCondition(condition, scope));

describe('a condition compiles', () => {
  it('to comparisons with parameters, of decimals as such', () => {
    expect(compile({ feature: 'revenue', gte: 500, lt: 0.5 })).toEqual([
      '((f.revenue >= $1::numeric) and (f.revenue < $2::numeric))',
      ['500', '0.5'],
    ]);
    expect(compile({ feature: 'signal.spent', gt: 1e-7 })).toEqual([
      '(f.signal_spent > $1::numeric)',
      ['0.0000001'],
    ]);
  });

  it('of whole numbers with whole thresholds, in the unit that they are stored in', () => {
    expect(compile({ feature: 'transactions', gte: 2.5 })).toEqual([
      '(f.transactions >= $1::integer)',
      ['3'],
    ]);
    expect(compile({ feature: 'transactions', gt: 2.5 })).toEqual(['(f.transactions > $1::integer)', ['2']]);
    expect(compile({ feature: 'transactions', lt: 2.5 })).toEqual(['(f.transactions < $1::integer)', ['3']]);
    expect(compile({ feature: 'transactions', lte: -2.5 })).toEqual([
      '(f.transactions <= $1::integer)',
      ['-3'],
    ]);
    expect(compile({ feature: 'transactions', eq: 2.5 })).toEqual(['false', []]);
    expect(compile({ feature: 'signal.cart', gte: 1 })).toEqual(['(f.signal_cart >= $1::integer)', ['1']]);
    expect(compile({ feature: 'score.engagement', gt: 3e9 })).toEqual([
      '(f.score_engagement > $1::bigint)',
      ['3000000000'],
    ]);
    expect(compile({ feature: 'longest_session_minutes', gte: 15 })).toEqual([
      '(f.longest_session_us >= $1::integer)',
      ['900000000'],
    ]);
    expect(compile({ feature: 'longest_session_minutes', lt: 1e15 })).toEqual([
      '(f.longest_session_us < $1::numeric)',
      ['60000000000000000000000'],
    ]);
  });

  it('an average without dividing; that of no sessions is 0', () => {
    expect(compile({ feature: 'average_events_per_session', gte: 8 })).toEqual([
      '(f.session_count > 0 and f.total_events >= $1::bigint * f.session_count)',
      ['8'],
    ]);
    expect(compile({ feature: 'average_events_per_session', lt: 2.5 })).toEqual([
      '(f.session_count = 0 or f.total_events < $1::numeric * f.session_count)',
      ['2.5'],
    ]);
    expect(compile({ feature: 'average_session_minutes', gte: 10 })[1]).toEqual(['600000000']);
    // Beyond 4 thousand millions the product may leave the range of a bigint.
    expect(compile({ feature: 'average_session_minutes', gte: 70 })).toEqual([
      '(f.session_count > 0 and f.total_session_us >= $1::numeric * f.session_count)',
      ['4200000000'],
    ]);
  });

  it('days to instants', () => {
    const before = (at: number) => `$${at}::timestamptz - make_interval(hours => $${at + 1}::integer)`;
    expect(compile({ feature: 'days_since_last_order', gte: 2.5 })).toEqual([
      `((f.last_order_at <= ${before(1)}) is true)`,
      [AS_OF, '72'],
    ]);
    expect(compile({ feature: 'days_since_last_seen', eq: 2 })).toEqual([
      `((f.last_seen_at <= ${before(1)} and f.last_seen_at > ${before(3)}) is true)`,
      [AS_OF, '48', AS_OF, '72'],
    ]);
    expect(compile({ feature: 'days_since_first_seen', eq: 2.5 })).toEqual(['false', []]);
  });

  it('words folded, as one parameter, and so that unknown is never null', () => {
    expect(compile({ feature: 'gender', in: [' Male ', 'M'] })).toEqual([
      '((lower(f.gender collate "C") = any ($1::text[])) is true)',
      [['male', 'm']],
    ]);
    expect(compile({ not: { feature: 'sources', hasAny: ['Google'] } })).toEqual([
      '(not (f.sources && $1::text[]))',
      [['google']],
    ]);
    expect(compile({ feature: 'age_years', gte: 18 })).toEqual([
      '((f.age_years >= $1::integer) is true)',
      ['18'],
    ]);
  });

  it('segments of other dimensions to their numbers', () => {
    expect(compile({ segment: 'gender', in: ['Female', 'Unknown'] })).toEqual([
      '(f.segment_of_gender = any ($1::integer[]))',
      [[1, 2]],
    ]);
  });

  it('trees with brackets around each branch', () => {
    const test: Condition = { feature: 'transactions', eq: 0 };
    const [text] = compile({ any: [{ all: [test, test] }, { not: test }] });
    const one = (at: number) => `(f.transactions = $${at}::integer)`;
    expect(text).toBe(`((${one(1)} and ${one(2)}) or (not ${one(3)}))`);
  });

  it('not at all where it reads what is no feature, or is no test of it', () => {
    const compiling = (condition: Condition) => () => compileCondition(condition, scope);
    for (const feature of ['mood', 'constructor', '__proto__', `signal.${ATTACK}`, 'score.', ATTACK]) {
      expect(compiling({ feature, gte: 1 }), feature).toThrow(`Unknown feature "${feature}".`);
    }
    expect(compiling({ segment: ATTACK, in: ['a'] })).toThrow(`Unknown dimension "${ATTACK}".`);
    expect(compiling({ feature: 'gender', gte: 1 })).toThrow('gender is not a number: "gte" does not apply.');
    expect(compiling({ feature: 'revenue', in: ['a'] })).toThrow('revenue is no text: "in" does not apply.');
    expect(compiling({ feature: 'city', hasAny: ['a'] })).toThrow('city is no set: "hasAny" does not apply.');
  });
});

describe('what a rule set says, executed,', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
  });

  async function value(expression: Sql, from: Sql): Promise<unknown> {
    const [row] = await database.prisma.$queryRaw<{ value: unknown }[]>(
      sql`select ${expression} as value from ${from}`,
    );
    return row?.value;
  }
  const user = sql`(select 'Male' as gender, null::text as age, null::integer as age_years, 3 as transactions,
    25::numeric as revenue, 0 as session_count, 0 as total_events, 0::bigint as total_session_us,
    '2025-12-29T00:00:00Z'::timestamptz as last_order_at, null::timestamptz as first_seen_at, 1 as segment_of_gender,
    array['google'] as sources, ${ATTACK.toLowerCase()}::text as city) f`;

  it('holds of a user or does not, and is never unknown', async () => {
    const conditions: [Condition, boolean][] = [
      [{ feature: 'gender', in: ['MALE'] }, true],
      [{ feature: 'age', in: ['18-24'] }, false],
      [{ not: { feature: 'age', in: ['18-24'] } }, true],
      [{ not: { feature: 'age_years', gte: 18 } }, true],
      [{ feature: 'age', missing: true }, true],
      [{ feature: 'gender', missing: true }, false],
      [{ feature: 'revenue', gte: 25, lte: 25 }, true],
      [{ feature: 'revenue', gt: 25 }, false],
      [{ feature: 'average_events_per_session', gte: 0.1 }, false],
      [{ feature: 'average_session_minutes', gte: 0 }, true],
      [{ feature: 'days_since_last_order', eq: 3 }, true],
      [{ feature: 'days_since_last_order', gt: 2, lt: 3.5 }, true],
      [{ feature: 'days_since_last_order', gte: 3.5 }, false],
      [{ not: { feature: 'days_since_first_seen', gte: 0 } }, true],
      [{ segment: 'gender', in: ['Female'] }, true],
      [{ segment: 'gender', in: ['Male', 'Unknown'] }, false],
      [{ feature: 'sources', hasAny: ['x', 'Google'] }, true],
      [{ feature: 'city', in: [ATTACK] }, true],
      [{ feature: 'city', in: [`${ATTACK}'`] }, false],
      [{ feature: 'sources', hasAny: [ATTACK] }, false],
    ];
    for (const [condition, expected] of conditions) {
      expect(await value(compileCondition(condition, scope), user), JSON.stringify(condition)).toBe(expected);
    }
  });

  it('gives the points of the first step that is reached, or of the cut points below', async () => {
    const points = (...components: RuleSet['scores'][number]['components']) =>
      value(compileScore({ key: 'engagement', label: 'x', components }, scope), user);
    const steps = [3, 1].map((gte) => ({ gte, points: gte * 10 }));
    const component = { feature: 'transactions', label: 'x', steps };
    expect(await points(component, { ...component, feature: 'session_count' })).toBe(30);
    expect(await points({ ...component, feature: 'session_count', otherwise: 4 })).toBe(4);
    expect(
      await points({
        ...component,
        steps: [
          { lt: 3, points: 1 },
          { lte: 3, points: 2 },
        ],
      }),
    ).toBe(2);
    const cut = (feature: string, best: 'high' | 'low') =>
      points({ feature, label: 'x', cuts: [1, 2, 2, 3, 4], best });
    expect(await cut('transactions', 'high')).toBe(4);
    expect(await cut('transactions', 'low')).toBe(3);
    expect(await cut('session_count', 'low')).toBe(6);
    expect([await cut('age_years', 'high'), await cut('age_years', 'low')]).toEqual([1, 1]);
  });

  it('is the first segment whose rule holds', async () => {
    const rule = (key: string, gte: number) => ({ key, when: { feature: 'transactions', gte } });
    const dimension = {
      key: 'd',
      label: 'd',
      segments: [rule('a', 4), rule('b', 3), rule('c', 1)],
      otherwise: { key: 'e' },
    };
    const idOf = (_: string, key: string): number => 'abcde'.indexOf(key);
    expect(await value(compileDimension(dimension, { ...scope, idOf }), user)).toBe(1);
    expect(
      await value(compileDimension({ ...dimension, segments: [rule('a', 4)] }, { ...scope, idOf }), user),
    ).toBe(4);
    expect(await value(compileDimension({ ...dimension, segments: [] }, { ...scope, idOf }), user)).toBe(4);
  });

  it('tests events by word and by part of a word', async () => {
    const action = sql`(select 'Add_To_Cart' as event_name, 'my CHECKOUT page' as page_type, ${ATTACK}::text as category) a`;
    expect(await value(compileEventTest({ field: 'event_name', in: ['add_to_cart '] }), action)).toBe(true);
    expect(
      await value(compileEventTest({ field: 'page_type', contains: ['cart', 'Checkout'] }), action),
    ).toBe(true);
    expect(await value(compileEventTest({ field: 'page_type', in: ['checkout'] }), action)).toBe(false);
    expect(await value(compileEventTest({ field: 'category', contains: [ATTACK] }), action)).toBe(true);
    expect(await value(compileEventTest({ field: 'category', contains: ['%', '.*', '\\'] }), action)).toBe(
      false,
    );
  });

  it('tests order lines by what was bought, each sign of a word as itself', async () => {
    const item = sql`(select 'SKU-1' as sku, '100% Wool_Sock' as name, 'A\\B' as brand, '' as category) i`;
    const test = (test: Parameters<typeof compileLineTest>[0]) => value(compileLineTest(test), item);
    expect(await test({ field: 'sku', in: ['sku-1'] })).toBe(true);
    expect(await test({ field: 'name', contains: ['0% w'] })).toBe(true);
    expect(await test({ field: 'name', contains: ['l_s'] })).toBe(true);
    expect(await test({ field: 'name', contains: ['1_0', '0%k'] })).toBe(false);
    expect(await test({ field: 'brand', contains: ['a\\b'] })).toBe(true);
    expect(await test({ field: 'brand', contains: ['\\\\'] })).toBe(false);
    expect(await test({ field: 'category', in: ['x'], contains: ['y'] })).toBe(false);
  });

  it('names sources and mediums whatever the case of the document', async () => {
    const traffic: RuleSet['traffic'] = {
      attribution: 'any',
      source: { dropPrefixes: ['WWW.'], names: { Shop: ['Shop.Example '] }, hostFamilies: ['google'] },
      medium: { dropCharacters: '-X' },
    };
    const channel = (source: string, medium = '') =>
      sql`(select ${source}::text as source, ${medium}::text as medium) c`;
    expect(await value(compileSource(traffic), channel('www.SHOP.example'))).toBe('shop');
    expect(await value(compileSource(traffic), channel('Google.co.uk'))).toBe('google');
    expect(await value(compileSource(traffic), channel('my.google.com'))).toBe('my.google.com');
    expect(await value(compileMedium(traffic), channel('', 'C-pXc'))).toBe('cpc');
  });
});
