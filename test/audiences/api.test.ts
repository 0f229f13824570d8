// Audiences and suppressions over the API: what a marketer sees, what is refused and where, and that a viewer gets nothing.
import { beforeAll, describe, expect, it } from 'vitest';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';

let api: Api;

const NAMES = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay'];

beforeAll(async () => {
  api = await buildApi();
  await importRows(
    api.database,
    'profiles',
    NAMES.map((user, at) => ({
      user_pseudo_id: user,
      email: `${user}@example.com`,
      phone: at === 4 ? '0034 600 00 00 04' : `+34 600 00 00 0${at}`,
      consent: at === 3 ? 'no' : 'yes',
      city: at % 2 === 0 ? 'Lugo' : 'Vigo',
    })),
  );
  await recompute(api.database, '2024-01-10');
});

const CREATE = `mutation ($input: CreateAudienceInput!) {
  createAudience(input: $input) { audience { id name kind version filter size owner operands { name } } unknownIds errors { path code message } }
}`;
interface Created {
  readonly createAudience: {
    readonly audience: { readonly id: string } & Record<string, unknown>;
    readonly unknownIds: number;
    readonly errors: readonly { path: string[]; code: string; message: string }[];
  };
}
let made = 0;
async function create(content: object, name = `audience ${++made}`): Promise<Created['createAudience']> {
  return (await api.data<Created>(CREATE, { input: { name, content } }, 'marketer')).createAudience;
}
const idOf = async (content: object, name?: string) => (await create(content, name)).audience.id;

const LUGO = { kind: 'FILTER', filter: { city: { eq: 'Lugo' } } };

