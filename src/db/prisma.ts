// The Prisma client over the shared pool: schema-typed control data, and the recompute's set statements.
import { PrismaPg } from '@prisma/adapter-pg';
import { type Prisma, PrismaClient } from '../generated/prisma/client.ts';
import type { Pool } from './pool.ts';

export type { Prisma, PrismaClient } from '../generated/prisma/client.ts';
export type PrismaTransaction = Prisma.TransactionClient;

const ONE_HOUR_MS = 3_600_000;

export function createPrisma(pool: Pool): PrismaClient {
  return new PrismaClient({
    adapter: new PrismaPg(pool),
    transactionOptions: { timeout: ONE_HOUR_MS, maxWait: 60_000 },
  });
}
