// Files into a bucket, from deltas and from exports: the manifest comes last, so that whoever waits for it never reads
// half of a delivery; and an erased person is taken out of what a destination holds.
import { createHash } from 'node:crypto';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import Papa from 'papaparse';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { requestDelta, requestExportDelivery } from '../../src/deliveries/service.ts';
import { createDestination } from '../../src/destinations/service.ts';
import { cancelExport, executeExport, requestExport } from '../../src/exports/service.ts';
import { eraseUser } from '../../src/identities/service.ts';
import { type Bucket, startBucket } from '../destinations/bucket.ts';
import { LOOPBACK } from '../destinations/receiver.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';
import { attempt, startTarget, type Target } from './target.ts';

let database: Database;
let bucket: Bucket;
let target: Target;
let folder: string;
let audienceId: number;
let lake: number;

beforeAll(async () => {
  database = await freshDatabase();
  bucket = await startBucket();
  folder = await mkdtemp(join(tmpdir(), 'strata-deliveries-'));
  await importRows(
    database,
    'profiles',
    ['ann', 'b"ob,', '=cid'].map((user) => ({
      user_pseudo_id: user,
      consent: 'yes',
      email: 'x@example.com',
    })),
  );
  await recompute(database, '2026-01-01');
  const everybody = { name: 'everybody', content: { kind: 'filter' as const, filter: {} } };
  audienceId = (await createAudience(database, everybody, 'test')).audience.id;
  target = await startTarget(database, 'crm');
  const s3 = {
    endpoint: bucket.endpoint,
    region: 'us-east-1',
    bucket: bucket.name,
    prefix: 'in',
    ...bucket.credentials,
  };
  lake = (await createDestination(database, { name: 'lake', s3, createdBy: 'test' }, LOOPBACK)).destination
    .id;
});
afterAll(async () => {
  await target.close();
  await bucket.close();
  await rm(folder, { recursive: true, force: true });
});

const options = { withoutConsent: false, campaign: null, holdoutShare: null };
async function delta(destinationId: number, of = audienceId) {
  const asked = { destinationId, audienceId: of, options, requestedBy: 'test' };
  const { deliveryId } = await database.prisma.$transaction((tx) => requestDelta(tx, asked));
  return attempt(database, deliveryId, folder);
}

const placeOf = (kind: string, id: number) =>
  `in/audience-${audienceId}/${kind}-${String(id).padStart(9, '0')}`;
const sha256 = (text: string) => createHash('sha256').update(text).digest('hex');

describe('a delta into a bucket', () => {
  it('is CSV files by user, and a manifest that tells what they are', async () => {
    const { deliveryId, state } = await delta(lake);
    expect(state).toBe('confirmed');
    const place = placeOf('delta', deliveryId);
    expect(await bucket.keys()).toEqual([`${place}/manifest.json`, `${place}/part-00001.csv`]);
    const text = await bucket.text(`${place}/part-00001.csv`);
    const manifest = JSON.parse(await bucket.text(`${place}/manifest.json`));
    expect(manifest).toEqual({
      delivery: deliveryId,
      audience: { id: audienceId, name: 'everybody', version: 1 },
      snapshot: 1,
      added: 3,
      removed: 0,
      files: [{ name: 'part-00001.csv', rows: 3, bytes: Buffer.byteLength(text), sha256: sha256(text) }],
    });
    const { data } = Papa.parse<Record<string, string>>(text, { header: true, skipEmptyLines: true });
    expect(data.map(({ operation, external_id }) => [operation, external_id])).toEqual([
      ['add', 'ann'],
      ['add', 'b"ob,'],
      ['add', '=cid'],
    ]);
    expect(data[0]).toMatchObject({
      key: expect.stringMatching(/^[0-9a-f]{64}$/),
      email_sha256: sha256('x@example.com'),
      phone_sha256: '',
    });
  });
});

