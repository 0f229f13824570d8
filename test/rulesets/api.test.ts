// Rule sets over GraphQL: for admins, audited, with the worker's queue for what a run does.
import { beforeAll, describe, expect, it } from 'vitest';
import { DEFAULT_RULE_SET } from '../../src/rules/default-rule-set.ts';
import { publishedRuleSet } from '../../src/rulesets/service.ts';
import { executeRun, type RunRequest, requestRun } from '../../src/runs/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { freshDatabase } from '../support/database.ts';
import { idOfKey } from '../support/key-parts.ts';
import { publishShop, sampleShop } from '../support/sample-shop.ts';
import { SPENDING, withHighValueFrom, withSpending } from './edited-rules.ts';

const ERRORS = 'errors { path code message }';
const SAVE = `mutation ($input: SaveRuleSetDraftInput!) {
  saveRuleSetDraft(input: $input) { ruleSet { version status name note createdBy publishedAt document } ${ERRORS} }
}`;
const PREVIEW = `mutation ($input: PreviewRuleSetInput!) {
  previewRuleSet(input: $input) {
    preview {
      snapshot { id } users usersLeftOut movers cost { usersRewritten readsEvents elapsedMs }
      dimensions { key label change movers segments { key change before after } flows { from to users } sample { externalId from to } }
    }
    ${ERRORS}
  }
}`;
const PUBLISH = `mutation ($version: Int!) {
  publishRuleSet(version: $version) { run { id kind status requestedBy } ${ERRORS} }
}`;
const ROLLBACK = `mutation { rollbackRuleSet { run { id kind status } ruleSet { version status } ${ERRORS} } }`;

interface Started {
  run: { id: string } | null;
  errors: { message: string }[];
}

let api: Api;
const requests: RunRequest[] = [];

beforeAll(async () => {
  const database = await freshDatabase();
  const startRun = (request: RunRequest): Promise<number> => {
    requests.push(request);
    return requestRun(database, request);
  };
  api = await buildApi({ database, startRun });
  await publishShop(database, sampleShop(40, 11));
});

const save = (document: unknown, note = '') =>
  api.data<{
    saveRuleSetDraft: { ruleSet: { version: number } | null; errors: { path: string[]; message: string }[] };
  }>(SAVE, { input: { document, note } });

async function savedVersion(document: unknown): Promise<number> {
  const { saveRuleSetDraft } = await save(document);
  return saveRuleSetDraft.ruleSet?.version as number;
}

async function lastAudit(): Promise<object | null> {
  const entry = await api.database.prisma.auditEntry.findFirst({ orderBy: { entryId: 'desc' } });
  return entry && { actor: entry.actor, action: entry.action, details: entry.details };
}

const actor = (): string => `key ${idOfKey(api.keys.admin)}`;

