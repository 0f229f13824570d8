// Sends the rows of a delta: to a webhook as messages of up to a thousand rows, in order, and a last one that says that
// this was all; into a bucket as CSV files and, when all are there, their manifest.
import { createHash } from 'node:crypto';
import { createWriteStream } from 'node:fs';
import { mkdir, rm } from 'node:fs/promises';
import { join } from 'node:path';
import { Transform } from 'node:stream';
import { copyOut } from '../db/copy.ts';
import type { Database } from '../db/database.ts';
import { withConnection } from '../db/pool.ts';
import { type Guard, type OpenDestination, postMessage, putObjects } from '../destinations/service.ts';
import type { DeltaManifest } from './delta.ts';
import type { DeltaColumn } from './queries/columns.ts';
import { changesCopy, type Place, placeAfter, readChanges, START } from './queries/rows.ts';

const ROWS_A_MESSAGE = 1_000;
const ROWS_A_FILE = 500_000;

export interface DeltaSending {
  readonly deliveryId: number;
  readonly manifest: DeltaManifest;
  /** Of its rows. */
  readonly columns: readonly DeltaColumn[];
  readonly guard: Guard;
  /** For files on their way. */
  readonly folder: string;
  /** Parts that an earlier attempt got through. */
  readonly partsDone: number;
  /** Called after each part; throws where the delivery is somebody else's by now. */
  onPart(partsDone: number): Promise<void>;
}

type To<Kind> = OpenDestination & { readonly kind: Kind };

export async function deltaToWebhook(
  database: Database,
  destination: To<'webhook'>,
  { deliveryId, manifest, columns, guard, partsDone, onPart }: DeltaSending,
): Promise<void> {
  const { memberKey } = destination;
  const parts = Math.ceil((manifest.added + manifest.removed) / ROWS_A_MESSAGE);
  const send = (part: number, type: string, data: object) =>
    postMessage(
      destination,
      { id: `delivery_${deliveryId}_${part}`, type, data: { ...told, part, parts, ...data } },
      guard,
    );
  const told = { delivery: deliveryId, audience: manifest.audience.id };
  let after =
    partsDone === 0
      ? START
      : await placeAfter(database.prisma, deliveryId, START, partsDone * ROWS_A_MESSAGE);
  for (let part = partsDone + 1; part <= parts && after; part++) {
    const upTo: Place | null = await placeAfter(database.prisma, deliveryId, after, ROWS_A_MESSAGE);
    const rows = await readChanges(database.prisma, { deliveryId, columns, memberKey, after, upTo });
    await send(part, 'audience.delta.part', { rows });
    await onPart(part);
    after = upTo;
  }
  await send(parts + 1, 'audience.delta', manifest);
}

export async function deltaToBucket(
  database: Database,
  destination: To<'s3'>,
  { deliveryId, manifest, columns, guard, folder, onPart }: DeltaSending,
): Promise<void> {
  const { memberKey } = destination;
  const place = `audience-${manifest.audience.id}/delta-${String(deliveryId).padStart(9, '0')}`;
  const files: { name: string; rows: number; bytes: number; sha256: string }[] = [];
  const rows = manifest.added + manifest.removed;
  const path = join(folder, `delta-${deliveryId}.csv`);
  await mkdir(folder, { recursive: true });
  try {
    let after: Place | null = START;
    for (let part = 1; (part - 1) * ROWS_A_FILE < rows && after; part++) {
      const upTo: Place | null = await placeAfter(database.prisma, deliveryId, after, ROWS_A_FILE);
      const copy = changesCopy({ deliveryId, columns, memberKey, after, upTo });
      const written = await writePart(database, copy, path);
      const name = `part-${String(part).padStart(5, '0')}.csv`;
      await putObjects(destination, [{ key: `${place}/${name}`, content: { path, ...written } }], guard);
      files.push({ name, rows: Math.min(ROWS_A_FILE, rows - (part - 1) * ROWS_A_FILE), ...written });
      await onPart(part);
      after = upTo;
    }
    const text = JSON.stringify({ delivery: deliveryId, ...manifest, files }, null, 2);
    await putObjects(destination, [{ key: `${place}/manifest.json`, content: { text } }], guard);
  } finally {
    await rm(path, { force: true });
  }
}

/** Rows into a file on this machine's disk, a block at a time. */
async function writePart(
  database: Database,
  copy: string,
  path: string,
): Promise<{ bytes: number; sha256: string }> {
  const hash = createHash('sha256');
  let bytes = 0;
  const counting = new Transform({
    transform(piece: Buffer, _encoding, done) {
      hash.update(piece);
      bytes += piece.length;
      done(null, piece);
    },
  });
  const file = createWriteStream(path, { mode: 0o600 });
  const written = new Promise<void>((resolve, reject) => {
    file.once('close', resolve);
    file.once('error', reject);
    counting.once('error', reject);
  });
  counting.pipe(file);
  await Promise.all([
    withConnection(database.pool, (connection) => copyOut(connection, copy, counting)),
    written,
  ]);
  return { bytes, sha256: hash.digest('hex') };
}
