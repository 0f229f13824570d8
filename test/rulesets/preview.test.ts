// Previews: what they say comes true when the version is published; they write nothing and see one snapshot.
import fc from 'fast-check';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import type { Condition, RuleSet } from '../../src/rules/rule-set.ts';
import { documentProblems, type Preview, previewRules } from '../../src/rulesets/service.ts';
import { contentsOf } from '../support/contents.ts';
import { databaseOfTest, freshDatabase } from '../support/database.ts';
import { COLUMN_OF, importShop, publishShop, sampleShop } from '../support/sample-shop.ts';
import { exportedUsers, importRows, recompute } from '../support/shop.ts';
import {
  draft,
  editedRules,
  publish,
  SPENDING,
  withHighValueFrom,
  withSpending,
  writtenBy,
} from './edited-rules.ts';

const shop = sampleShop(40, 11);

type Exported = Awaited<ReturnType<typeof exportedUsers>>;

/** The preview as users' files before and after a publication say. */
function fromFiles(rules: RuleSet, before: Exported, after: Exported) {
  const columnOf = (key: string): string => COLUMN_OF[key as keyof typeof COLUMN_OF] ?? key;
  const movers = new Set<string>();
  const dimensions = rules.dimensions.map(({ key }) => {
    const column = columnOf(key);
    const flows = new Map<string, number>();
    for (const [at, user] of after.entries()) {
      const [from, to] = [before[at]?.[column] as string, user[column] as string];
      flows.set(`${from} → ${to}`, (flows.get(`${from} → ${to}`) ?? 0) + 1);
      if (from !== to) movers.add(user.user_pseudo_id as string);
    }
    return { key, flows: [...flows].sort() };
  });
  return { movers: movers.size, dimensions };
}

function inFlows({ movers, dimensions }: Preview) {
  return {
    movers,
    dimensions: dimensions.map(({ key, flows }) => ({
      key,
      flows: flows.map(({ from, to, users }) => [`${from} → ${to}`, users]).sort(),
    })),
  };
}

/** The default rule set with other thresholds: each number is multiplied by one of the factors. */
function withFactors(factors: readonly number[]): RuleSet {
  let at = 0;
  const changed = (value: number): number => {
    const factor = factors[at++ % factors.length] as number;
    return Math.round(value * factor);
  };
  return editedRules(({ scores, dimensions }) => {
    for (const component of scores.flatMap(({ components }) => components))
      if ('cuts' in component) component.cuts = component.cuts.map(changed).sort((a, b) => a - b);
    const customer = dimensions[0] as (typeof dimensions)[number];
    for (const { when } of customer.segments) for (const test of tests(when)) change(test);
    for (const rule of ['High Engagement Viewer', 'Frequent Viewer']) {
      const found = dimensions[1]?.segments.find(({ key }) => key === rule);
      for (const test of tests(found?.when as Condition)) change(test);
    }
  });

  function change(test: Record<string, unknown>): void {
    // Of transactions the rules speak to each other: those are left, lest a rule can't be reached.
    if (test.feature === 'transactions') return;
    for (const name of ['gte', 'lte']) if (typeof test[name] === 'number') test[name] = changed(test[name]);
  }
}

function tests(node: Condition): Record<string, unknown>[] {
  if ('all' in node) return node.all.flatMap(tests);
  if ('any' in node) return node.any.flatMap(tests);
  return [node as unknown as Record<string, unknown>];
}

describe('a preview', () => {
  it('says what the publication then does: segments, flows, movers and users written', async () => {
    const database = await freshDatabase();
    await publishShop(database, shop);
    let everMoved = 0;
    const factors = fc
      .array(fc.constantFrom(0.1, 0.5, 0.9, 1, 1.1, 2, 5), { minLength: 3, maxLength: 9 })
      .filter((found) => documentProblems(withFactors(found)).length === 0);
    await fc.assert(
      fc.asyncProperty(factors, async (found) => {
        const rules = withFactors(found);
        const preview = await previewRules(database, rules);
        const before = await exportedUsers(database);
        const { version } = await draft(database, rules);
        const run = await publish(database, version);
        expect(run.kind).toBe('rules');
        const after = await exportedUsers(database);
        expect(inFlows(preview)).toEqual(fromFiles(rules, before, after));
        expect(preview.cost).toMatchObject({
          usersRewritten: await writtenBy(database, run),
          readsEvents: false,
        });
        expect([preview.users, preview.usersLeftOut]).toEqual([after.length, 0]);
        everMoved += preview.movers;
      }),
      { numRuns: 8, seed: 5 },
    );
    expect(everMoved).toBeGreaterThan(20);
  });

  it('says it too where the rule set measures something else, from the inputs', async () => {
    const database = await databaseOfTest();
    await publishShop(database, shop);
    const rules = editedRules((edited) => {
      edited.session.timeoutMinutes = 5;
    });
    const preview = await previewRules(database, rules);
    const before = await exportedUsers(database);
    const run = await publish(database, (await draft(database, rules)).version);
    expect(run.kind).toBe('full');
    expect(inFlows(preview)).toEqual(fromFiles(rules, before, await exportedUsers(database)));
    expect(preview.movers).toBeGreaterThan(0);
    expect(preview.cost).toMatchObject({ usersRewritten: await writtenBy(database, run), readsEvents: true });
  });
});

