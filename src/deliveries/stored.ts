// Deliveries as they are stored.
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';

export type DeliveryKind = 'test' | 'export' | 'delta' | 'changes';
/** `failed` is tried again, `dead` is not, and what is `superseded` is covered by a later one. */
export type DeliveryState = 'pending' | 'sending' | 'confirmed' | 'failed' | 'dead' | 'superseded';

export interface Delivery {
  readonly deliveryId: number;
  readonly destinationId: number;
  readonly kind: DeliveryKind;
  readonly audienceId: number | null;
  readonly exportId: number | null;
  readonly options: unknown;
  readonly state: DeliveryState;
  /** Attempts ever begun. */
  readonly attempts: number;
  /** Those since it was asked for last. */
  readonly tries: number;
  readonly partsDone: number;
  readonly nextAttemptAt: Date;
  readonly error: string | null;
  readonly requestedBy: string;
  readonly createdAt: Date;
  readonly preparedAt: Date | null;
  readonly manifest: unknown;
  /** When some of it was first sent. */
  readonly sentAt: Date | null;
  readonly endedAt: Date | null;
}

export async function findDelivery(
  prisma: PrismaClient | PrismaTransaction,
  deliveryId: number,
): Promise<Delivery | null> {
  return (await prisma.delivery.findUnique({ where: { deliveryId } })) as Delivery | null;
}

/** For one that is known to be there. */
export async function requireDelivery(
  prisma: PrismaClient | PrismaTransaction,
  deliveryId: number,
): Promise<Delivery> {
  return (await prisma.delivery.findUniqueOrThrow({ where: { deliveryId } })) as Delivery;
}

export interface DeliverySelection {
  readonly first: number;
  readonly destinationId?: number | null;
  readonly state?: DeliveryState | null;
}

/** The newest first. */
export async function listDeliveries(
  prisma: PrismaClient,
  { first, destinationId, state }: DeliverySelection,
): Promise<Delivery[]> {
  const where = {
    ...(destinationId == null ? {} : { destinationId }),
    ...(state == null ? {} : { state }),
  };
  return (await prisma.delivery.findMany({
    where,
    orderBy: { deliveryId: 'desc' },
    take: first,
  })) as Delivery[];
}
