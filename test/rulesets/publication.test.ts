// Publishing a version: a run by rules that reads no event and writes only the users who change, and the way back.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import {
  publicationOf,
  publishedRuleSet,
  requireEntry,
  rollbackPublication,
} from '../../src/rulesets/service.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { freshDatabase } from '../support/database.ts';
import { readDerived } from '../support/derived.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { exportedUsers, recompute } from '../support/shop.ts';
import { publishRules } from '../support/windowed-rules.ts';
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

const DAY_MS = 86_400_000;

/** Of states and rollups, those that a run opened or closed. */
async function rowsOf({ pool }: Database, runId: number): Promise<string> {
  const changed = ['user_states', 'segment_rollups', 'place_rollups'].map(
    (table) => `select 1 from ${table} where $1 in (valid_from, valid_to)`,
  );
  const { rows } = await pool.query(`select count(*) as n from (${changed.join(' union all ')}) c`, [runId]);
  return rows[0].n;
}

async function statusOf({ prisma }: Database, version: number): Promise<string> {
  return (await requireEntry(prisma, version)).status;
}

describe('a publication', () => {
  let api: Api;
  let database: Database;
  beforeAll(async () => {
    api = await buildApi();
    database = api.database;
    await publishShop(database, shop);
  });

  it('of a changed threshold writes only the users whom it changes, and reads no event', async () => {
    const before = await exportedUsers(database);
    const { version } = await draft(database, withHighValueFrom(120));
    const { asOf } = await database.prisma.snapshot.findFirstOrThrow({ orderBy: { snapshotId: 'desc' } });
    const runId = await requestRun(database, {
      ...(await publicationOf(database, version)),
      asOf: asOf.toISOString(),
      requestedBy: 'test',
    });
    const statements = await api.statementsOf(() => executeRun(database, runId));
    const run = await database.prisma.run.findUniqueOrThrow({ where: { runId } });
    expect(run).toMatchObject({
      status: 'succeeded',
      kind: 'rules',
      ruleSetVersion: version,
      publishes: version,
    });
    const named = (name: string) => statements.filter((text) => text.includes(`/* recompute.${name} */`));
    expect(named('states_by_rules')).not.toEqual([]);
    expect(named('states')).toEqual([]);
    expect(statements.filter((text) => /\b(from|join)\s+events\b/.test(text))).toEqual([]);

    const after = await exportedUsers(database);
    const moved = after.filter((user, at) => user.customer_segment !== before[at]?.customer_segment);
    expect(moved.length).toBeGreaterThan(0);
    expect(moved.length).toBeLessThan(after.length / 2);
    expect(await writtenBy(database, run)).toBe(moved.length);
    expect(await statusOf(database, version)).toBe('published');
    expect(await statusOf(database, 1)).toBe('retired');
  });

  it('of the published version is refused politely, and of one that there is not too', async () => {
    const { version } = await publishedRuleSet(database.prisma);
    await expect(publicationOf(database, version)).rejects.toThrow(
      `version: rule set ${version} is the published one already.`,
    );
    await expect(publicationOf(database, 77)).rejects.toThrow(
      'version: there is no rule set 77; the newest is 2.',
    );
    expect(await database.prisma.run.count({ where: { status: 'queued' } })).toBe(0);
  });

  it('that measures something else of events becomes a full run, and comes to what a full run does', async () => {
    const shorter = editedRules((rules) => {
      rules.session.timeoutMinutes = 5;
    });
    const run = await publish(database, (await draft(database, shorter)).version);
    expect(run.kind).toBe('full');
    const published = await readDerived(database);
    await recompute(database, shop.asOf, 'full');
    expect(await readDerived(database)).toEqual(published);
  });

  it('that fails leaves the published version as it was, and the draft a draft', async () => {
    const { version } = await publishedRuleSet(database.prisma);
    const next = await draft(database, withHighValueFrom(130));
    const request = { ...(await publicationOf(database, next.version)), asOf: '1999-01-01T00:00:00Z' };
    const run = await executeRun(database, await requestRun(database, { ...request, requestedBy: 'test' }));
    expect(run).toMatchObject({ status: 'failed', error: expect.stringContaining('never goes back') });
    expect(await statusOf(database, next.version)).toBe('draft');
    expect((await publishedRuleSet(database.prisma)).version).toBe(version);
  });

  it('of a draft that is gone when its run begins fails with the reason', async () => {
    const next = await draft(database, withHighValueFrom(140));
    const request = await publicationOf(database, next.version);
    const runId = await requestRun(database, { ...request, requestedBy: 'test' });
    await database.prisma.ruleSet.delete({ where: { version: next.version } });
    expect(await executeRun(database, runId)).toMatchObject({
      status: 'failed',
      error: expect.stringMatching(`there is no rule set ${next.version}`),
    });
  });
});

