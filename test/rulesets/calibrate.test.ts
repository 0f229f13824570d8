// Calibration: the percentiles that an independent computation finds, in a draft that nobody has published.
import { describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import type { RuleSet } from '../../src/rules/rule-set.ts';
import { calibrate, publishedRuleSet, ruleSetVersion } from '../../src/rulesets/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';
import { draft, editedRules, publish } from './edited-rules.ts';

const DAY_MS = 86_400_000;

/** The value that as small a part as `share` of them are not above: one that occurs. */
function percentiles(values: readonly number[], cuts: number): number[] {
  const sorted = values.toSorted((a, b) => a - b);
  return Array.from({ length: cuts }, (_, at) => {
    const rank = Math.ceil(((at + 1) * sorted.length) / (cuts + 1));
    return sorted[rank - 1] as number;
  });
}

function cutsOf({ scores }: RuleSet): Record<string, readonly number[]> {
  return Object.fromEntries(
    scores.flatMap(({ key, components }) =>
      components.flatMap((component) => ('cuts' in component ? [[key, component.cuts]] : [])),
    ),
  );
}

/** The same of the default rule set's scores, from what the product shows of its users. */
async function expectedCuts(database: Database, asOf: string): Promise<Record<string, number[]>> {
  const buyers = (await exportedUsers(database)).filter(
    ({ total_transactions }) => Number(total_transactions) >= 1,
  );
  const states = await database.prisma.userState.findMany({
    where: { externalId: { in: buyers.map(({ user_pseudo_id }) => user_pseudo_id as string) } },
  });
  const days = states.flatMap(({ lastOrderAt }) =>
    lastOrderAt ? [Math.floor((Date.parse(asOf) - lastOrderAt.getTime()) / DAY_MS)] : [],
  );
  return {
    recency: percentiles(days, 4),
    frequency: percentiles(
      buyers.map(({ total_transactions }) => Number(total_transactions)),
      4,
    ),
    monetary: percentiles(
      states.map(({ revenue }) => Number(revenue)),
      4,
    ),
  };
}

/** Orders of one line, a user each, `days` before 2031. */
async function importOrders(database: Database, orders: readonly { days?: number; revenue: string }[]) {
  await importRows(
    database,
    'transactions',
    orders.map(({ days, revenue }, at) => ({
      Transaction_ID: `t${at}`,
      user_pseudo_id: `u${at}`,
      Date:
        days === undefined ? '' : new Date(Date.UTC(2031, 0, 1) - days * DAY_MS).toISOString().slice(0, 10),
      Item_purchase_quantity: '1',
      Item_revenue: revenue,
      ItemID: 'i',
    })),
  );
  await recompute(database, '2031-01-01');
}

describe('a calibration', () => {
  it('finds the discrete percentiles of a generated shop', async () => {
    const database = await databaseOfTest();
    await publishShop(database, sampleShop(60, 3));
    const { draft: saved, snapshot, calibrations } = await calibrate(database, { createdBy: 'test' });
    const expected = await expectedCuts(database, snapshot.asOf);
    expect(Object.fromEntries(calibrations.map(({ score, after }) => [score, after]))).toEqual(expected);
    expect(cutsOf(await ruleSetVersion(database.prisma, saved.version))).toEqual(expected);
    expect(expected.monetary?.some((cut) => !Number.isInteger(cut))).toBe(true);
  });

  it('saves a draft of its own with a note of what it was measured over, and publishes nothing', async () => {
    const database = await databaseOfTest();
    await publishShop(database, sampleShop(60, 3));
    const before = await publishedRuleSet(database.prisma);
    const { draft: saved, snapshot, calibrations } = await calibrate(database, { createdBy: 'somebody' });
    expect(saved).toMatchObject({ version: 2, status: 'draft', createdBy: 'somebody' });
    expect(saved.note).toBe(`Rule set 1, calibrated over snapshot ${snapshot.id} as of ${snapshot.asOf}`);
    expect(await publishedRuleSet(database.prisma)).toEqual(before);
    expect(calibrations.map(({ before: cuts }) => cuts)).toEqual([
      [7, 30, 60, 120],
      [1, 2, 3, 5],
      [50, 100, 250, 500],
    ]);
    const rules = await ruleSetVersion(database.prisma, saved.version);
    const restored = structuredClone(rules);
    for (const score of restored.scores.slice(1)) {
      const published = before.rules.scores.find(({ key }) => key === score.key);
      Object.assign(score, { components: published?.components });
    }
    expect(restored).toEqual(before.rules);
    await publish(database, saved.version);
    expect((await publishedRuleSet(database.prisma)).version).toBe(saved.version);
  });

  it('leaves out who has no value, and keeps equal values together', async () => {
    const database = await databaseOfTest();
    await importOrders(database, [
      ...[1, 2, 3, 4, 5].map((days) => ({ days, revenue: '10' })),
      { revenue: '20' },
      { revenue: '0.125' },
    ]);
    const { calibrations } = await calibrate(database, { createdBy: 'test' });
    expect(calibrations.map(({ score, users, after }) => [score, users, after])).toEqual([
      ['recency', 5, [1, 2, 3, 4]],
      ['frequency', 7, [1, 1, 1, 1]],
      ['monetary', 7, [10, 10, 10, 10]],
    ]);
  });

  it('needs five users with a value, and names the score and how many there are', async () => {
    const database = await databaseOfTest();
    await importOrders(database, [
      ...[1, 2, 3, 4].map((days) => ({ days, revenue: '10' })),
      { revenue: '20' },
      { days: 9, revenue: '-1' },
    ]);
    await expect(calibrate(database, { createdBy: 'test' })).rejects.toThrow(
      'score "recency": "Days since the last order" is measured over 4 users with a value of days_since_last_order; expected at least 5.',
    );
    expect(await database.prisma.ruleSet.count()).toBe(1);
  });

  it('measures averages, minutes, ages and signals, each in its own unit, over whom the rule set says', async () => {
    const database = await databaseOfTest();
    await publishShop(database, sampleShop(60, 3));
    const over = { feature: 'session_count', gte: 1 };
    const component = (feature: string, cuts: number[]) => ({
      feature,
      label: feature,
      cuts,
      best: 'high' as const,
      calibrate: { over },
    });
    const features = [
      'average_session_minutes',
      'longest_session_minutes',
      'age_years',
      'signal.cart',
      'days_since_last_seen',
    ];
    const rules = editedRules(({ scores }) => {
      for (const [at, feature] of features.entries())
        scores.push({ key: `measured_${at}`, label: feature, components: [component(feature, [1])] });
    });
    await publish(database, (await draft(database, rules)).version);
    const { calibrations, snapshot } = await calibrate(database, { createdBy: 'test' });
    const { rows } = await database.pool.query<Record<string, number | null>>(`
      select (total_session_us::float8 / session_count / 60e6) as average_session_minutes,
             longest_session_us::float8 / 60e6 as longest_session_minutes,
             coalesce(extract(year from age('${snapshot.asOf}'::timestamptz at time zone 'UTC', birth_date)), case when age ~ '^\\d+([.]0)?$' then split_part(age, '.', 1)::integer end)::float8 as age_years,
             (signals ->> 'cart')::float8 as "signal.cart",
             floor(extract(epoch from '${snapshot.asOf}'::timestamptz - last_seen_at) / 86400)::float8 as days_since_last_seen
        from user_states where valid_to = 2147483647 and session_count >= 1`);
    for (const feature of features) {
      const values = rows
        .map((row) => row[feature])
        .filter((value): value is number => value !== null && value !== undefined);
      const found = calibrations.find((one) => one.feature === feature);
      expect(found?.users, feature).toBe(values.length);
      expect(found?.after[0], feature).toBeCloseTo(percentiles(values, 1)[0] as number, 5);
      // Rounded up: whoever has the value itself is not above the cut point.
      expect(found?.after[0]).toBeGreaterThanOrEqual((percentiles(values, 1)[0] as number) - 1e-9);
    }
  });

  it('is refused where no score is to be calibrated, and before anything is published', async () => {
    const database = await databaseOfTest();
    await expect(calibrate(database, { createdBy: 'test' })).rejects.toMatchObject({ code: 'NO_SNAPSHOT' });
    await importRows(database, 'profiles', [{ user_pseudo_id: 'a', city: 'Lugo' }]);
    await recompute(database, '2031-01-01');
    const fixed = editedRules(({ scores }) => {
      for (const component of scores.flatMap(({ components }) => components))
        if ('cuts' in component) delete component.calibrate;
    });
    await publish(database, (await draft(database, fixed)).version);
    await expect(calibrate(database, { createdBy: 'test' })).rejects.toThrow(
      'Rule set 2 has no score with "cuts" and "calibrate": there is nothing to calibrate.',
    );
  });
});
