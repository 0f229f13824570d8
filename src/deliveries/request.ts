// Asks for deliveries. They are carried out by the worker, whose watch finds what is due.
import type { Database } from '../db/database.ts';
import type { PrismaTransaction } from '../db/prisma.ts';
import { BadInputError } from '../errors.ts';
import type { DeltaOptions } from './eligibility.ts';
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
  readonly audienceId: number | null;
  readonly options: unknown;
  /** Even where one waits already. */
  readonly anew?: boolean;
}

/** The difference to what the destination holds; one that waits and was not begun yet is joined. */
export async function requestDelta(
  tx: PrismaTransaction,
  { destinationId, audienceId, options, requestedBy, anew = false }: AskedDelta,
): Promise<Delivery> {
  const given = options as DeltaOptions;
  const [waiting] = anew
    ? []
    : await tx.delivery.findMany({
        where: {
          kind: 'delta',
          state: 'pending',
          attempts: 0,
          destinationId,
          audienceId,
          options: { equals: { ...given } },
        },
        take: 1,
      });
  if (waiting) return waiting as Delivery;
  return insert(tx, { kind: 'delta', destinationId, audienceId, options: { ...given }, requestedBy });
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
