// An export from its request to its files: what is in them, what is said of them, and that it is asked for once.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { doneParts, executeExport, filesOf, requestExport } from '../../src/exports/service.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows } from '../support/shop.ts';
import {
  ask,
  audienceOf,
  consenting,
  EVERYBODY,
  exportNow,
  filesIn,
  publishProfiles,
  readCsv,
  rowsIn,
  useExportsDir,
} from './mailing-shop.ts';

const dir = useExportsDir();
let database: Database;
let everybody: number;

beforeAll(async () => {
  database = await freshDatabase();
  const people = consenting(10);
  await publishProfiles(database, [
    ...people,
    { user_pseudo_id: 'silent', email: 'silent@example.com' },
    { user_pseudo_id: 'refuses', email: 'refuses@example.com', consent: 'false' },
    {
      user_pseudo_id: '=cmd',
      email: '"odd" <x@example.com>',
      consent: 'true',
      city: 'two\nlines, "quoted" 😀',
    },
  ]);
  everybody = await audienceOf(database, EVERYBODY, 'Everybody, naturally!');
});

const run = (request = {}) => exportNow(database, dir.path, { audienceId: everybody, ...request });
const rows = (exported: Awaited<ReturnType<typeof run>>) => rowsIn(database, dir.path, exported);

describe('an export', () => {
  it('holds who consents, in columns of its own, and counts who does not', async () => {
    const exported = await run();
    expect(exported).toMatchObject({
      members: 13n,
      membersDone: 13n,
      rows: 11n,
      leftOut: { no_consent: 2 },
      pinId: expect.any(Number),
    });
    const found = await rows(exported);
    expect(found.map(({ external_id }) => external_id)).toEqual([
      ...consenting(10).map((one) => one.user_pseudo_id),
      "'=cmd",
    ]);
    expect(found[0]).toEqual({ external_id: 'u1', email: 'u1@example.com', phone: '+49 151 20000000' });
    expect(await database.prisma.snapshotPin.count({ where: { pinId: exported.pinId! } })).toBe(0);
  });

  it('takes everybody where it is told to, and columns under other names', async () => {
    const exported = await run({
      consentRequired: false,
      columns: [
        { from: 'city', name: 'Town' },
        { from: 'segment.customer' },
        { from: 'revenue', name: 'Spent' },
      ],
    });
    const found = await rows(exported);
    expect(found).toHaveLength(13);
    expect(found[0]).toEqual({ Town: 'Köln', 'segment.customer': 'Casual Browser', Spent: '0.00' });
    expect(found[12]?.Town).toBe('two\nlines, "quoted" 😀');
  });

  it('is split by rows: no part has more members than asked for, and none is empty', async () => {
    const exported = await run({ rowsPerPart: 5 });
    const files = await filesIn(database, dir.path, exported);
    expect(files.map((file) => readCsv(file.toString()).length)).toEqual([5, 5, 1]);
    const exact = await run({ rowsPerPart: 13 });
    expect(await filesIn(database, dir.path, exact)).toHaveLength(1);
    expect(
      (await database.prisma.export.findUniqueOrThrow({ where: { exportId: exact.exportId } })).rows,
    ).toBe(11n);
  });

  it.each(['csv', 'ndjson'])('as %s is the same in parts and joined, but for the headers', async (format) => {
    const joined = await run({ format, rowsPerPart: 4, oneFile: true });
    const whole = await run({ format, rowsPerPart: 1000 });
    expect(await filesIn(database, dir.path, joined)).toEqual(await filesIn(database, dir.path, whole));
  });

  it('as NDJSON and as Parquet has the rows that it has as CSV', async () => {
    const columns = [
      'external_id',
      'user_id',
      'phone',
      'city',
      'engagement_score',
      'revenue',
      'segment.customer',
      'birth_date',
      'last_seen_at',
    ].map((from) => ({ from }));
    const csv = await rows(await run({ columns }));
    const [ndjson] = await filesIn(database, dir.path, await run({ columns, format: 'ndjson' }));
    const lines = ndjson!
      .toString()
      .trimEnd()
      .split('\n')
      .map((line) => JSON.parse(line));
    const [parquet] = await filesIn(
      database,
      dir.path,
      await run({ columns, format: 'parquet', oneFile: true, rowsPerPart: 3 }),
    );
    const file = parquet!.buffer.slice(
      parquet!.byteOffset,
      parquet!.byteOffset + parquet!.length,
    ) as ArrayBuffer;
    const records = await parquetReadObjects({ file });
    const plain = (record: Record<string, unknown>) => [
      record.external_id,
      String(record.user_id),
      record.city,
      Number(record.revenue),
      record['segment.customer'],
    ];
    expect(lines.map(plain)).toEqual(records.map(plain));
    expect(csv.map(plain)).toEqual(
      records.map(plain).map(([id, ...rest]) => [id === '=cmd' ? "'=cmd" : id, ...rest]),
    );
  });

  it('compressed is the same', async () => {
    const [plain] = await filesIn(database, dir.path, await run());
    const [gzip] = await filesIn(
      database,
      dir.path,
      await run({ compression: 'gzip', oneFile: true, rowsPerPart: 3 }),
    );
    expect(gunzipSync(gzip!)).toEqual(plain);
  });

  it('with a byte order mark has one, before the header', async () => {
    const [file] = await filesIn(
      database,
      dir.path,
      await run({ byteOrderMark: true, oneFile: true, rowsPerPart: 3 }),
    );
    expect(file!.toString().startsWith('\uFEFFexternal_id,email')).toBe(true);
    expect(file!.toString().lastIndexOf('\uFEFF')).toBe(0);
  });

  it('of nobody is a file with a header', async () => {
    const nobody = await audienceOf(database, { or: [] });
    const [file] = await filesIn(database, dir.path, await run({ audienceId: nobody }));
    expect(file!.toString()).toBe('external_id,email,phone\n');
  });

  it('for a platform has its columns, and leaves out whom it could not find', async () => {
    const exported = await run({ platform: 'google_customer_match' });
    expect(exported).toMatchObject({
      rows: 10n,
      leftOut: { no_consent: 2, no_identifier: 1 },
      emptied: { unusable_email: 1 },
    });
    const found = await rows(exported);
    expect(Object.keys(found[0]!)).toEqual(['Email', 'Phone']);
    expect(found[0]?.Email).toMatch(/^[0-9a-f]{64}$/);
  });

  it('has a manifest that says of what it is and who is not in it', async () => {
    const exported = await run({ rowsPerPart: 6 });
    const name = `everybody-naturally-${exported.exportId}.manifest.json`;
    const manifest = JSON.parse(await readFile(join(dir.path, String(exported.exportId), name), 'utf8'));
    expect(manifest).toMatchObject({
      requested_by: 'test',
      audience: { id: everybody, version: 1, definition: { kind: 'filter', filter: {} } },
      snapshot: exported.snapshotId,
      rule_set_version: 1,
      members: 13,
      rows: 11,
      left_out: { no_consent: 2 },
    });
    expect(manifest.files.map((file: { rows: number }) => file.rows)).toEqual([6, 4, 1]);
  });
});