describe('an erased person', () => {
  it('is removed by the hashes that were sent, without their id, and nothing of them is held after', async () => {
    await delta(target.destinationId);
    const { user_id } = (
      await database.pool.query<{ user_id: string }>("select user_id from users where external_id = 'ann'")
    ).rows[0] as { user_id: string };
    await eraseUser(database, { externalId: 'ann' }, { actor: 'test' });
    const held = await database.prisma.audienceDelivery.findMany({ where: { userId: BigInt(user_id) } });
    expect(held.map(({ externalId, identifiers }) => [externalId, ...identifiers])).toEqual([
      [null, sha256('x@example.com'), ''],
      [null, sha256('x@example.com'), ''],
    ]);
    const asked = await database.prisma.delivery.findMany({ where: { requestedBy: 'erasure' } });
    expect(asked.map(({ destinationId }) => destinationId).toSorted()).toEqual(
      [target.destinationId, lake].toSorted(),
    );
    for (const { deliveryId } of asked)
      expect(await attempt(database, deliveryId, folder)).toMatchObject({
        state: 'confirmed',
        manifest: { added: 0, removed: 1 },
      });
    const removal = target.messages.flatMap(({ data }) => data.rows ?? []).at(-1);
    // Two others have the same address and stay: it is no name for her.
    expect(removal).toMatchObject({ operation: 'remove', externalId: null, emailSha256: null });
    expect([...target.list.values()].map(({ externalId }) => externalId).toSorted()).toEqual([
      '=cid',
      'b"ob,',
    ]);
    expect(await database.prisma.audienceDelivery.count({ where: { userId: BigInt(user_id) } })).toBe(0);
    expect(await database.prisma.deliveryChange.count()).toBe(0);
  });

  it('is removed even where the rules no longer know what the audience names, and everybody else stays', async () => {
    const content = { kind: 'filter' as const, filter: {} };
    const old = (await createAudience(database, { name: 'old', content }, 'test')).audience.id;
    const other = await startTarget(database, 'old');
    await delta(other.destinationId, old);
    await database.pool.query('update audience_versions set filter = $2 where audience_id = $1', [
      old,
      { segments: [{ dimension: 'no more', in: ['x'] }] },
    ]);
    await importRows(database, 'profiles', [{ user_pseudo_id: 'dan', consent: 'yes' }]);
    await eraseUser(database, { externalId: 'b"ob,' }, { actor: 'test' });
    const { deliveryId } = await database.prisma.delivery.findFirstOrThrow({
      where: { requestedBy: 'erasure', destinationId: other.destinationId },
    });
    expect(await attempt(database, deliveryId)).toMatchObject({
      state: 'confirmed',
      manifest: { added: 0, removed: 1 },
    });
    expect([...other.list.values()].map(({ externalId }) => externalId)).toEqual(['=cid']);
    expect((await delta(other.destinationId, old)).state).toBe('dead');
    await other.close();
  });

  it('who was in a delta that has not been sent yet is in none', async () => {
    const other = await startTarget(database, 'other');
    other.moods = ['refuses'];
    const failed = await delta(other.destinationId);
    expect(failed.state).toBe('failed');
    await eraseUser(database, { externalId: '=cid' }, { actor: 'test' });
    const rows = await database.prisma.deliveryChange.findMany({ where: { deliveryId: failed.deliveryId } });
    expect(rows.map(({ externalId }) => externalId)).toEqual([null]);
    expect(await attempt(database, failed.deliveryId)).toMatchObject({ state: 'superseded' });
    expect(JSON.stringify(other.messages)).not.toContain('=cid');
    await other.close();
  });
});

