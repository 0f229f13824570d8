// Every mutation that there is writes its entry into the audit log, under the key that asked: a new one is put here by
// somebody who has thought of it.
import type { GraphQLObjectType } from 'graphql';
import { beforeAll, describe, expect, it } from 'vitest';
import { requestExport } from '../../src/exports/service.ts';
import { schema } from '../../src/graphql/schema.ts';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { withHighValueFrom } from '../rulesets/edited-rules.ts';
import { type Api, buildApi } from '../support/api.ts';
import { freshDatabase } from '../support/database.ts';
import { idOfKey } from '../support/key-parts.ts';
import { importRows, recompute } from '../support/shop.ts';

/** What each mutation writes; null where it changes nothing. */
const ACTIONS: Readonly<Record<string, string | null>> = {
  calibrateRuleSet: 'rules.calibrate',
  cancelExport: 'cancel_export',
  cancelRun: 'cancel_run',
  changeAudienceMembers: 'audience.members',
  createApiKey: 'key.create',
  createAudience: 'audience.create',
  createDestination: 'destination.create',
  createSchedule: 'schedule.create',
  deleteAudience: 'audience.delete',
  deleteDestination: 'destination.delete',
  deleteRuleSetDraft: 'rules.delete',
  deleteSchedule: 'schedule.delete',
  deliverDelta: 'delivery.delta',
  deliverExport: 'delivery.export',
  eraseUser: 'erase_user',
  exportAudience: 'export_audience',
  followAudience: 'audience.follow',
  mergeUsers: 'merge_users',
  pauseSchedule: 'schedule.pause',
  previewAudience: null,
  previewRuleSet: 'rules.preview',
  publishRuleSet: 'rules.publish',
  recompute: 'recompute',
  redeliver: 'delivery.redeliver',
  revokeApiKey: 'key.revoke',
  rollbackRuleSet: 'rules.rollback',
  saveRuleSetDraft: 'rules.save',
  suppressUsers: 'suppressions.add',
  testDestination: 'delivery.test',
  undoImport: 'undo_import',
  unfollowAudience: 'audience.unfollow',
  unsuppressUsers: 'suppressions.remove',
  unwatchAudience: 'audience.unwatch',
  updateAudience: 'audience.update',
  watchAudience: 'audience.watch',
};

const BUYERS = ['ann', 'bob', 'cid', 'dan', 'eve'];

let api: Api;
let imported: number;
const asked = new Set<string>();
beforeAll(async () => {
  const database = await freshDatabase();
  api = await buildApi({
    database,
    startRun: (request) => requestRun(database, request),
    startExport: (request) => requestExport(database, request),
  });
  const orders = BUYERS.map((user) => ({
    ...{ user_pseudo_id: user, Transaction_ID: `of ${user}` },
    ...{ Date: '2024-01-01', Item_revenue: '5' },
  }));
  await importRows(database, 'transactions', orders);
  const [file] = await importRows(database, 'profiles', [{ user_pseudo_id: 'ann', city: 'Lugo' }]);
  imported = file?.importId as number;
  await recompute(database, '2024-01-10');
});

/** Asks for a mutation, which must do what it was asked and write its entry and no other; returns what `selection` selects. */
async function does<T = unknown>(
  mutation: string,
  given: string,
  selection = '',
  variables: Readonly<Record<string, readonly [string, unknown]>> = {},
): Promise<T> {
  const { auditEntry } = api.database.prisma;
  const { _max: before } = await auditEntry.aggregate({ _max: { entryId: true } });
  const declared = Object.entries(variables).map(([name, [type]]) => `$${name}: ${type}`);
  const values = Object.fromEntries(Object.entries(variables).map(([name, [, value]]) => [name, value]));
  const head = declared.length === 0 ? '' : `(${declared.join(', ')})`;
  const query = `mutation ${head} { answer: ${mutation}${given} { ${selection} errors { message } } }`;
  const { answer } = await api.data<{ answer: T & { errors: unknown[] } }>(query, values);
  expect([mutation, answer.errors]).toEqual([mutation, []]);
  const entries = await auditEntry.findMany({ where: { entryId: { gt: before.entryId ?? 0n } } });
  const action = ACTIONS[mutation];
  const expected = action ? [`key ${idOfKey(api.keys.admin)} ${action}`] : [];
  expect([mutation, entries.map((entry) => `${entry.actor} ${entry.action}`)]).toEqual([mutation, expected]);
  asked.add(mutation);
  return answer;
}

