// What there is to deliver: how each kind is sent, and what follows when it is confirmed.
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { type Guard, type OpenDestination, postMessage, putObjects } from '../destinations/service.ts';
import { type PlatformFormat, requirePlatform } from '../exports/service.ts';
import { currentDelta, type DeltaManifest, hold } from './delta.ts';
import type { DeltaOptions } from './eligibility.ts';
import { sendChanges } from './feeds.ts';
import { type Attempt, markParts, markSent } from './queries/attempts.ts';
import { columnsOf } from './queries/columns.ts';
import type { Pair } from './queries/delta.ts';
import { deltaToBucket, deltaToWebhook } from './send-delta.ts';
import { sendExport } from './send-export.ts';
import type { Delivery, DeliveryKind } from './stored.ts';

export interface Outbound {
  readonly guard: Guard;
  /** For files on their way. */
  readonly folder: string;
  /** Of the files of exports. */
  readonly exportsDir: string;
  /** What the server is called from outside, for links; null if that is not known. */
  readonly publicUrl: string | null;
}

export interface Sending {
  readonly database: Database;
  readonly delivery: Delivery;
  readonly destination: OpenDestination;
  readonly attempt: Attempt;
  readonly outbound: Outbound;
}

interface Kind {
  /** Returns when the target has all of it. */
  readonly transmit: (sending: Sending) => Promise<void>;
  /** In the transaction that confirms it. */
  readonly apply: (tx: PrismaTransaction, delivery: Delivery) => Promise<void>;
}

const nothing = async (): Promise<void> => {};

export const KINDS: Readonly<Record<DeliveryKind, Kind>> = {
  test: { transmit: sendTest, apply: nothing },
  export: { transmit: sendExport, apply: nothing },
  changes: { transmit: sendChanges, apply: nothing },
  delta: {
    transmit: sendDelta,
    apply: (tx, delivery) =>
      hold(tx, delivery.deliveryId, pairOf(delivery), delivery.options as DeltaOptions),
  },
};

function pairOf({ destinationId, audienceId }: Delivery): Pair {
  if (audienceId === null) throw new Error('A delta is of an audience.');
  return { destinationId, audienceId };
}

/** The platform's that the destination leads to; null where it leads to none. */
function formatOf({ platform, phoneCountry }: OpenDestination): PlatformFormat | null {
  return platform === null ? null : { platform: requirePlatform(platform), phoneCountry };
}

async function sendTest({
  database,
  delivery,
  destination,
  attempt,
  outbound: { guard },
}: Sending): Promise<void> {
  const data = { delivery: delivery.deliveryId, destination: destination.name };
  await markSent(database.prisma, attempt);
  if (destination.kind === 'webhook')
    return postMessage(destination, { id: `delivery_${delivery.deliveryId}`, type: 'test', data }, guard);
  return putObjects(
    destination,
    [{ key: 'strata-test.json', content: { text: JSON.stringify(data) } }],
    guard,
  );
}

async function sendDelta({ database, delivery, destination, attempt, outbound }: Sending): Promise<void> {
  const { deliveryId, partsDone } = delivery;
  const prepared = delivery.manifest as DeltaManifest | null;
  const format = formatOf(destination);
  const manifest = await currentDelta(database, {
    attempt,
    pair: pairOf(delivery),
    options: delivery.options as DeltaOptions,
    format,
    byErasure: delivery.requestedBy === 'erasure',
    prepared,
    sent: delivery.sentAt !== null,
  });
  await markSent(database.prisma, attempt);
  const sending = {
    deliveryId,
    manifest,
    columns: columnsOf(format?.platform ?? null),
    guard: outbound.guard,
    folder: outbound.folder,
    partsDone: manifest === prepared ? partsDone : 0,
    onPart: (done: number) => markParts(database.prisma, attempt, done),
  };
  if (destination.kind === 'webhook') return deltaToWebhook(database, destination, sending);
  return deltaToBucket(database, destination, sending);
}
