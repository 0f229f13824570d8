// Destinations over the API: who may make them, what is refused, and that no secret ever comes back.
import { beforeAll, describe, expect, it } from 'vitest';
import { seal, unseal } from '../../src/destinations/sealed.ts';
import { openDestination } from '../../src/destinations/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { idOfKey } from '../support/key-parts.ts';

const FIELDS =
  'id name kind webhook { url } s3 { endpoint region bucket prefix } platform phoneCountry createdBy';
const CREATE = `mutation ($input: CreateDestinationInput!) {
  createDestination(input: $input) { destination { ${FIELDS} } signingSecret errors { path code message } }
}`;
const DELETE = 'mutation ($id: ID!) { deleteDestination(id: $id) { id errors { path message } } }';

interface Payload {
  readonly destination: { readonly id: string } | null;
  readonly signingSecret: string | null;
  readonly errors: readonly { readonly path: string[]; readonly code: string; readonly message: string }[];
}

const webhook = { url: 'https://hooks.example.com/in' };
const s3 = {
  region: 'eu-central-1',
  bucket: 'audiences',
  prefix: 'strata',
  accessKeyId: 'AKIAEXAMPLE',
  secretAccessKey: 'wJalrXUtnFEMI/K7MDENG',
};

let api: Api;
beforeAll(async () => {
  api = await buildApi();
});

const create = async (input: object) =>
  (await api.data<{ createDestination: Payload }>(CREATE, { input }, 'marketer')).createDestination;

