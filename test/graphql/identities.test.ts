// Erasing, merging and undoing imports over the API: who may, what is answered, what is written down.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { idOfKey } from '../support/key-parts.ts';
import { importRows, recompute } from '../support/shop.ts';

const ERASE = `mutation ($user: UserReference!) { eraseUser(input: { user: $user }) {
  erasure { erasedAt wasErased events orders snapshots } errors { path code message } } }`;
const MERGE = `mutation ($loser: UserReference!, $survivor: UserReference!) {
  mergeUsers(input: { loser: $loser, survivor: $survivor }) {
    merge { loserId survivorId events repeatedEvents } errors { path code message } } }`;
const UNDO =
  'mutation ($id: ID!) { undoImport(id: $id) { import { id kind undoneAt } errors { path code message } } }';
const IMPORTS =
  'query ($first: Int! = 20) { imports(first: $first) { id kind fileName importedAt rowsRead loaded rejected duplicates dropped unknownColumns undoneAt } }';
const USER = 'query ($externalId: String!) { user(externalId: $externalId) { externalId totalEvents } }';

let api: Api;
beforeAll(async () => {
  api = await buildApi();
  const events = ['ann', 'anna', 'bob', 'cid'].map((user) => ({
    user_pseudo_id: user,
    eventTimestamp: '2024-01-10 09:00:00',
  }));
  await importRows(api.database, 'activity', events);
  await importRows(api.database, 'profiles', [{ user_pseudo_id: 'dan', colour: 'red' }]);
  await recompute(api.database, '2024-02-01');
});

const nobody = { externalId: 'nobody' };

describe('for admins only', () => {
  it.each([
    ['erase', ERASE, { user: { externalId: 'ann' } }],
    ['merge', MERGE, { loser: { externalId: 'ann' }, survivor: { externalId: 'bob' } }],
    ['imports', UNDO, { id: 1 }],
    ['imports', IMPORTS, {}],
  ])('is the right to %s', async (right, query, variables) => {
    for (const role of ['viewer', 'marketer'] as const) {
      const { errors } = await api.ask(query, variables, role);
      expect(errors?.map(({ message, extensions }) => [message, extensions.code])).toEqual([
        [`${right}: the role ${role} may not; needed is admin.`, 'FORBIDDEN'],
      ]);
    }
    expect(await api.database.prisma.auditEntry.count({ where: { action: { not: 'import' } } })).toBe(0);
    expect(await api.database.prisma.user.count()).toBe(5);
  });
});

describe('mergeUsers', () => {
  it("answers what moved; the loser's id leads to the survivor at once, and lists follow with the run", async () => {
    const users = { loser: { externalId: 'anna' }, survivor: { externalId: 'ann' } };
    expect(await api.data(MERGE, users)).toEqual({
      mergeUsers: {
        merge: { loserId: expect.any(String), survivorId: expect.any(String), events: 1, repeatedEvents: 0 },
        errors: [],
      },
    });
    expect(await api.data(USER, { externalId: 'anna' })).toEqual({
      user: { externalId: 'ann', totalEvents: 1 },
    });
    expect(await api.data('{ users { totalCount } }')).toEqual({ users: { totalCount: 5 } });
    await recompute(api.database, '2024-02-01', 'incremental');
    expect(await api.data(USER, { externalId: 'anna' })).toEqual({
      user: { externalId: 'ann', totalEvents: 2 },
    });
    expect(await api.data('{ users { totalCount } }')).toEqual({ users: { totalCount: 4 } });
  });

  it('answers what is wrong, with the argument', async () => {
    const bob = { externalId: 'bob' };
    for (const [loser, survivor, role, message] of [
      [nobody, bob, 'loser', /^loser: there is no user of the external id "nobody"/],
      [bob, { id: '0' }, 'survivor', /^survivor: there is no user of the id "0"/],
      [bob, bob, 'loser', /^loser: is the survivor, user \d+, already/],
      [{}, bob, 'loser', /^loser: give exactly one of "id" and "externalId"/],
    ] as const)
      expect(await api.data(MERGE, { loser, survivor })).toEqual({
        mergeUsers: {
          merge: null,
          errors: [{ path: ['input', role], code: 'INVALID', message: expect.stringMatching(message) }],
        },
      });
  });
});

