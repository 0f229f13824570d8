// The audit log: who did what, when. It names keys, never secrets and never external ids.
import type { PrismaClient } from '../db/prisma.ts';

export { auditStatement } from './queries.ts';

export async function audit(
  prisma: PrismaClient,
  actor: string,
  action: string,
  details: Record<string, string | number> = {},
): Promise<void> {
  await prisma.auditEntry.create({ data: { at: new Date(), actor, action, details } });
}