describe('publications one after the other', () => {
  const when = { segment: 'customer', in: ['Casual Browser'] };
  const edits: readonly [string, (rules: Parameters<Parameters<typeof editedRules>[0]>[0]) => void][] = [
    ['other points', ({ scores }) => Object.assign(scores[0]!.components[0]!, { otherwise: 15 })],
    ['other days', ({ scores }) => Object.assign(scores[1]!.components[0]!, { cuts: [1, 40, 60, 200] })],
    ['one more dimension', ({ dimensions }) => dimensions.push(SPENDING)],
    ['one that reads another', ({ dimensions }) => Object.assign(dimensions[1]!.segments[0]!, { when })],
    ['another order', ({ dimensions }) => dimensions.reverse()],
    ['fewer dimensions', ({ dimensions }) => dimensions.splice(0, 4)],
    ['other labels', ({ dimensions }) => Object.assign(dimensions[0]!, { label: 'Of another name' })],
  ];

  it.each(['as of the same time', 'as of a later one'])('leave nothing to a full run, %s', async (time) => {
    const database = await freshDatabase();
    await publishShop(database, shop);
    const written: Record<string, boolean> = {};
    const rules = editedRules(() => {});
    let asOf = new Date(Date.parse(shop.asOf) + DAY_MS);
    for (const [name, edit] of edits) {
      edit(rules);
      if (time === 'as of a later one') asOf = new Date(asOf.getTime() + 30 * DAY_MS);
      const run = await publishRules(database, structuredClone(rules), asOf.toISOString());
      expect(run.kind).toBe('rules');
      written[name] = (await writtenBy(database, run)) > 0;
      const { runId } = await recompute(database, asOf.toISOString(), 'full');
      expect({ name, written: await rowsOf(database, runId) }).toEqual({ name, written: '0' });
    }
    if (time === 'as of the same time')
      expect(Object.keys(written).filter((name) => !written[name])).toEqual(['other labels']);
  });
});

describe('a rollback', () => {
  it('is refused where nothing was published before', async () => {
    const database = await freshDatabase();
    await publishedRuleSet(database.prisma);
    await draft(database, withHighValueFrom(400));
    await expect(rollbackPublication(database)).rejects.toThrow(
      'No rule set was published before the present one: there is nothing to go back to.',
    );
  });

  it('restores the same states, rollups and files, and a second one undoes the first', async () => {
    const database = await freshDatabase();
    await publishShop(database, shop);
    const [states, files] = [await readDerived(database), await exportedUsers(database)];
    const second = await draft(database, withSpending());
    await publish(database, second.version);
    const changed = await readDerived(database);
    expect(changed.states).not.toEqual(states.states);

    expect(await rollbackPublication(database)).toEqual({ kind: 'rules', publishes: 1 });
    await publish(database, 1);
    expect(await readDerived(database)).toEqual(states);
    expect(await exportedUsers(database)).toEqual(files);
    expect((await publishedRuleSet(database.prisma)).rules).toEqual(DEFAULT_RULE_SET);

    expect(await rollbackPublication(database)).toEqual({ kind: 'rules', publishes: second.version });
    await publish(database, second.version);
    expect(await readDerived(database)).toEqual(changed);
  });
});

describe('a dimension that is published as data', () => {
  it('shows in dimensions, summaries, insights, filters, users and the output file, with no code', async () => {
    const api = await buildApi();
    const oracle = await publishShop(api.database, shop);
    const { version } = await draft(api.database, withSpending());
    const query = `{
      snapshot { ruleSetVersion }
      dimensions { key label segments { key users } }
      summaries(dimension: "spending") { segment { key } users }
      insights { dimensions { dimension { key } distribution { segment { key } users } } }
      big: users(filter: { segments: [{ dimension: "spending", in: ["Big"] }] }, first: 50) {
        totalCount nodes { externalId segment(dimension: "spending") { key } }
      }
    }`;
    const { errors } = await api.ask(query);
    expect(errors?.[0]?.message).toContain('unknown dimension "spending"');
    await publish(api.database, version);

    const revenues = [...oracle.users].map(([id, { total_revenue }]) => ({
      id,
      revenue: Number(total_revenue),
    }));
    const expected = [
      { key: 'Big', users: revenues.filter(({ revenue }) => revenue >= 300) },
      { key: 'Small', users: revenues.filter(({ revenue }) => revenue > 0 && revenue < 300) },
      { key: 'Nothing', users: revenues.filter(({ revenue }) => revenue <= 0) },
    ];
    const counted = expected.map(({ key, users }) => ({ segment: { key }, users: users.length }));
    expect(counted.every(({ users }) => users > 0)).toBe(true);
    const data = await api.data<{
      snapshot: object;
      dimensions: { key: string }[];
      summaries: object[];
      insights: { dimensions: { dimension: { key: string }; distribution: object[] }[] };
      big: { totalCount: number; nodes: { externalId: string; segment: object }[] };
    }>(query);
    expect(data.snapshot).toEqual({ ruleSetVersion: version });
    expect(data.dimensions.at(-1)).toEqual({
      key: 'spending',
      label: 'Spending',
      segments: counted.map(({ segment: { key }, users }) => ({ key, users })),
    });
    expect(data.summaries).toEqual(counted);
    expect(data.insights.dimensions.at(-1)).toEqual({
      dimension: { key: 'spending' },
      distribution: counted,
    });
    expect(data.big.totalCount).toBe(expected[0]?.users.length);
    expect(data.big.nodes.map(({ externalId }) => externalId).sort()).toEqual(
      expected[0]?.users.map(({ id }) => id).sort(),
    );
    expect(data.big.nodes[0]?.segment).toEqual({ key: 'Big' });
    const exported = new Map(
      (await exportedUsers(api.database)).map((user) => [user.user_pseudo_id, user.spending]),
    );
    for (const { key, users } of expected) for (const { id } of users) expect(exported.get(id)).toBe(key);
  });
});
