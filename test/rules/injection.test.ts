// Every text that a rule set may choose freely is SQL: it stays text, rules still mean what they say, and the tables
// are still there.
import { describe, expect, it } from 'vitest';
import { join, type Sql, sql } from '../../src/db/sql.ts';
import { compileEventTest, compileLineTest } from '../../src/rules/compile.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { evaluate } from '../../src/rules/evaluate.ts';
import { parseRuleSet, type RuleSet } from '../../src/rules/rule-set.ts';
import { compileMedium, compileSource } from '../../src/rules/traffic.ts';
import { windowExit, windowStart } from '../../src/rules/windows.ts';
import { databaseOfTest } from '../support/database.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';
import { problemOf } from './documents.ts';
import { evaluatedBySql } from './evaluated-by-sql.ts';
import { nobody } from './nobody.ts';

const ATTACK = `x'"); drop table user_states; --$1\\`;
const TEXT_OF_SQL = ATTACK.toLowerCase();

/** All forms of signals, windows and conditions that texts stand in. */
const RULES: RuleSet = {
  ...DEFAULT_RULE_SET,
  signals: [
    ...DEFAULT_RULE_SET.signals,
    {
      key: 'bought',
      label: 'Bought',
      of: 'lines',
      measure: 'sum',
      sum: 'revenue',
      anyOf: [{ field: 'sku', in: ['a'], contains: ['b'] }],
      window: { last: 3, unit: 'month', timeZone: 'Europe/Berlin' },
    },
  ],
  dimensions: [
    ...DEFAULT_RULE_SET.dimensions,
    {
      key: 'reader',
      label: 'Reader',
      segments: [{ key: 'a', when: { segment: 'gender', in: ['Male'] } }],
      otherwise: { key: 'b' },
    },
  ],
};

/** Puts SQL into every text that is not a name of something that exists. */
function attack(rules: RuleSet): unknown {
  const fixed = new Set([
    ...['feature', 'segment', 'field', 'residual', 'hostFamilies', 'of', 'measure', 'sum', 'unit', 'best'],
    ...['timeZone', 'attribution'],
  ]);
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

const attacked = parseRuleSet(attack(RULES));

describe('SQL in the texts of a rule set', () => {
  it('stays text where rules are evaluated', async () => {
    const database = await databaseOfTest();
    const users = [
      { ...nobody, gender: `male${TEXT_OF_SQL}`, sources: [`facebook${TEXT_OF_SQL}`] },
      { ...nobody, gender: 'male', sources: [TEXT_OF_SQL], city: ATTACK, age: ATTACK },
    ];
    const found = await evaluatedBySql(database, attacked, users, 0n);
    expect(found.map(({ segments }) => [segments.gender, segments.reader, segments.primary_source])).toEqual([
      [`Male${ATTACK}`, `a${ATTACK}`, `Facebook${ATTACK}`],
      [`Unknown${ATTACK}`, `b${ATTACK}`, `Other${ATTACK}`],
    ]);
    for (const [at, user] of users.entries()) {
      const { dimensions } = evaluate(attacked, user, 0n);
      expect(found[at]?.segments).toEqual(
        Object.fromEntries(dimensions.map(({ key, segment }) => [key, segment])),
      );
    }
    expect(await database.prisma.userState.count()).toBe(0);
  });

  it('stays text where events, lines, sources and mediums are tested', async () => {
    const { prisma } = await databaseOfTest();
    const value = async (expression: Sql, from: Sql): Promise<unknown> =>
      (await prisma.$queryRaw<{ value: unknown }[]>(sql`select ${expression} as value from ${from}`))[0]
        ?.value;
    const action = sql`(select ${ATTACK}::text as page_type, ''::text as event_name, ''::text as category) a`;
    const item = sql`(select ${`a${ATTACK}`}::text as sku) i`;
    for (const signal of attacked.signals) {
      if (signal.of === 'events') {
        const tests = sql`(${join(signal.anyOf.map(compileEventTest), ' or ')})`;
        expect(await value(tests, action)).toBe(true);
      } else if (signal.of === 'lines') {
        const tests = sql`(${join((signal.anyOf ?? []).map(compileLineTest), ' or ')})`;
        expect(await value(tests, item)).toBe(true);
        expect(await value(tests, sql`(select 'a'::text as sku) i`)).toBe(false);
      }
    }
    const channel = sql`(select ${`www.${ATTACK}fb${ATTACK}`}::text as source, ${ATTACK}::text as medium) c`;
    expect(await value(compileSource(attacked.traffic), channel)).toBe(`facebook${TEXT_OF_SQL}`);
    const letters = [...TEXT_OF_SQL].filter((letter) => !` _-()${TEXT_OF_SQL}`.includes(letter)).join('');
    expect(await value(compileMedium(attacked.traffic), channel)).toBe(letters);
    expect(await prisma.userState.count()).toBe(0);
  });

  it('is no time zone, key, field or feature', async () => {
    const text = JSON.stringify(RULES);
    for (const [from, to] of [
      ['"timeZone":"Europe/Berlin"', `"timeZone":${JSON.stringify(ATTACK)}`],
      ['"key":"cart"', `"key":${JSON.stringify(ATTACK)}`],
      ['"key":"recency"', `"key":${JSON.stringify(ATTACK)}`],
      ['"key":"reader"', `"key":${JSON.stringify(ATTACK)}`],
      ['"field":"sku"', `"field":${JSON.stringify(ATTACK)}`],
      ['"feature":"revenue"', `"feature":${JSON.stringify(ATTACK)}`],
      ['"segment":"gender"', `"segment":${JSON.stringify(ATTACK)}`],
      ['"hostFamilies":["google"]', `"hostFamilies":[${JSON.stringify(ATTACK)}]`],
    ] as const) {
      expect(text).toContain(from);
      expect(problemOf(JSON.parse(text.replace(from, () => to))), from).not.toBe('accepted');
    }
    // Windows are compiled with a zone that was refused here: it is still only a parameter.
    const { prisma } = await databaseOfTest();
    const window = { last: 1, unit: 'day', timeZone: ATTACK } as const;
    const exit = windowExit(window, 'UTC', sql`${'2026-01-01'}::timestamptz`, '2026-01-01');
    await expect(prisma.$queryRaw(sql`select ${windowStart(window, 'UTC', '2026-01-01')}`)).rejects.toThrow(
      'time zone',
    );
    await expect(prisma.$queryRaw(sql`select ${exit}`)).rejects.toThrow('time zone');
    expect(await prisma.userState.count()).toBe(0);
  });

  it('stays text on the whole way of an import and a recompute', async () => {
    const database = await databaseOfTest();
    const { prisma } = database;
    const document = JSON.parse(JSON.stringify(attacked));
    await prisma.ruleSet.create({
      data: { version: 1, status: 'published', document, createdAt: new Date(), publishedAt: new Date() },
    });
    const [eventTimestamp, source, medium] = ['2029-01-01 00:00:00', ATTACK, ATTACK];
    await importRows(database, 'activity', [
      { user_pseudo_id: 'a', eventTimestamp, page_type: ATTACK, source, medium },
      { user_pseudo_id: 'b', eventTimestamp, page_type: 'cart', source: '', medium: '' },
    ]);
    await recompute(database, '2030-01-01');
    const [ann, bob] = await exportedUsers(database);
    expect(ann?.engagement_segment).toBe(`Cart Abandoner${ATTACK}`);
    expect(bob?.engagement_segment).toBe(`Occasional Viewer${ATTACK}`);
    expect(await prisma.userState.count()).toBe(2);
  });
});
