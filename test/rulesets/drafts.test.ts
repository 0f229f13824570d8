// Drafts: saved under numbers of their own, refused with every path, listed, deleted; the published one goes on.
import { describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import {
  deleteDraft,
  documentProblems,
  publishedRuleSet,
  requireEntry,
  ruleSetEntries,
  ruleSetVersion,
} from '../../src/rulesets/service.ts';
import { requestRun } from '../../src/runs/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { draft, editedRules, withHighValueFrom } from './edited-rules.ts';

describe('a draft', () => {
  it('is saved beside the published rule set, which goes on, with who saved it and why', async () => {
    const database = await databaseOfTest();
    const saved = await draft(database, withHighValueFrom(400), 'lower');
    expect(saved).toMatchObject({
      version: 2,
      status: 'draft',
      createdBy: 'test',
      note: 'lower',
      publishedAt: null,
    });
    expect(await publishedRuleSet(database.prisma)).toEqual({ version: 1, rules: DEFAULT_RULE_SET });
    expect(await ruleSetVersion(database.prisma, 2)).toEqual(withHighValueFrom(400));
    expect(
      (await ruleSetEntries(database.prisma, 10)).map(({ version, status }) => [version, status]),
    ).toEqual([
      [2, 'draft'],
      [1, 'published'],
    ]);
  });

  it('is kept with what has a default filled in, so that another default would not change what it means', async () => {
    const database = await databaseOfTest();
    const { timeZone: _, ...document } = structuredClone(DEFAULT_RULE_SET);
    const { version } = await draft(database, document);
    const stored = await database.prisma.ruleSet.findUniqueOrThrow({ where: { version } });
    expect(stored.document).toMatchObject({ timeZone: 'UTC' });
  });

  it('of a wrong document is refused with every path and reason, and nothing is saved', async () => {
    const database = await databaseOfTest();
    await publishedRuleSet(database.prisma);
    const wrong = editedRules((rules) => {
      rules.name = '';
      Object.assign(rules.dimensions[2] as object, { label: 7 });
      Object.assign(rules.session, { timeoutMinutes: 0 });
    });
    const problems = documentProblems(wrong);
    expect(problems.map(({ path }) => path)).toEqual([
      'rules.name',
      'rules.session.timeoutMinutes',
      'rules.dimensions[2].label',
    ]);
    const refusal = await draft(database, wrong).catch((error: Error) => error);
    expect(refusal).toMatchObject({ name: 'BadInputError' });
    for (const { path, message } of problems) expect(String(refusal)).toContain(`${path}: ${message}`);
    expect(await database.prisma.ruleSet.count()).toBe(1);
    expect((await publishedRuleSet(database.prisma)).version).toBe(1);
  });

  it('is refused where it is no rule set at all, whatever it is', async () => {
    const database = await databaseOfTest();
    for (const document of [null, 5, 'rules', [], {}, undefined, { name: 'x', extra: 1 }])
      await expect(draft(database, document)).rejects.toMatchObject({ name: 'BadInputError' });
  });

  it('has a note that can be stored, of at most 1,000 characters', async () => {
    const database = await databaseOfTest();
    expect((await draft(database, DEFAULT_RULE_SET, 'x'.repeat(1_000))).note).toHaveLength(1_000);
    for (const note of ['x'.repeat(1_001), 'a\0b', '\ud800'])
      await expect(draft(database, DEFAULT_RULE_SET, note)).rejects.toThrow(/^note: expected/);
  });

  it('gets a number of its own when several are saved at once', async () => {
    const database = await databaseOfTest();
    const saved = await Promise.all(
      Array.from({ length: 12 }, (_, at) => draft(database, withHighValueFrom(100 + at), `note ${at}`)),
    );
    expect(new Set(saved.map(({ version }) => version)).size).toBe(12);
    for (const [at, { version }] of saved.entries())
      expect(await ruleSetVersion(database.prisma, version)).toEqual(withHighValueFrom(100 + at));
  });

  it('never gets the number of one that was deleted', async () => {
    const database = await databaseOfTest();
    const first = await draft(database, withHighValueFrom(400));
    await ruleSetVersion(database.prisma, first.version);
    await deleteDraft(database, first.version);
    const second = await draft(database, withHighValueFrom(300));
    expect(second.version).toBeGreaterThan(first.version);
    await expect(ruleSetVersion(database.prisma, first.version)).rejects.toThrow(
      `version: there is no rule set ${first.version}; the newest is ${second.version}.`,
    );
  });
});

describe('deleting', () => {
  it('is for drafts only', async () => {
    const database = await databaseOfTest();
    await publishedRuleSet(database.prisma);
    await expect(deleteDraft(database, 1)).rejects.toThrow(
      'version: rule set 1 is published; only drafts can be deleted.',
    );
    for (const version of [9, 0, -1, 2 ** 31, 2 ** 40])
      await expect(deleteDraft(database, version)).rejects.toThrow(
        `version: there is no rule set ${version}; the newest is 1.`,
      );
  });

  it('is refused while a run is to publish the draft, and goes well when it is not any more', async () => {
    const database = await databaseOfTest();
    const { version } = await draft(database, withHighValueFrom(400));
    const runId = await requestRun(database, { requestedBy: 'test', kind: 'rules', publishes: version });
    await expect(deleteDraft(database, version)).rejects.toThrow(/is being published; cancel its run first/);
    expect((await requireEntry(database.prisma, version)).status).toBe('draft');
    await database.prisma.run.update({ where: { runId }, data: { status: 'cancelled' } });
    await deleteDraft(database, version);
    expect(await database.prisma.ruleSet.findMany({ where: { version } })).toEqual([]);
  });
});

describe('a version that was read', () => {
  it('is parsed once, and its document is not fetched again', async () => {
    const database = await databaseOfTest();
    const { version } = await draft(database, withHighValueFrom(400));
    const first = await ruleSetVersion(database.prisma, version);
    expect(await ruleSetVersion(database.prisma, version)).toBe(first);
  });

  it('is not mistaken for one of the same number in another database', async () => {
    const [one, other] = [await databaseOfTest(), await databaseOfTest()];
    await draft(one, withHighValueFrom(400));
    await draft(other, withHighValueFrom(300));
    expect(await ruleSetVersion(one.prisma, 2)).toEqual(withHighValueFrom(400));
    expect(await ruleSetVersion(other.prisma, 2)).toEqual(withHighValueFrom(300));
  });

  it('is read anew where the database was restored to another one', async () => {
    const database = await databaseOfTest();
    const { version } = await draft(database, withHighValueFrom(400));
    await ruleSetVersion(database.prisma, version);
    await database.prisma.ruleSet.update({
      where: { version },
      data: { document: JSON.parse(JSON.stringify(withHighValueFrom(300))), createdAt: new Date(0) },
    });
    expect(await ruleSetVersion(database.prisma, version)).toEqual(withHighValueFrom(300));
  });
});
