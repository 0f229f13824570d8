// Exports through the API: marketers ask, see and download; viewers and strangers do none of it, nor find out what
// there is.
import { createHash } from 'node:crypto';
import { beforeAll, describe, expect, it } from 'vitest';
import { executeExport, openSigner, requestExport } from '../../src/exports/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { freshDatabase } from '../support/database.ts';
import { audienceOf, consenting, EVERYBODY, publishProfiles, useExportsDir } from './mailing-shop.ts';

const dir = useExportsDir();
let api: Api;
let audience: number;

const ASK = `mutation ($input: ExportAudienceInput!) {
  exportAudience(input: $input) {
    export { id status rows members leftOut { reason users } manifestUrl files { part name rows bytes sha256 url urlExpiresAt } }
    errors { path code message }
  }
}`;

interface Asked {
  readonly exportAudience: {
    readonly export: {
      readonly id: string;
      readonly status: string;
      readonly manifestUrl: string;
      readonly files: {
        readonly name: string;
        readonly bytes: number;
        readonly sha256: string;
        readonly url: string;
      }[];
    } | null;
    readonly errors: { readonly path: string[]; readonly code: string; readonly message: string }[];
  };
}

beforeAll(async () => {
  const database = await freshDatabase();
  api = await buildApi({
    database,
    exportsDir: dir.path,
    // As a worker would at once.
    startExport: async (request) => {
      const { exported, isNew } = await requestExport(database, request);
      return { exported: await executeExport(database, exported.exportId, { exportsDir: dir.path }), isNew };
    },
  });
  await publishProfiles(database, consenting(5));
  audience = await audienceOf(database, EVERYBODY, 'Everybody');
});

let keys = 0;
const ask = async (input: object = {}) => {
  const given = { audience: String(audience), idempotencyKey: `k${++keys}`, ...input };
  return (await api.data<Asked>(ASK, { input: given }, 'marketer')).exportAudience;
};
const get = (url: string, headers: Record<string, string> = {}) =>
  api.app.inject({ method: 'GET', url, headers });

describe('a marketer', () => {
  it('gets an export, its files and its manifest, whole and hashed', async () => {
    const { export: exported, errors } = await ask();
    expect(errors).toEqual([]);
    expect(exported).toMatchObject({ status: 'SUCCEEDED', rows: 5, members: 5, leftOut: [] });
    const [file] = exported!.files;
    const answer = await get(file!.url);
    expect(answer.statusCode).toBe(200);
    expect(answer.headers).toMatchObject({
      'content-type': 'text/csv; charset=utf-8',
      'content-disposition': `attachment; filename="everybody-${exported!.id}-00001.csv"`,
      'accept-ranges': 'bytes',
      'cache-control': 'private, no-store',
      'content-length': String(file!.bytes),
    });
    expect(createHash('sha256').update(answer.rawPayload).digest('hex')).toBe(file!.sha256);
    expect((await get(exported!.manifestUrl)).json()).toMatchObject({
      rows: 5,
      requested_by: expect.stringMatching(/^key /),
    });
  });

  it('is told the same export for the same key, and what is wrong with a request, by field', async () => {
    const first = await ask({ idempotencyKey: 'same' });
    const second = await ask({ idempotencyKey: 'same' });
    expect(second.export?.id).toBe(first.export?.id);
    const other = await ask({ idempotencyKey: 'same', format: 'NDJSON' });
    expect(other).toMatchObject({
      export: null,
      errors: [{ path: ['input', 'idempotencyKey'], code: 'INVALID' }],
    });
    const unknown = await ask({ columns: [{ from: 'password' }] });
    expect(unknown.errors[0]).toMatchObject({
      path: ['input', 'columns'],
      message: expect.stringContaining('external_id'),
    });
    expect((await ask({ platform: 'myspace' })).errors[0]?.path).toEqual(['input', 'platform']);
  });

  it('sees exports, columns, platforms and the lift of campaigns in a statement or two each', async () => {
    const query = `{
      exports(first: 3) { id files { url } columns { from name } }
      exportColumns { key description }
      exportPlatforms { key source columns { name from rule hashed identifies } }
      campaignLift(campaign: "none") { lift exported { users } heldOut { conversionRate } }
    }`;
    const data = await api.data<{
      exports: unknown[];
      exportColumns: { key: string }[];
      exportPlatforms: { key: string }[];
    }>(query, {}, 'marketer');
    expect(data.exports.length).toBeGreaterThan(0);
    expect(data.exportColumns.map(({ key }) => key)).toEqual(
      expect.arrayContaining(['email', 'segment.customer']),
    );
    expect(data.exportPlatforms).toHaveLength(7);
    const parts = (await api.statementsOf(() => api.data(query, {}, 'marketer'))).filter((text) =>
      text.includes('export_parts'),
    );
    expect(parts).toHaveLength(1);
  });

  it('is in the audit log with every export asked for, once', async () => {
    const { export: exported } = await ask({ idempotencyKey: 'audited' });
    await ask({ idempotencyKey: 'audited' });
    const entries = await api.database.prisma.auditEntry.findMany({ where: { action: 'export_audience' } });
    const ofIt = entries.filter(
      ({ details }) => (details as { export: number }).export === Number(exported!.id),
    );
    expect(ofIt).toHaveLength(1);
  });
});