describe('a destination', () => {
  it('is made by marketers, and told of without its secrets ever after', async () => {
    const made = await create({ name: 'crm', webhook });
    const createdBy = `key ${idOfKey(api.keys.marketer)}`;
    const crm = {
      ...{ id: made.destination?.id, name: 'crm', kind: 'WEBHOOK', webhook, s3: null, createdBy },
      ...{ platform: null, phoneCountry: null },
    };
    expect(made).toEqual({
      destination: crm,
      signingSecret: expect.stringMatching(/^whsec_.{44}$/),
      errors: [],
    });
    const lake = await create({
      name: 'lake',
      s3,
      platform: 'meta_custom_audiences',
      phoneCountry: 'Germany',
    });
    expect(lake).toMatchObject({
      destination: {
        kind: 'S3',
        s3: { endpoint: 'https://s3.eu-central-1.amazonaws.com', bucket: 'audiences', prefix: 'strata/' },
        platform: 'meta_custom_audiences',
        phoneCountry: 'DE',
      },
      signingSecret: null,
    });
    const told = await api.data(
      `{ destinations { ${FIELDS} } one: destination(id: "${crm.id}") { ${FIELDS} } }`,
    );
    expect(told).toEqual({ destinations: [crm, lake.destination], one: crm });
    const stored = JSON.stringify(await api.database.prisma.destination.findMany());
    const logged = JSON.stringify(
      [api.logged, await api.database.prisma.auditEntry.findMany()],
      (_, value) => (typeof value === 'bigint' ? Number(value) : value),
    );
    for (const secret of [made.signingSecret as string, s3.accessKeyId, s3.secretAccessKey])
      expect(stored + logged).not.toContain(secret);
    expect(await openDestination(api.database, Number(lake.destination?.id))).toMatchObject({
      kind: 's3',
      secrets: { accessKeyId: s3.accessKeyId, secretAccessKey: s3.secretAccessKey },
    });
  });

  it('is nothing that a viewer makes, sees or deletes', async () => {
    for (const query of [CREATE, DELETE, '{ destinations { id } }', '{ destination(id: 1) { id } }']) {
      const { errors } = await api.ask(query, { input: { name: 'x', webhook }, id: '1' }, 'viewer');
      expect(errors?.map(({ message }) => message)).toEqual([
        'deliveries: the role viewer may not; needed is marketer or admin.',
      ]);
    }
  });

  it.each([
    [{ name: '', webhook }, ['name'], /expected 1 to 100 characters/],
    [{ name: ' x', webhook }, ['name'], /no space at its ends/],
    [{ name: 'a\0b', webhook }, ['name'], /expected 1 to 100 characters/],
    [{ name: 'crm', webhook }, ['name'], /there is a destination "crm" already/],
    [{ name: 'x' }, ['kind'], /exactly one of/],
    [{ name: 'x', webhook, s3 }, ['kind'], /exactly one of/],
    [{ name: 'x', webhook, platform: 'meta' }, ['platform'], /expected one of google_customer_match, meta_/],
    [{ name: 'x', webhook, phoneCountry: 'DE' }, ['phoneCountry'], /expected a platform beside it/],
    [{ name: 'x', webhook: { url: 'http://hooks.example.com' } }, ['webhook', 'url'], /expected https/],
    [
      { name: 'x', webhook: { url: 'https://127.1/' } },
      ['webhook', 'url'],
      /not a public address \(loopback\)/,
    ],
    [{ name: 'x', webhook: { url: 'https://[::ffff:10.0.0.1]/' } }, ['webhook', 'url'], /\(private\)/],
    [{ name: 'x', s3: { ...s3, endpoint: 'https://169.254.169.254' } }, ['s3', 'endpoint'], /\(link local\)/],
    [{ name: 'x', s3: { ...s3, endpoint: 'https://s3.example.com/a' } }, ['s3', 'endpoint'], /no path/],
    [{ name: 'x', s3: { ...s3, bucket: '../etc' } }, ['s3', 'bucket'], /lower-case letters/],
    [{ name: 'x', s3: { ...s3, prefix: 'a/../b' } }, ['s3', 'prefix'], /no \.\./],
    [{ name: 'x', s3: { ...s3, region: 'x.evil.com/' } }, ['s3', 'region'], /a region such as/],
    [
      { name: 'x', s3: { ...s3, secretAccessKey: 'a b' } },
      ['s3', 'secretAccessKey'],
      /visible ASCII characters\.$/,
    ],
  ])('%j is refused', async (input, path, message) => {
    expect(await create(input)).toEqual({
      destination: null,
      signingSecret: null,
      errors: [{ path: ['input', ...path], code: 'INVALID', message: expect.stringMatching(message) }],
    });
  });

  it('in an allowed network is fine where the operator has said so', async () => {
    const allowing = await buildApi({ database: api.database, allowedNetworks: ['127.0.0.0/8'] });
    const input = { name: 'inner', webhook: { url: 'http://127.0.0.1:9999/' } };
    const { createDestination } = await allowing.data<{ createDestination: Payload }>(CREATE, { input });
    expect(createDestination.errors).toEqual([]);
  });

  it('that is deleted is gone with its secrets, and its name is free again', async () => {
    const made = await create({ name: 'gone', webhook });
    const id = made.destination?.id;
    expect(await api.data(DELETE, { id })).toEqual({ deleteDestination: { id, errors: [] } });
    expect(await openDestination(api.database, Number(id))).toBeNull();
    const row = await api.database.prisma.destination.findUnique({ where: { destinationId: Number(id) } });
    expect(row?.sealed.length).toBe(0);
    for (const none of [id, '999999', 'nobody', '', '\0'])
      expect(await api.data(DELETE, { id: none })).toMatchObject({
        deleteDestination: { id: null, errors: [{ path: ['id'], message: /there is no destination/ }] },
      });
    expect((await create({ name: 'gone', webhook })).errors).toEqual([]);
  });
});

describe('a sealed value', () => {
  const key = new Uint8Array(32).fill(7);

  it('opens with its key and for what it belongs to, and never twice the same', () => {
    const sealed = seal(key, 'webhook crm', { a: 'ü' });
    expect(unseal(key, 'webhook crm', sealed)).toEqual({ a: 'ü' });
    expect(seal(key, 'webhook crm', { a: 'ü' })).not.toEqual(sealed);
    expect(() => unseal(key, 'webhook other', sealed)).toThrow();
    expect(() => unseal(new Uint8Array(32), 'webhook crm', sealed)).toThrow();
    for (const at of [0, 12, sealed.length - 1]) {
      const altered = Uint8Array.from(sealed);
      altered[at] = (altered[at] ?? 0) ^ 1;
      expect(() => unseal(key, 'webhook crm', altered)).toThrow();
    }
  });
});