describe('the audit log', () => {
  it('has an action for every mutation', () => {
    const mutations = schema.getMutationType() as GraphQLObjectType;
    expect(Object.keys(ACTIONS).toSorted()).toEqual(Object.keys(mutations.getFields()).toSorted());
  });

  it('tells of audiences, and of whom they may not be sent to', async () => {
    const content = 'content: { kind: LIST, externalIds: ["ann"] }';
    await does('previewAudience', `(input: { ${content} })`);
    const { audience } = await does<{ audience: { id: string } }>(
      'createAudience',
      `(input: { name: "some", ${content} })`,
      'audience { id }',
    );
    const { id } = audience;
    await does('updateAudience', `(input: { id: ${id}, expectedVersion: 1, description: "x" })`);
    await does('changeAudienceMembers', `(input: { id: ${id}, expectedVersion: 2, add: ["bob"] })`);
    await does('watchAudience', `(audience: ${id})`);
    await does('unwatchAudience', `(audience: ${id})`);
    await does('deleteAudience', `(id: ${id})`);
    await does('suppressUsers', '(input: { externalIds: ["ann"], reason: "x" })');
    await does('unsuppressUsers', '(input: { externalIds: ["ann"] })');
  });

  it('tells of exports, destinations, deliveries and schedules', async () => {
    const { audience } = await does<{ audience: { id: string } }>(
      'createAudience',
      '(input: { name: "all", content: { kind: FILTER, filter: {} } })',
      'audience { id }',
    );
    const { id } = audience;
    await does('createDestination', '(input: { name: "crm", webhook: { url: "https://crm.example.com" } })');
    await does('followAudience', `(audience: ${id}, destination: "crm")`);
    await does('unfollowAudience', `(audience: ${id}, destination: "crm")`);
    const exported = await does<{ export: { id: string } }>(
      'exportAudience',
      `(input: { audience: ${id}, idempotencyKey: "x" })`,
      'export { id }',
    );
    await does('deliverExport', `(export: ${exported.export.id}, destination: "crm")`);
    await does('cancelExport', `(id: ${exported.export.id})`);
    await does('deliverDelta', `(input: { audience: ${id}, destination: "crm" })`);
    const { delivery } = await does<{ delivery: { id: string } }>(
      'testDestination',
      '(id: "crm")',
      'delivery { id }',
    );
    const deliveryId = Number(delivery.id);
    await api.database.prisma.delivery.update({ where: { deliveryId }, data: { state: 'dead' } });
    await does('redeliver', `(id: ${deliveryId})`);
    const { schedule } = await does<{ schedule: { id: string } }>(
      'createSchedule',
      `(input: { audience: ${id}, destination: "crm", cron: "0 6 * * *", delta: {} })`,
      'schedule { id }',
    );
    await does('pauseSchedule', `(id: ${schedule.id})`);
    await does('deleteSchedule', `(id: ${schedule.id})`);
    await does('deleteDestination', '(id: "crm")');
  });

  it('tells of rule sets and runs', async () => {
    const { ruleSet } = await does<{ ruleSet: { version: number } }>(
      'saveRuleSetDraft',
      '(input: { document: $document })',
      'ruleSet { version }',
      { document: ['JSON!', withHighValueFrom(400)] },
    );
    await does('previewRuleSet', `(input: { version: ${ruleSet.version} })`);
    const { run } = await does<{ run: { id: string } }>(
      'publishRuleSet',
      `(version: ${ruleSet.version})`,
      'run { id }',
    );
    await executeRun(api.database, Number(run.id));
    await does('rollbackRuleSet', '');
    const calibrated = await does<{ ruleSet: { version: number } }>(
      'calibrateRuleSet',
      '',
      'ruleSet { version }',
    );
    await does('deleteRuleSetDraft', `(version: ${calibrated.ruleSet.version})`);
    const recomputed = await does<{ run: { id: string } }>('recompute', '(input: {})', 'run { id }');
    await does('cancelRun', `(id: ${recomputed.run.id})`);
  });

  it('tells of keys, people and imports', async () => {
    const { apiKey } = await does<{ apiKey: { id: string } }>(
      'createApiKey',
      '(input: { role: VIEWER })',
      'apiKey { id }',
    );
    await does('revokeApiKey', `(id: "${apiKey.id}")`);
    await does('mergeUsers', '(input: { loser: { externalId: "bob" }, survivor: { externalId: "ann" } })');
    await does('eraseUser', '(input: { user: { externalId: "cid" } })');
    await does('undoImport', `(id: ${imported})`);
  });

  it('was asked for all of them', () => {
    expect([...asked].toSorted()).toEqual(Object.keys(ACTIONS).toSorted());
  });
});