describe('a download', () => {
  const url = async () => (await ask({ idempotencyKey: 'download' })).export!.files[0]!.url;

  it.each([
    ['bytes=0-3', 206, 'exte', 'bytes 0-3'],
    ['bytes=-4', 206, '012\n', null],
    ['bytes=5-', 206, null, null],
    ['bytes=3-1', 200, null, null],
    ['bytes=0-1,3-4', 200, null, null],
    ['lines=1-2', 200, null, null],
    ['bytes=999999-', 416, null, null],
  ])('of the range %s is answered with %i', async (range, status, text, contentRange) => {
    const address = await url();
    const whole = (await get(address)).payload;
    const answer = await get(address, { range });
    expect(answer.statusCode).toBe(status);
    if (contentRange) expect(answer.headers['content-range']).toBe(`${contentRange}/${whole.length}`);
    if (text && contentRange) expect(answer.payload).toBe(text);
    if (range === 'bytes=-4') expect(answer.payload).toBe(whole.slice(-4));
    if (range === 'bytes=5-') expect(answer.payload).toBe(whole.slice(5));
    if (status === 416) expect(answer.headers['content-range']).toBe(`bytes */${whole.length}`);
  });

  it('that goes on with another version of the file starts over', async () => {
    const address = await url();
    const { headers } = await get(address);
    expect((await get(address, { range: 'bytes=1-2', 'if-range': headers.etag as string })).statusCode).toBe(
      206,
    );
    expect((await get(address, { range: 'bytes=1-2', 'if-range': '"other"' })).statusCode).toBe(200);
  });

  it('can be asked for its size alone', async () => {
    const address = await url();
    const answer = await api.app.inject({ method: 'HEAD', url: address });
    expect([answer.statusCode, answer.payload]).toEqual([200, '']);
    expect(answer.headers['content-length']).toBe(String((await get(address)).rawPayload.length));
  });

  it('under an altered, foreign or expired address is refused, and tells nothing of what there is', async () => {
    const address = await url();
    const { id } = (await ask({ idempotencyKey: 'download' })).export!;
    const signer = await openSigner(api.database);
    const expired = signer.sign(Number(id), 1, new Date(Date.now() - 900_001)).url;
    expect((await get(signer.sign(Number(id), 1, new Date(Date.now() - 890_000)).url)).statusCode).toBe(200);
    const missing = `/exports/999/1?expires=9999999999&signature=${'A'.repeat(43)}`;
    const attacks = [
      address.replace(`/exports/${id}/`, `/exports/${Number(id) + 1}/`),
      address.replace(/\/1\?/, '/2?'),
      address.replace(/\/1\?/, '/manifest?'),
      address.replace(/\/1\?/, '/..%2F..%2Fetc%2Fpasswd?'),
      address.replace(/expires=\d/, 'expires=9'),
      address.replace(/.$/, (letter) => (letter === 'A' ? 'B' : 'A')).replace(/.(?=.$)/, 'x'),
      address.replace(/&signature=.*/, ''),
      `${address}&signature=${'A'.repeat(43)}`,
      expired,
      missing,
    ];
    const answers = await Promise.all(attacks.map((one) => get(one)));
    expect(answers.map(({ statusCode }) => statusCode)).toEqual(attacks.map(() => 403));
    expect(new Set(answers.map(({ payload }) => payload)).size).toBe(1);
  });

  it('of a file that is gone says so', async () => {
    const { export: exported } = await ask({ idempotencyKey: 'gone' });
    await api.database.prisma.export.update({
      where: { exportId: Number(exported!.id) },
      data: { filesRemovedAt: new Date() },
    });
    expect((await get(exported!.files[0]!.url)).statusCode).toBe(410);
  });
});

describe('a viewer', () => {
  it.each([
    ['{ export(id: "1") { id } }'],
    ['{ exports { id } }'],
    ['{ exportColumns { key } }'],
    ['{ exportPlatforms { key } }'],
    ['{ campaignLift(campaign: "c") { lift } }'],
    ['mutation { exportAudience(input: { idempotencyKey: "v", audience: "1" }) { export { id } } }'],
    ['mutation { cancelExport(id: "1") { export { id } } }'],
  ])('is refused %s', async (query) => {
    const { errors } = await api.ask(query, {}, 'viewer');
    expect(errors?.[0]?.extensions.code).toBe('FORBIDDEN');
  });
});