describe('rule sets over GraphQL', () => {
  it('are for admins', async () => {
    const queries = [
      '{ ruleSet { version } }',
      '{ ruleSets { version } }',
      '{ validateRuleSet(document: {}) { valid } }',
      'mutation { saveRuleSetDraft(input: { document: {} }) { errors { message } } }',
      'mutation { deleteRuleSetDraft(version: 1) { version } }',
      'mutation { previewRuleSet(input: { version: 1 }) { errors { message } } }',
      'mutation { publishRuleSet(version: 1) { errors { message } } }',
      'mutation { rollbackRuleSet { errors { message } } }',
      'mutation { calibrateRuleSet { errors { message } } }',
    ];
    for (const role of ['viewer', 'marketer'] as const)
      for (const query of queries) {
        const { errors } = await api.ask(query, {}, role);
        expect(
          errors?.map(({ extensions }) => extensions.code),
          query,
        ).toEqual(['FORBIDDEN']);
      }
    expect(await api.database.prisma.auditEntry.count({ where: { action: { not: 'import' } } })).toBe(0);
  });

  it('are read: the published one, one of a version, none, and the newest first', async () => {
    const query = '{ ruleSet { version status name publishedAt document differences { what } } }';
    const { ruleSet } = await api.data<{ ruleSet: object }>(query);
    expect(ruleSet).toEqual({
      version: 1,
      status: 'PUBLISHED',
      name: 'default',
      publishedAt: expect.any(String),
      document: DEFAULT_RULE_SET,
      differences: [],
    });
    const version = await savedVersion(withSpending());
    const of =
      'query ($version: Int) { ruleSet(version: $version) { status differences { change what description } } }';
    expect(await api.data(of, { version })).toEqual({
      ruleSet: {
        status: 'DRAFT',
        differences: [{ change: 'ADDED', what: 'dimension spending', description: 'Big, Small, Nothing' }],
      },
    });
    for (const unknown of [0, -1, 999, 2 ** 31 - 1])
      expect(await api.data(of, { version: unknown })).toEqual({ ruleSet: null });
    const { ruleSets } = await api.data<{ ruleSets: { version: number }[] }>(
      '{ ruleSets(first: 2) { version } }',
    );
    expect(ruleSets).toEqual([{ version }, { version: version - 1 }]);
    for (const first of [0, 101]) {
      const { errors } = await api.ask(`{ ruleSets(first: ${first}) { version } }`);
      expect(errors?.[0]).toMatchObject({ message: `first: expected 1 to 100, got ${first}.` });
    }
    const { errors } = await api.ask('{ ruleSet { differences(from: 77) { what } } }');
    expect(errors?.[0]?.extensions.code).toBe('BAD_USER_INPUT');
  });

  it('are checked without being saved, given as a variable or written into the query', async () => {
    const count = await api.database.prisma.ruleSet.count();
    const check =
      'query ($document: JSON!) { validateRuleSet(document: $document) { valid problems { path message } } }';
    expect(await api.data(check, { document: withSpending() })).toEqual({
      validateRuleSet: { valid: true, problems: [] },
    });
    const { name: _, ...nameless } = DEFAULT_RULE_SET;
    expect(await api.data(check, { document: nameless })).toEqual({
      validateRuleSet: { valid: false, problems: [{ path: 'rules.name', message: expect.any(String) }] },
    });
    const literal =
      '{ validateRuleSet(document: { name: "x", scores: [1, 2.5, true, null, {}], session: { timeoutMinutes: 0 } }) { problems { path } } }';
    const { validateRuleSet } = await api.data<{ validateRuleSet: { problems: { path: string }[] } }>(
      literal,
    );
    expect(validateRuleSet.problems.map(({ path }) => path)).toEqual(
      expect.arrayContaining(['rules.session.timeoutMinutes', 'rules.scores[0]', 'rules.signals']),
    );
    expect(await api.database.prisma.ruleSet.count()).toBe(count);
  });

  it('are saved as drafts, audited under the key, without the document', async () => {
    const { saveRuleSetDraft } = await save(withHighValueFrom(400), 'lower');
    expect(saveRuleSetDraft).toEqual({
      ruleSet: {
        version: expect.any(Number),
        status: 'DRAFT',
        name: 'default',
        note: 'lower',
        createdBy: actor(),
        publishedAt: null,
        document: withHighValueFrom(400),
      },
      errors: [],
    });
    const version = saveRuleSetDraft.ruleSet?.version as number;
    expect(await lastAudit()).toEqual({ actor: actor(), action: 'rules.save', details: { version } });
  });

  it('that are wrong are refused with a path for each problem, and what is published stands', async () => {
    const document = { ...DEFAULT_RULE_SET, name: '', dimensions: [{ ...SPENDING, label: '' }] };
    const { saveRuleSetDraft } = await save(document);
    expect(saveRuleSetDraft.ruleSet).toBeNull();
    expect(saveRuleSetDraft.errors.map(({ path }) => path)).toEqual([
      ['input', 'document', 'name'],
      ['input', 'document', 'dimensions', '0', 'label'],
    ]);
    expect(saveRuleSetDraft.errors[1]?.message).toMatch(/^rules\.dimensions\[0\]\.label: /);
    expect((await save(DEFAULT_RULE_SET, 'x'.repeat(1001))).saveRuleSetDraft.errors).toEqual([
      {
        path: ['input', 'note'],
        code: 'INVALID',
        message: 'note: expected at most 1000 characters, got 1001.',
      },
    ]);
    expect((await publishedRuleSet(api.database.prisma)).version).toBe(1);
  });

  it('are previewed, with the movers named to who asks and never to the audit log', async () => {
    const version = await savedVersion(withHighValueFrom(60));
    const { previewRuleSet } = await api.data<{
      previewRuleSet: { preview: { movers: number; dimensions: { sample: object[] }[] }; errors: [] };
    }>(PREVIEW, { input: { version, examples: 3 } });
    expect(previewRuleSet.errors).toEqual([]);
    expect(previewRuleSet.preview.movers).toBeGreaterThan(2);
    expect(previewRuleSet.preview.dimensions[0]).toMatchObject({
      key: 'customer',
      change: 'KEPT',
      movers: previewRuleSet.preview.movers,
      sample: [{ externalId: expect.any(String) }, {}, {}],
    });
    expect(await lastAudit()).toEqual({ actor: actor(), action: 'rules.preview', details: { version } });
    for (const [input, message] of [
      [{ version: 999 }, /^version: there is no rule set 999/],
      [{ version, examples: 101 }, 'examples: expected 0 to 100, got 101.'],
      [{ version, sample: 0 }, 'sample: expected 1 to 10000000, got 0.'],
    ] as const) {
      const answer = await api.data<{ previewRuleSet: object }>(PREVIEW, { input });
      expect(answer.previewRuleSet).toMatchObject({
        preview: null,
        errors: [
          {
            path: ['input'],
            message: typeof message === 'string' ? message : expect.stringMatching(message),
          },
        ],
      });
    }
  });

  it('are published and rolled back by runs that are queued for the worker', async () => {
    const version = await savedVersion(withHighValueFrom(60));
    const { publishRuleSet } = await api.data<{ publishRuleSet: Started }>(PUBLISH, { version });
    expect(publishRuleSet).toEqual({
      run: { id: expect.any(String), kind: 'RULES', status: 'QUEUED', requestedBy: actor() },
      errors: [],
    });
    const runId = Number(publishRuleSet.run?.id);
    expect(requests.at(-1)).toEqual({ kind: 'rules', publishes: version, requestedBy: actor() });
    expect(await lastAudit()).toEqual({
      actor: actor(),
      action: 'rules.publish',
      details: { version, run: runId },
    });
    expect((await publishedRuleSet(api.database.prisma)).version).toBe(1);

    const remove = `mutation { deleteRuleSetDraft(version: ${version}) { version ${ERRORS} } }`;
    expect(await api.data(remove)).toMatchObject({
      deleteRuleSetDraft: { version: null, errors: [{ path: ['version'] }] },
    });
    await executeRun(api.database, runId);
    expect(await api.data('{ ruleSet { version status } snapshot { id ruleSetVersion } }')).toEqual({
      ruleSet: { version, status: 'PUBLISHED' },
      snapshot: { id: String(runId), ruleSetVersion: version },
    });
    expect((await api.data<{ publishRuleSet: Started }>(PUBLISH, { version })).publishRuleSet).toMatchObject({
      run: null,
      errors: [{ path: ['version'], message: `version: rule set ${version} is the published one already.` }],
    });

    const { rollbackRuleSet } = await api.data<{ rollbackRuleSet: Started }>(ROLLBACK);
    expect(rollbackRuleSet).toMatchObject({
      run: { kind: 'RULES', status: 'QUEUED' },
      ruleSet: { version: 1, status: 'RETIRED' },
      errors: [],
    });
    await executeRun(api.database, Number(rollbackRuleSet.run?.id));
    expect((await publishedRuleSet(api.database.prisma)).version).toBe(1);
    expect(await lastAudit()).toMatchObject({ action: 'rules.rollback', details: { version: 1 } });
  });

  it('are deleted while they are drafts', async () => {
    const version = await savedVersion(withHighValueFrom(70));
    const remove = `mutation ($version: Int!) { deleteRuleSetDraft(version: $version) { version ${ERRORS} } }`;
    expect(await api.data(remove, { version })).toEqual({ deleteRuleSetDraft: { version, errors: [] } });
    expect(await lastAudit()).toEqual({ actor: actor(), action: 'rules.delete', details: { version } });
    for (const other of [version, 1])
      expect(await api.data(remove, { version: other })).toMatchObject({
        deleteRuleSetDraft: { version: null, errors: [{ path: ['version'], code: 'INVALID' }] },
      });
  });

  it('are calibrated into a draft, with what was measured', async () => {
    const calibrate = `mutation { calibrateRuleSet(note: "autumn") {
      ruleSet { version status note } calibrations { score label feature users before after } ${ERRORS}
    } }`;
    const { calibrateRuleSet } = await api.data<{ calibrateRuleSet: { ruleSet: { version: number } } }>(
      calibrate,
    );
    expect(calibrateRuleSet).toMatchObject({
      ruleSet: { status: 'DRAFT', note: 'autumn' },
      calibrations: [
        { score: 'recency', feature: 'days_since_last_order', before: [7, 30, 60, 120] },
        { score: 'frequency', feature: 'transactions', before: [1, 2, 3, 5] },
        { score: 'monetary', feature: 'revenue', before: [50, 100, 250, 500] },
      ],
      errors: [],
    });
    const { version } = calibrateRuleSet.ruleSet;
    expect(await lastAudit()).toEqual({ actor: actor(), action: 'rules.calibrate', details: { version } });
    expect((await publishedRuleSet(api.database.prisma)).version).toBe(1);
  });

  it('carry no SQL: every string of a document, attacked, is refused or stays text', async () => {
    const attack = `x'); drop table user_states; --`;
    const rules = withSpending();
    rules.dimensions = rules.dimensions.map((dimension) => ({
      ...dimension,
      label: attack,
      otherwise: { ...dimension.otherwise, key: attack },
    }));
    const version = await savedVersion({ ...rules, name: attack });
    const { previewRuleSet } = await api.data<{ previewRuleSet: { preview: { users: number } } }>(PREVIEW, {
      input: { version },
    });
    expect(previewRuleSet.preview.users).toBeGreaterThan(0);
    expect(api.logged).toEqual([]);
  });
});