describe('an audience', () => {
  it('is saved, shown with its numbers, and echoes its filter without what says nothing', async () => {
    const { audience, errors } = await create(
      {
        kind: 'FILTER',
        filter: { and: [{ city: { eq: 'Lugo', in: null } }], revenue: { gte: '0' }, or: null },
      },
      'people of Lugo',
    );
    expect(errors).toEqual([]);
    expect(audience).toMatchObject({
      name: 'people of Lugo',
      kind: 'FILTER',
      version: 1,
      filter: { and: [{ city: { eq: 'Lugo' } }], revenue: { gte: '0' } },
      size: 3,
      operands: [],
    });
    const shown = await api.data(
      `query ($id: ID!) { audience(id: $id) {
         problem size
         figures { users contactable leftOut { reason users } segments { segment { key } users contactable share } }
         trend { snapshot version users }
         sample(first: 2) { externalId email }
         versions { version kind createdBy } } }`,
      { id: audience.id },
      'marketer',
    );
    expect(shown).toMatchObject({
      audience: {
        problem: null,
        size: 3,
        figures: { users: 3, contactable: 3 },
        trend: [{ version: 1, users: 3 }],
        versions: [{ version: 1, kind: 'FILTER' }],
      },
    });
    const { sample } = (shown as { audience: { sample: { externalId: string; email: string }[] } }).audience;
    expect(sample).toHaveLength(2);
    for (const { externalId, email } of sample) expect(email).toBe(`${externalId}@example.com`);
  });

  it('tells what it shares with others, in the order asked', async () => {
    const lugo = await idOf(LUGO);
    const list = await idOf({ kind: 'LIST', externalIds: ['ann', 'bob', 'nobody'] });
    const none = await idOf({ kind: 'DIFFERENCE', operands: [lugo, await idOf(LUGO)] });
    const { audience } = await api.data<{ audience: unknown }>(
      `query ($id: ID!, $with: [ID!]!) { audience(id: $id) { overlap(with: $with) { audience { id } users both share } } }`,
      { id: lugo, with: [list, none] },
      'marketer',
    );
    expect(audience).toEqual({
      overlap: [
        { audience: { id: list }, users: 2, both: 1, share: 0.3333 },
        { audience: { id: none }, users: 0, both: 0, share: 0 },
      ],
    });
  });

  it('is looked at before it is saved: how many, of what kind, and who would be left out and why', async () => {
    const suppressed = await api.data(
      `mutation ($input: SuppressUsersInput!) { suppressUsers(input: $input) { suppressed { users awaited erased emails phones } errors { path message } } }`,
      {
        input: {
          externalIds: ['ann', 'not-yet'],
          emails: [' Cid@EXAMPLE.com '],
          phones: ['+34 600 000 004'],
          reason: 'asked us to',
        },
      },
      'marketer',
    );
    expect(suppressed).toEqual({
      suppressUsers: { suppressed: { users: 1, awaited: 1, erased: 0, emails: 1, phones: 1 }, errors: [] },
    });
    const { previewAudience } = await api.data<{ previewAudience: { figures: Record<string, unknown> } }>(
      `mutation ($input: PreviewAudienceInput!) { previewAudience(input: $input) {
         figures { users contactable leftOut { reason users } segments { segment { key } users contactable share } } errors { message } } }`,
      { input: { content: { kind: 'LIST', externalIds: NAMES } } },
      'marketer',
    );
    expect(previewAudience.figures).toMatchObject({
      users: 6,
      contactable: 2,
      leftOut: [
        { reason: 'GONE', users: 0 },
        { reason: 'NO_CONSENT', users: 1 },
        { reason: 'SUPPRESSED_USER', users: 1 },
        { reason: 'SUPPRESSED_EMAIL', users: 1 },
        { reason: 'SUPPRESSED_PHONE', users: 1 },
      ],
    });
    expect(previewAudience.figures.segments).toContainEqual({
      segment: { key: 'Casual Browser' },
      users: 6,
      contactable: 2,
      share: 1,
    });
    const list = await api.data(
      `{ suppressionCounts { users awaited emails phones } suppressions(kind: USER) { externalId reason expiresAt } }`,
      {},
      'marketer',
    );
    expect(list).toEqual({
      suppressionCounts: { users: 1, awaited: 1, emails: 1, phones: 2 },
      suppressions: [{ externalId: 'ann', reason: 'asked us to', expiresAt: null }],
    });
    const undone = await api.data(
      `mutation ($input: UnsuppressUsersInput!) { unsuppressUsers(input: $input) { unsuppressed { users awaited emails phones } errors { message } } }`,
      {
        input: { externalIds: ['ann', 'not-yet'], emails: ['cid@example.com'], phones: ['+34600000004'] },
      },
      'marketer',
    );
    expect(undone).toEqual({
      unsuppressUsers: { unsuppressed: { users: 1, awaited: 1, emails: 1, phones: 1 }, errors: [] },
    });
  });

  it('of a list takes users and lets them go, in a version each', async () => {
    const { audience, unknownIds } = await create({ kind: 'LIST', externalIds: ['ann', 'nobody'] });
    expect(unknownIds).toBe(1);
    const change = (input: object) =>
      api.data(
        `mutation ($input: ChangeAudienceMembersInput!) { changeAudienceMembers(input: $input) {
           audience { version size } added removed unknownIds errors { path code } } }`,
        { input: { id: audience.id, ...input } },
        'marketer',
      );
    expect(await change({ expectedVersion: 1, add: ['bob', 'cid', 'ann'], remove: ['cid', 'who'] })).toEqual({
      changeAudienceMembers: {
        audience: { version: 2, size: 2 },
        added: 1,
        removed: 0,
        unknownIds: 1,
        errors: [],
      },
    });
    expect(await change({ expectedVersion: 1, add: ['dan'] })).toEqual({
      changeAudienceMembers: {
        audience: null,
        added: 0,
        removed: 0,
        unknownIds: 0,
        errors: [{ path: ['input', 'expectedVersion'], code: 'CONFLICT' }],
      },
    });
  });
});