describe('eraseUser', () => {
  it('hides the user from the newest snapshot and from those before, at once', async () => {
    const { snapshot } = await api.data<{ snapshot: { id: string } }>('{ snapshot { id } }');
    expect(await api.data(ERASE, { user: { externalId: 'anna' } })).toEqual({
      eraseUser: {
        erasure: { erasedAt: expect.any(String), wasErased: false, events: 2, orders: 0, snapshots: 2 },
        errors: [],
      },
    });
    expect(await api.data(USER, { externalId: 'ann' })).toEqual({ user: null });
    for (const id of ['1', snapshot.id])
      expect(
        await api.data(
          'query ($id: ID) { users(snapshot: $id) { totalCount nodes { externalId } } snapshot(id: $id) { users } }',
          { id },
        ),
      ).toEqual({
        users: { totalCount: 3, nodes: ['bob', 'cid', 'dan'].map((externalId) => ({ externalId })) },
        snapshot: { users: 3 },
      });
    expect(await api.data(ERASE, { user: { externalId: 'ann' } })).toMatchObject({
      eraseUser: { erasure: { wasErased: true, events: 0 }, errors: [] },
    });
  });

  it('of whom nobody knows answers so', async () => {
    expect(await api.data(ERASE, { user: nobody })).toEqual({
      eraseUser: {
        erasure: null,
        errors: [
          {
            path: ['input', 'user'],
            code: 'INVALID',
            message: expect.stringMatching(/^user: there is no user/),
          },
        ],
      },
    });
  });
});

describe('imports', () => {
  it('are listed, the newest first, and undone by id', async () => {
    const listed = {
      id: '2',
      kind: 'PROFILES',
      fileName: 'profiles.csv',
      importedAt: expect.any(String),
      rowsRead: 1,
      loaded: 1,
      rejected: 0,
      duplicates: 0,
      dropped: 0,
      unknownColumns: ['colour'],
      undoneAt: null,
    };
    expect(await api.data(IMPORTS)).toMatchObject({
      imports: [listed, { id: '1', kind: 'ACTIVITY', loaded: 4 }],
    });
    expect(await api.data(IMPORTS, { first: 1 })).toEqual({ imports: [listed] });
    expect(await api.data(UNDO, { id: 2 })).toEqual({
      undoImport: { import: { id: '2', kind: 'PROFILES', undoneAt: expect.any(String) }, errors: [] },
    });
    await recompute(api.database, '2024-02-01', 'incremental');
    expect(await api.data('{ users { totalCount } }')).toEqual({ users: { totalCount: 2 } });
    for (const [id, message] of [
      ['2', /^id: import 2 was undone at .* already\.$/],
      ['99', /^id: there is no import "99"/],
      ["1'; drop table events; --", /^id: there is no import "1'; drop/],
    ] as const)
      expect(await api.data(UNDO, { id })).toEqual({
        undoImport: {
          import: null,
          errors: [{ path: ['id'], code: 'INVALID', message: expect.stringMatching(message) }],
        },
      });
  });

  it('of no number that is too small or too large', async () => {
    for (const first of [0, -1, 101]) {
      const { errors } = await api.ask(IMPORTS, { first });
      expect(errors?.[0]).toMatchObject({
        message: `first: expected 1 to 100, got ${first}.`,
        extensions: { code: 'BAD_USER_INPUT' },
      });
    }
  });
});

it('all of it is in the audit log under the key that asked, and no external id', async () => {
  const entries = await api.database.prisma.auditEntry.findMany({
    where: { action: { not: 'import' } },
    orderBy: { entryId: 'asc' },
  });
  const actor = `key ${idOfKey(api.keys.admin)}`;
  expect(entries.map(({ at: _, entryId: __, ...entry }) => entry)).toEqual([
    { actor, action: 'merge_users', details: { loser: expect.any(String), survivor: expect.any(String) } },
    { actor, action: 'erase_user', details: { users: [expect.any(String), expect.any(String)] } },
    { actor, action: 'undo_import', details: { import: 2 } },
  ]);
});
