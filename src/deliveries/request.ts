// Asks for deliveries. They are carried out by the worker, whose watch finds what is due.

import { holdAudience } from '../audiences/service.ts';
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { BadInputError } from '../errors.ts';
import { type Delivery, findDelivery, requireDelivery } from './stored.ts';

interface Asked {
  readonly destinationId: number;
  readonly requestedBy: string;
}

/** A message or an object that says nothing, to see whether a destination is reached. */
export function requestTest({ prisma }: Database, asked: Asked): Promise<Delivery> {
  return insert(prisma, { ...asked, kind: 'test' });
}

/** An export that is finished, or will be. */
export function requestExportDelivery(
  prisma: PrismaTransaction,
  asked: Asked & { readonly exportId: number; readonly audienceId: number },
): Promise<Delivery> {
  return insert(prisma, { ...asked, kind: 'export' });
}

export interface AskedDelta extends Asked {
  readonly audienceId: number;
  readonly options: unknown;
}

/**
 * The difference to what the destination holds; one that waits and was not begun yet is joined. Throws a BadInputError
 * where the audience is deleted, which can't be before the transaction ends.
 */
export async function requestDelta(tx: PrismaTransaction, asked: AskedDelta): Promise<Delivery> {
  const { destinationId, audienceId, options } = asked;
  await holdAudience(tx, audienceId);
  const same = { kind: 'delta', destinationId, audienceId, options: { equals: { ...(options as object) } } };
  const waiting = await tx.delivery.findFirst({ where: { ...same, state: 'pending', attempts: 0 } });
  return (waiting as Delivery | null) ?? insertDelta(tx, asked);
}

/** The same once more, in the place of one that can't be sent any more. */
export function requestNextDelta(tx: PrismaTransaction, delivery: Delivery): Promise<Delivery> {
  return insertDelta(tx, delivery);
}

function insertDelta(
  tx: PrismaTransaction,
  {
    destinationId,
    audienceId,
    options,
    requestedBy,
  }: Omit<AskedDelta, 'audienceId'> & Pick<Delivery, 'audienceId'>,
): Promise<Delivery> {
  return insert(tx, { kind: 'delta', destinationId, audienceId, options: options as object, requestedBy });
}

async function insert(
  prisma: PrismaTransaction,
  asked: Asked & {
    readonly kind: Delivery['kind'];
    readonly audienceId?: number | null;
    readonly exportId?: number;
    readonly options?: object;
  },
): Promise<Delivery> {
  const at = new Date();
  const { deliveryId } = await prisma.delivery.create({
    data: { options: {}, ...asked, state: 'pending', nextAttemptAt: at, createdAt: at },
  });
  return requireDelivery(prisma, deliveryId);
}

/**
 * Tries a delivery anew that failed, was given up, or was confirmed; the message keeps its id. A delta is sent once: one
 * that is confirmed or superseded is refused, for what the destination holds has moved on.
 */
export async function redeliver({ prisma }: Database, deliveryId: number): Promise<Delivery> {
  const found = await findDelivery(prisma, deliveryId);
  if (!found) throw new BadInputError(`id: there is no delivery ${deliveryId}.`);
  const once = found.kind === 'delta' || found.kind === 'changes';
  const legal = once ? ['failed', 'dead'] : ['failed', 'dead', 'confirmed'];
  const { count } = await prisma.delivery.updateMany({
    where: { deliveryId, state: { in: legal } },
    data: { state: 'pending', tries: 0, nextAttemptAt: new Date(), endedAt: null },
  });
  if (count === 0)
    throw new BadInputError(
      `id: delivery ${deliveryId} is ${found.state}; a delivery of this kind is sent again when it is ${legal.join(' or ')}.${once ? ' Ask for a delta: it brings what is missing.' : ''}`,
    );
  return requireDelivery(prisma, deliveryId);
}
