// Delivers an export that is finished: into a bucket its files and, when all are there, its manifest; to a webhook the
// manifest, with an address under which each file can be downloaded for a while.

import { postMessage, putObjects } from '../destinations/service.ts';
import { BadInputError, StrataError } from '../errors.ts';
import {
  doneParts,
  type Export,
  exportById,
  filesOf,
  findDownload,
  manifestOf,
  openSigner,
} from '../exports/service.ts';
import type { Sending } from './kinds.ts';
import { markParts, markSent } from './queries/attempts.ts';

/** What is to be delivered is not there yet. */
export class Postponed extends StrataError {
  constructor(reason: string) {
    super('POSTPONED', reason);
  }
}

export async function sendExport(sending: Sending): Promise<void> {
  const { database, delivery, destination, attempt } = sending;
  const exported = await exportById(database, String(delivery.exportId));
  if (!exported) throw new BadInputError(`There is no export ${delivery.exportId}.`);
  if (exported.status === 'queued' || exported.status === 'running')
    throw new Postponed(`Export ${exported.exportId} is ${exported.status}.`);
  if (exported.status !== 'succeeded' || exported.filesRemovedAt)
    throw new BadInputError(
      `Export ${exported.exportId} ${exported.status === 'succeeded' ? 'has no files any more' : `is ${exported.status}`}.`,
    );
  await markSent(database.prisma, attempt);
  await (destination.kind === 'webhook'
    ? exportToWebhook(sending, exported)
    : exportToBucket(sending, exported));
}

async function exportToWebhook(
  { database, delivery, destination, outbound: { guard, publicUrl } }: Sending,
  exported: Export,
): Promise<void> {
  if (destination.kind !== 'webhook') return;
  if (publicUrl === null)
    throw new BadInputError(
      'STRATA_PUBLIC_URL is not set: it says under which address the files can be downloaded.',
    );
  const parts = await doneParts(database, exported.exportId);
  const signer = await openSigner(database);
  const files = filesOf(exported, parts).map((file) => {
    const { url, expiresAt } = signer.sign(exported.exportId, file.part, new Date());
    return { ...file, url: new URL(url, publicUrl).href, expiresAt };
  });
  const data = { delivery: delivery.deliveryId, manifest: manifestOf(exported, parts), files };
  await postMessage(
    destination,
    { id: `delivery_${delivery.deliveryId}`, type: 'audience.export', data },
    guard,
  );
}

async function exportToBucket(
  { database, attempt, destination, outbound: { guard, exportsDir } }: Sending,
  exported: Export,
): Promise<void> {
  if (destination.kind !== 's3') return;
  const parts = await doneParts(database, exported.exportId);
  const place = `audience-${exported.audienceId}/export-${String(exported.exportId).padStart(9, '0')}`;
  let done = 0;
  for (const { part, name, bytes, sha256 } of filesOf(exported, parts)) {
    const found = await findDownload(database, exportsDir, String(exported.exportId), String(part));
    if (!found) throw new StrataError('NO_FILE', `The file ${name} is not on this machine.`);
    const content = { path: found.path, sha256, bytes };
    await putObjects(destination, [{ key: `${place}/${name}`, content }], guard);
    await markParts(database.prisma, attempt, ++done);
  }
  const text = JSON.stringify(manifestOf(exported, parts), null, 2);
  await putObjects(destination, [{ key: `${place}/manifest.json`, content: { text } }], guard);
}
