// Statements of drafts that Prisma's models can't say.
import type { PrismaClient } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';

/** Deletes a draft unless a run is publishing it or about to; whether it did. */
export async function deleteUnusedDraft(prisma: PrismaClient, version: number): Promise<boolean> {
  const deleted = await prisma.$executeRaw(sql`/* rulesets.delete_draft */
delete from rule_sets r
 where r.version = ${version}::integer and r.status = 'draft'
   and not exists (select 1 from runs n where n.publishes = r.version and n.status in ('queued', 'running'))`);
  return deleted === 1;
}