describe('over one published shop, a preview', () => {
  let database: Database;
  beforeAll(async () => {
    database = await freshDatabase();
    await publishShop(database, shop);
  });

  it('of what is published moves nobody and writes nobody', async () => {
    const preview = await previewRules(database, DEFAULT_RULE_SET);
    expect(preview).toMatchObject({ movers: 0, cost: { usersRewritten: 0, readsEvents: false } });
    for (const { segments, flows, sample } of preview.dimensions) {
      expect(segments.map(({ before }) => before)).toEqual(segments.map(({ after }) => after));
      expect(flows.every(({ from, to }) => from === to)).toBe(true);
      expect(sample).toEqual([]);
    }
  });

  it('writes nothing, not even numbers of segments that are new', async () => {
    const before = await contentsOf(database);
    await previewRules(database, withSpending());
    await previewRules(
      database,
      editedRules((rules) => rules.signals.push(SIGNAL)),
      { sample: 5 },
    );
    expect(await contentsOf(database)).toEqual(before);
  });

  it('counts the users of a dimension that is added, and of one that is removed, beside those who move', async () => {
    const rules = editedRules(({ dimensions }) => {
      dimensions.splice(3, 1, SPENDING);
    });
    const users = await exportedUsers(database);
    const preview = await previewRules(database, rules);
    expect(preview).toMatchObject({ movers: 0, cost: { usersRewritten: users.length } });
    const spending = preview.dimensions.find(({ key }) => key === 'spending');
    const big = users.filter(({ total_revenue }) => Number(total_revenue) >= 300).length;
    expect(spending).toMatchObject({ change: 'added', movers: 0, flows: [], sample: [] });
    expect(spending?.segments[0]).toEqual({ key: 'Big', change: 'added', before: null, after: big });
    const gender = preview.dimensions.at(-1);
    const male = users.filter((user) => user.gender === 'Male').length;
    expect(gender).toMatchObject({ key: 'gender', change: 'removed' });
    expect(gender?.segments[0]).toEqual({ key: 'Male', change: 'removed', before: male, after: null });
  });

  it('follows users from a segment that goes to one that comes', async () => {
    const rules = editedRules(({ dimensions }) => {
      const engagement = dimensions[1] as (typeof dimensions)[number];
      (engagement.segments[0] as { key: string }).key = 'Comes Back';
    });
    const engagement = (await previewRules(database, rules)).dimensions[1];
    const repeat = engagement?.segments.find(({ key }) => key === 'Repeat Purchaser');
    expect(repeat).toMatchObject({ change: 'removed', after: null });
    expect(repeat?.before).toBeGreaterThan(0);
    expect(engagement?.segments[0]).toEqual({
      key: 'Comes Back',
      change: 'added',
      before: null,
      after: repeat?.before,
    });
    expect(engagement?.movers).toBe(repeat?.before);
    expect(engagement?.flows).toContainEqual({
      from: 'Repeat Purchaser',
      to: 'Comes Back',
      users: repeat?.before,
    });
  });

  it('names some of those who move, at most as many as are asked for, and always the same', async () => {
    const rules = withHighValueFrom(60);
    const customer = async (examples?: number) =>
      (await previewRules(database, rules, examples === undefined ? {} : { examples })).dimensions[0];
    const { sample: all = [], movers } = (await customer(1_000)) ?? {};
    expect(movers).toBeGreaterThan(2);
    expect(all).toHaveLength(movers as number);
    expect((await customer())?.sample).toEqual(all.slice(0, 10));
    expect((await customer(2))?.sample).toEqual(all.slice(0, 2));
    expect((await customer(0))?.sample).toEqual([]);
    const segments = new Map(
      (await exportedUsers(database)).map((user) => [user.user_pseudo_id, user.customer_segment]),
    );
    for (const { externalId, from, to } of all) {
      expect(segments.get(externalId)).toBe(from);
      expect(to).not.toBe(from);
    }
  });

  it('over a sample compares so many users, always the same ones, and everybody where there are fewer', async () => {
    const rules = withHighValueFrom(60);
    const { users } = await previewRules(database, rules);
    const sampled = await previewRules(database, rules, { sample: 7 });
    expect([sampled.users, sampled.usersLeftOut]).toEqual([7, users - 7]);
    for (const { segments } of sampled.dimensions)
      expect(segments.reduce((sum, { before }) => sum + (before ?? 0), 0)).toBe(7);
    const again = await previewRules(database, rules, { sample: 7 });
    expect(again.dimensions).toEqual(sampled.dimensions);
    const all = await previewRules(database, rules, { sample: users + 1 });
    expect(all.dimensions).toEqual((await previewRules(database, rules)).dimensions);
  });

  it('from the inputs is the same over a sample of everybody as over everybody', async () => {
    const rules = editedRules((edited) => edited.signals.push(SIGNAL));
    const everybody = await previewRules(database, rules);
    const sampled = await previewRules(database, rules, { sample: 10_000 });
    expect(sampled.dimensions).toEqual(everybody.dimensions);
    expect(everybody.cost).toMatchObject({ readsEvents: true, usersRewritten: everybody.users });
  });

  it('tells how far it is, and ends when its time is over', async () => {
    const told: [number, number][] = [];
    const rules = withHighValueFrom(60);
    await previewRules(database, rules, { onProgress: (done, total) => told.push([done, total]) });
    expect(told).toEqual([[1, 1]]);
    await expect(previewRules(database, rules, { timeoutMs: 0 })).rejects.toMatchObject({ code: 'TIMEOUT' });
    const blocker = await database.pool.connect();
    await blocker.query('begin');
    await blocker.query('lock table user_states in access exclusive mode');
    await expect(previewRules(database, rules, { timeoutMs: 200 })).rejects.toMatchObject({
      code: 'TIMEOUT',
    });
    await blocker.query('rollback');
    blocker.release();
  });

  it('sees the published snapshot, whatever a run has written and not yet published', async () => {
    const rules = withHighValueFrom(60);
    const before = await previewRules(database, rules);
    await database.pool.query(`
      insert into user_states select (s.s).* from (
        select jsonb_populate_record(u, jsonb_build_object('valid_from', 999, 'segment_ids', u.segment_ids[2:] || u.segment_ids[1:1])) as s
          from user_states u where u.valid_to = 2147483647) s`);
    await database.pool.query(
      'update user_states set valid_to = 999 where valid_to = 2147483647 and valid_from < 999',
    );
    const { cost, ...during } = await previewRules(database, rules);
    await database.pool.query('delete from user_states where valid_from = 999');
    await database.pool.query('update user_states set valid_to = 2147483647 where valid_to = 999');
    expect([during.users, during.movers]).toEqual([before.users, before.movers]);
    expect(during.dimensions).toEqual(before.dimensions);
    expect(cost.usersRewritten).toBe(before.cost.usersRewritten);
  });
});

