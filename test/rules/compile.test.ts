// The rule compiler: its text and its parameters, and what the database makes of both.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { type Sql, sql } from '../../src/db/sql.ts';
import {
  compileCondition,
  compileDimension,
  compileEventTest,
  compileScore,
} from '../../src/rules/compile.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { type Condition, parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import { compileMedium, compileSource } from '../../src/rules/traffic.ts';
import { freshDatabase } from '../support/database.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';

const ATTACK = `x'"); drop table user_states; --$1`;

function compiled({ text, values }: Sql): [text: string, values: unknown[]] {
  return [text, values];
}

describe('a condition compiles', () => {
  it('to comparisons with parameters, durations in the unit that they are stored in', () => {
    expect(compiled(compileCondition({ feature: 'revenue', gte: 500, lt: 0.5 }))).toEqual([
      '((f.revenue >= $1::numeric) and (f.revenue < $2::numeric))',
      ['500', '0.5'],
    ]);
    expect(compiled(compileCondition({ feature: 'longest_session_minutes', gte: 15 }))).toEqual([
      '((f.longest_session_us >= $1::numeric * 60000000))',
      ['15'],
    ]);
    expect(compiled(compileCondition({ feature: 'signal.cart', gte: 1 }))[0]).toBe(
      '((f.signal_cart >= $1::numeric))',
    );
  });

  it('an average without dividing', () => {
    expect(compiled(compileCondition({ feature: 'average_events_per_session', gte: 8 }))).toEqual([
      '((case when f.session_count > 0 then f.total_events - $1::numeric * 1 * f.session_count else -($2::numeric * 1) end >= 0))',
      ['8', '8'],
    ]);
  });

  it('words folded, and so that unknown is never null', () => {
    expect(compiled(compileCondition({ feature: 'gender', in: [' Male ', 'M'] }))).toEqual([
      '(((lower(f.gender collate "C") in ($1,$2)) is true))',
      ['male', 'm'],
    ]);
    expect(compiled(compileCondition({ not: { feature: 'sources', hasAny: ['Google'] } }))).toEqual([
      '(not ((f.sources && $1::text[])))',
      [['google']],
    ]);
  });

  it('trees with brackets around each branch', () => {
    const test: Condition = { feature: 'transactions', eq: 0 };
    const { text } = compileCondition({ any: [{ all: [test, test] }, { not: test }] });
    const one = (at: number) => `((f.transactions = $${at}::numeric))`;
    expect(text).toBe(`((${one(1)} and ${one(2)}) or (not ${one(3)}))`);
  });

  it('not at all where it reads what is no feature, or is no test of it', () => {
    const compile = (condition: Condition) => () => compileCondition(condition);
    for (const feature of ['mood', 'constructor', '__proto__', `signal.${ATTACK}`, 'score.', ATTACK]) {
      expect(compile({ feature, gte: 1 }), feature).toThrow(`Unknown feature "${feature}".`);
    }
    expect(compile({ feature: 'gender', gte: 1 })).toThrow('gender is not a number: "gte" does not apply.');
    expect(compile({ feature: 'revenue', in: ['a'] })).toThrow('revenue is no text: "in" does not apply.');
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
      [{ feature: 'sources', hasAny: ['x', 'Google'] }, true],
      [{ feature: 'city', in: [ATTACK] }, true],
      [{ feature: 'city', in: [`${ATTACK}'`] }, false],
      [{ feature: 'sources', hasAny: [ATTACK] }, false],
    ];
    for (const [condition, expected] of conditions) {
      expect(await value(compileCondition(condition), user), JSON.stringify(condition)).toBe(expected);
    }
  });

  it('gives the points of the first step that is reached, and the first segment whose rule holds', async () => {
    const steps = [3, 1].map((gte) => ({ gte, points: gte * 10 }));
    const component = { feature: 'transactions', label: 'x', steps };
    const score = {
      key: 'engagement',
      label: 'x',
      components: [component, { ...component, feature: 'session_count' }],
    };
    expect(await value(compileScore(score), user)).toBe(30);
    const rule = (key: string, gte: number) => ({ key, when: { feature: 'transactions', gte } });
    const dimension = {
      key: 'd',
      label: 'd',
      segments: [rule('a', 4), rule('b', 3), rule('c', 1)],
      otherwise: { key: 'e' },
    };
    const ids = (key: string): number => 'abcde'.indexOf(key);
    expect(await value(compileDimension(dimension, ids), user)).toBe(1);
    expect(await value(compileDimension({ ...dimension, segments: [rule('a', 4)] }, ids), user)).toBe(4);
  });

  it('tests events by word and by part of a word', async () => {
    const action = sql`(select 'Add_To_Cart' as event_name, 'my CHECKOUT page' as page_type, ${ATTACK}::text as category) a`;
    expect(await value(compileEventTest({ field: 'event_name', in: ['add_to_cart '] }), action)).toBe(true);
    expect(
      await value(compileEventTest({ field: 'page_type', contains: ['cart', 'Checkout'] }), action),
    ).toBe(true);
    expect(await value(compileEventTest({ field: 'page_type', in: ['checkout'] }), action)).toBe(false);
    expect(await value(compileEventTest({ field: 'category', contains: [ATTACK] }), action)).toBe(true);
    expect(await value(compileEventTest({ field: 'category', contains: ['%', '.*'] }), action)).toBe(false);
  });

  it('names sources and mediums whatever the case of the document', async () => {
    const traffic: RuleSet['traffic'] = {
      source: { dropPrefixes: ['WWW.'], names: { shop: ['Shop.Example '] }, hostFamilies: ['google'] },
      medium: { dropCharacters: '-X' },
    };
    const channel = (source: string, medium = '') =>
      sql`(select ${source}::text as source, ${medium}::text as medium) c`;
    expect(await value(compileSource(traffic), channel('www.SHOP.example'))).toBe('shop');
    expect(await value(compileSource(traffic), channel('Google.co.uk'))).toBe('google');
    expect(await value(compileSource(traffic), channel('my.google.com'))).toBe('my.google.com');
    expect(await value(compileMedium(traffic), channel('', 'C-pXc'))).toBe('cpc');
  });

  it('stays text, each word of it, and the tables survive', async () => {
    const attacked = parseRuleSet(attack(DEFAULT_RULE_SET));
    const { prisma } = database;
    const document = JSON.parse(JSON.stringify(attacked));
    await prisma.ruleSet.create({
      data: { version: 1, status: 'published', document, createdAt: new Date(), publishedAt: new Date() },
    });
    await importRows(database, 'activity', [
      {
        user_pseudo_id: 'a',
        eventTimestamp: '2029-01-01 00:00:00',
        page_type: ATTACK,
        source: ATTACK,
        medium: ATTACK,
      },
      { user_pseudo_id: 'b', eventTimestamp: '2029-01-01 00:00:00', page_type: 'cart' },
    ]);
    await recompute(database, '2030-01-01');
    const [ann, bob] = await exportedUsers(database);
    expect(ann?.engagement_segment).toBe(`Cart Abandoner${ATTACK}`);
    expect(bob?.engagement_segment).toBe(`Occasional Viewer${ATTACK}`);
    expect(await prisma.userState.count()).toBe(2);
  });
});

/** Puts SQL into every text that a rule set may choose freely. */
function attack(rules: RuleSet): unknown {
  const fixed = new Set(['feature', 'field', 'residual', 'hostFamilies']);
  const visit = (value: unknown, name: string, path: string): unknown => {
    if (Array.isArray(value)) return value.map((entry) => visit(entry, name, path));
    if (typeof value === 'object' && value !== null) {
      return Object.fromEntries(
        Object.entries(value).map(([key, inner]) => {
          const renamed = path.endsWith('.names') ? `${key}${ATTACK}` : key;
          return [renamed, visit(inner, key, `${path}.${key}`)];
        }),
      );
    }
    const isSegmentKey = name === 'key' && /\.(segments|otherwise)\./.test(path);
    if (typeof value !== 'string' || fixed.has(name) || (name === 'key' && !isSegmentKey)) return value;
    return name === 'contains' ? ATTACK : `${value}${ATTACK}`;
  };
  return visit(rules, '', '');
}