describe('asking', () => {
  it('with the same key gives the same export, done or not, and never a second file', async () => {
    const request = { audienceId: everybody, idempotencyKey: 'once', requestedBy: 'test' };
    const asked = await Promise.all([1, 2, 3].map(() => requestExport(database, request)));
    expect(new Set(asked.map(({ exported }) => exported.exportId)).size).toBe(1);
    expect(asked.filter(({ isNew }) => isNew)).toHaveLength(1);
    const { exportId } = asked[0]!.exported;
    await executeExport(database, exportId, { exportsDir: dir.path });
    const again = await requestExport(database, { ...request, requestedBy: 'somebody else' });
    expect(again).toMatchObject({ isNew: false, exported: { exportId, status: 'succeeded' } });
    expect(await executeExport(database, exportId, { exportsDir: dir.path })).toEqual(again.exported);
    expect(
      await database.prisma.snapshotPin.count({ where: { snapshotId: again.exported.snapshotId } }),
    ).toBe(0);
  });

  it('with the same key for something else is refused', async () => {
    const request = { audienceId: everybody, idempotencyKey: 'twice', requestedBy: 'test' };
    const { exported } = await requestExport(database, request);
    await expect(requestExport(database, { ...request, format: 'ndjson' })).rejects.toThrow(
      `idempotencyKey: "twice" was used for export ${exported.exportId}, which is another request. Use a new key.`,
    );
  });

  it.each([
    [
      { columns: [{ from: 'password' }] },
      'columns[0]: unknown column "password"; expected one of external_id, user_id',
    ],
    [{ columns: [{ from: 'city' }, { from: 'state', name: 'city' }] }, 'columns: two are named "city".'],
    [{ columns: [] }, 'columns: expected 1 to 100, got 0.'],
    [
      { columns: [{ from: 'city' }], platform: 'braze' },
      'columns: a platform has its own; give one of the two.',
    ],
    [{ format: 'xlsx' }, 'format: expected one of csv, ndjson, parquet, got "xlsx".'],
    [{ holdoutShare: '0.1' }, 'campaign: expected a name'],
    [{ campaign: 'c', holdoutShare: '1' }, 'holdoutShare: expected a decimal between 0 and 1'],
    [{ campaign: 'c', frequencyDays: 0 }, 'frequencyDays: expected a whole number from 1 to 3650, got 0.'],
    [{ rowsPerPart: 0 }, 'rowsPerPart: expected a whole number from 1'],
    [{ phoneCountry: 'Atlantis' }, 'phoneCountry: expected a country'],
    [{ idempotencyKey: '' }, 'idempotencyKey: expected 1 to 200 characters'],
    [{ audienceId: 999 }, 'there is no audience 999'],
    [{ snapshotId: 999 }, 'The snapshot 999 is not kept'],
  ])('for %j is refused in words', async (request, message) => {
    await expect(ask(database, { audienceId: everybody, ...request })).rejects.toThrow(message);
  });
});

describe('consent', () => {
  it('is read when the part is written, whatever the snapshot says', async () => {
    const other = await freshDatabase();
    await publishProfiles(other, consenting(4));
    const audienceId = await audienceOf(other, EVERYBODY);
    const { exportId } = await ask(other, { audienceId, rowsPerPart: 2, directory: join(dir.path, 'other') });
    await importRows(other, 'profiles', [{ user_pseudo_id: 'u2', consent: 'false' }]);
    const exported = await executeExport(other, exportId, { exportsDir: dir.path });
    expect(exported).toMatchObject({
      status: 'succeeded',
      members: 4n,
      rows: 3n,
      leftOut: { no_consent: 1 },
    });
    const text = await readFile(
      join(dir.path, 'other', filesOf(exported, await doneParts(other, exportId))[0]!.name),
      'utf8',
    );
    expect(readCsv(text).map((row) => row.external_id)).toEqual(['u1']);
  });
});