describe('what is refused', () => {
  it.each([
    [
      { kind: 'FILTER', filter: { segments: [{ dimension: 'customer', in: ['VIP'] }] } },
      ['filter', 'segments', '0', 'in', '0'],
      'High-Value Customer',
    ],
    [
      { kind: 'FILTER', filter: { or: [{ segments: [{ dimension: 'mood', in: [] }] }] } },
      ['filter', 'or', '0', 'segments', '0', 'dimension'],
      'engagement',
    ],
    [{ kind: 'FILTER', filter: { city: { eq: 'half \ud83d' } } }, ['filter'], 'surrogate pair'],
    [{ kind: 'FILTER', filter: { city: { eq: 'nul\0' } } }, ['filter', 'city', 'eq'], 'NUL'],
    [{ kind: 'FILTER' }, ['filter'], 'FILTER takes filter, which is missing'],
    [
      { kind: 'LIST', externalIds: [], operands: [] },
      ['operands'],
      'LIST takes externalIds, and no operands',
    ],
    [{ kind: 'LIST', externalIds: ['ok', ' '] }, ['externalIds', '1'], 'expected an id'],
    [{ kind: 'UNION', operands: ['1'] }, ['operands'], '2 to 20'],
    [{ kind: 'UNION', operands: ['1', '-1; drop table users'] }, ['operands', '1'], 'the id of an audience'],
    [{ kind: 'UNION', operands: ['1', '999999'] }, ['operands'], 'there is no audience 999999'],
  ])('of a content is told by its place: %j', async (content, path, message) => {
    const { audience, errors } = await create(content);
    expect(audience).toBeNull();
    expect(errors).toMatchObject([{ path: ['input', 'content', ...path], code: 'INVALID' }]);
    expect(errors[0]?.message).toContain(message);
  });

  it.each([[''], [' \n '], ['x'.repeat(201)], ['one\ntwo'], ['nul\0']])('is the name %j', async (name) => {
    const { errors } = await create(LUGO, name);
    expect(errors).toMatchObject([{ path: ['input', 'name'] }]);
  });

  it('is a name that another audience has, until that is deleted', async () => {
    const name = `'); drop table audiences; -- ✨`;
    const id = await idOf(LUGO, name);
    expect((await create(LUGO, ` ${name} `)).errors[0]?.message).toContain(`(${id}) has it already`);
    await api.data(
      'mutation ($id: ID!) { deleteAudience(id: $id) { id errors { message } } }',
      { id },
      'marketer',
    );
    expect((await create(LUGO, name)).errors).toEqual([]);
  });

  it('is every route to a viewer', async () => {
    const id = await idOf(LUGO);
    const content = `{ kind: LIST, externalIds: ["ann"] }`;
    const routes = [
      '{ audiences { id } }',
      `{ audience(id: "${id}") { id } }`,
      `mutation { createAudience(input: { name: "v", content: ${content} }) { unknownIds } }`,
      `mutation { updateAudience(input: { id: "${id}", expectedVersion: 1, name: "v" }) { unknownIds } }`,
      `mutation { changeAudienceMembers(input: { id: "${id}", expectedVersion: 1, add: ["ann"] }) { added } }`,
      `mutation { deleteAudience(id: "${id}") { id } }`,
      `mutation { previewAudience(input: { content: ${content} }) { figures { users } } }`,
      '{ suppressions(kind: USER) { externalId } }',
      '{ suppressionCounts { users } }',
      'mutation { suppressUsers(input: { externalIds: ["ann"], reason: "v" }) { errors { message } } }',
      'mutation { unsuppressUsers(input: { externalIds: ["ann"] }) { errors { message } } }',
    ];
    for (const route of routes) {
      const { errors } = await api.ask(route, {}, 'viewer');
      expect(
        errors?.map(({ extensions }) => extensions.code),
        route,
      ).toEqual(['FORBIDDEN']);
    }
    expect(await api.database.prisma.audience.count({ where: { name: 'v' } })).toBe(0);
  });

  it('leaves no trace, and what is done leaves one without a name or an id of anybody', async () => {
    const { rows } = await api.database.pool.query<{ action: string; details: object }>(
      `select a.action, a.details from audit_log a where a.action like 'audience%' or a.action like 'suppress%' order by a.entry_id`,
    );
    expect(new Set(rows.map(({ action }) => action))).toEqual(
      new Set([
        'audience.create',
        'audience.members',
        'audience.delete',
        'suppressions.add',
        'suppressions.remove',
      ]),
    );
    for (const name of NAMES) expect(JSON.stringify(rows)).not.toContain(name);
  });
});

describe('an audience whose filter the rules have outgrown', () => {
  it('says which audience and what is missing, wherever it is part of', async () => {
    const old = await idOf(LUGO, 'old one');
    const whole = await idOf({ kind: 'UNION', operands: [old, await idOf(LUGO)] }, 'whole');
    await api.database.pool.query(
      `update audience_versions set filter = '{"segments":[{"dimension":"customer","in":["Gone Segment"]}]}' where audience_id = $1`,
      [old],
    );
    const { data, errors } = await api.ask(
      'query ($id: ID!) { audience(id: $id) { problem size } }',
      { id: whole },
      'marketer',
    );
    const said = `the audience "old one" (${old}): filter.segments[0].in[0]: unknown segment "Gone Segment" of customer`;
    expect(errors).toMatchObject([{ extensions: { code: 'BAD_USER_INPUT' }, path: ['audience', 'size'] }]);
    expect(errors?.[0]?.message).toContain(said);
    expect(data).toEqual({ audience: null });
    const { audience } = await api.data<{ audience: { problem: string } }>(
      'query ($id: ID!) { audience(id: $id) { problem } }',
      { id: whole },
      'marketer',
    );
    expect(audience.problem).toContain(said);
  });
});