describe('an export', () => {
  beforeAll(async () => {
    await importRows(
      database,
      'profiles',
      ['eve', 'fay'].map((user) => ({ user_pseudo_id: user, consent: 'yes' })),
    );
    await recompute(database, '2026-01-02', 'incremental');
  });

  const request = async (key: string) =>
    (
      await requestExport(database, {
        audienceId,
        idempotencyKey: key,
        requestedBy: 'test',
        columns: [{ from: 'external_id' }],
        rowsPerPart: 1,
      })
    ).exported.exportId;
  const ask = async (destinationId: number, exportId: number) =>
    (
      await requestExportDelivery(database.prisma, {
        destinationId,
        exportId,
        audienceId,
        requestedBy: 'test',
      })
    ).deliveryId;

  it('is waited for, then put with its manifest last', async () => {
    const exportId = await request('a');
    const deliveryId = await ask(lake, exportId);
    expect(await attempt(database, deliveryId, folder)).toMatchObject({
      state: 'pending',
      tries: 0,
      error: `Export ${exportId} is queued.`,
    });
    await executeExport(database, exportId, { exportsDir: folder });
    expect(await attempt(database, deliveryId, folder)).toMatchObject({ state: 'confirmed', error: null });
    const place = placeOf('export', exportId);
    const manifest = JSON.parse(await bucket.text(`${place}/manifest.json`));
    expect(manifest).toMatchObject({ export: exportId, rows: manifest.files.length });
    expect(manifest.files.length).toBeGreaterThan(1);
    for (const { name, sha256: expected } of manifest.files)
      expect(sha256(await bucket.text(`${place}/${name}`))).toBe(expected);
  });

  it('comes to a webhook as a manifest with addresses that are signed', async () => {
    const exportId = await request('b');
    await executeExport(database, exportId, { exportsDir: folder });
    expect(await attempt(database, await ask(target.destinationId, exportId), folder)).toMatchObject({
      state: 'confirmed',
    });
    const { type, data } = target.messages.at(-1) as { type: string; data: object };
    expect(type).toBe('audience.export');
    expect(data).toMatchObject({
      manifest: { export: exportId },
      files: expect.arrayContaining([
        expect.objectContaining({
          part: 1,
          url: expect.stringMatching(
            `^https://strata.example.com/exports/${exportId}/1\\?expires=\\d+&signature=[\\w-]{43}$`,
          ),
        }),
      ]),
    });
  });

  it('that was cancelled is given up with the reason', async () => {
    const exportId = await request('c');
    await cancelExport(database, exportId, folder);
    expect(await attempt(database, await ask(lake, exportId), folder)).toMatchObject({
      state: 'dead',
      error: `Export ${exportId} is cancelled.`,
    });
  });
});

describe('whoever stays where somebody is erased', () => {
  it('is told of as the newest snapshot has them, though the rules no longer know what the audience names', async () => {
    const shop = await freshDatabase();
    const people = (emails: Record<string, string>) =>
      Object.entries(emails).map(([user_pseudo_id, email]) => ({ user_pseudo_id, consent: 'yes', email }));
    await importRows(shop, 'profiles', people({ eve: 'eve@example.com', fay: 'fay@example.com' }));
    await recompute(shop, '2026-01-01');
    const content = { kind: 'filter' as const, filter: {} };
    const { id } = (await createAudience(shop, { name: 'old', content }, 'test')).audience;
    const { destinationId, list, close } = await startTarget(shop, 'old');
    const asked = { destinationId, audienceId: id, options, requestedBy: 'test' };
    const first = await shop.prisma.$transaction((tx) => requestDelta(tx, asked));
    await attempt(shop, first.deliveryId);
    await shop.pool.query('update audience_versions set filter = $2 where audience_id = $1', [
      id,
      { segments: [{ dimension: 'no more', in: ['x'] }] },
    ]);
    await importRows(shop, 'profiles', people({ fay: 'new@example.com' }));
    await recompute(shop, '2026-01-02', 'incremental');
    await eraseUser(shop, { externalId: 'eve' }, { actor: 'test' });
    const { deliveryId } = await shop.prisma.delivery.findFirstOrThrow({ where: { requestedBy: 'erasure' } });
    expect(await attempt(shop, deliveryId)).toMatchObject({
      state: 'confirmed',
      manifest: { added: 1, removed: 2 },
    });
    const held = await shop.prisma.audienceDelivery.findMany();
    expect(held.map(({ externalId, identifiers }) => [externalId, ...identifiers])).toEqual([
      ['fay', sha256('new@example.com'), ''],
    ]);
    expect([...list.values()].map(({ externalId }) => externalId)).toEqual(['fay']);
    await close();
  });
});