const SIGNAL = {
  key: 'sessions_ever',
  label: 'Sessions',
  of: 'sessions' as const,
  measure: 'count' as const,
};

describe('a preview from the inputs', () => {
  it('leaves out whose inputs have changed since, for it is not the rules that would move them', async () => {
    const database = await databaseOfTest();
    await importShop(database, shop);
    await recompute(database, '2040-01-01');
    const rules = editedRules((edited) => {
      edited.session.timeoutMinutes = 5;
    });
    const { users } = await previewRules(database, rules);
    const [someone] = await exportedUsers(database);
    await importRows(database, 'activity', [
      {
        user_pseudo_id: someone?.user_pseudo_id as string,
        event_name: 'add_to_cart',
        eventTimestamp: '2030-01-01T00:00:00',
      },
      { user_pseudo_id: 'somebody new', event_name: 'add_to_cart', eventTimestamp: '2030-01-01T00:00:00' },
    ]);
    const preview = await previewRules(database, rules);
    expect([preview.users, preview.usersLeftOut]).toEqual([users - 1, 1]);
  });
});

describe('before anything is published', () => {
  it('there is nothing to preview', async () => {
    const database = await databaseOfTest();
    await expect(previewRules(database, DEFAULT_RULE_SET)).rejects.toMatchObject({ code: 'NO_SNAPSHOT' });
  });
});
