// The statements of feeds: which have something to send, and up to where each was confirmed.
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';
import type { Pair } from './delta.ts';

/** Feeds with changes behind what was confirmed, for which no delivery is under way or was given up. */
export function feedsBehind(prisma: PrismaClient | PrismaTransaction): Promise<Pair[]> {
  return prisma.$queryRaw<Pair[]>(sql`/* deliveries.feeds_behind */
select f.audience_id as "audienceId", f.destination_id as "destinationId"
  from audience_feeds f
 where not exists (
         select 1 from deliveries d
          where d.destination_id = f.destination_id and d.audience_id = f.audience_id and d.kind = 'changes'
            and d.state in ('pending', 'sending', 'failed', 'dead'))
   and exists (
         select 1 from audience_changes c
          where c.audience_id = f.audience_id and (c.comparison, c.user_id) > (f.comparison, f.up_to_user_id))`);
}

/** Until the transaction ends. */
export async function lockFeed(tx: PrismaTransaction, { audienceId, destinationId }: Pair): Promise<void> {
  await tx.$queryRaw(sql`/* deliveries.lock_feed */
select f.audience_id from audience_feeds f
 where f.audience_id = ${audienceId}::integer and f.destination_id = ${destinationId}::integer
   for update`);
}

/** Never back: an attempt that was overtaken may come late. */
export async function advanceFeed(
  prisma: PrismaClient,
  { audienceId, destinationId }: Pair,
  { comparison, userId }: { comparison: number; userId: bigint },
): Promise<void> {
  await prisma.$executeRaw(sql`/* deliveries.advance_feed */
update audience_feeds set comparison = ${comparison}::integer, up_to_user_id = ${userId}::bigint
 where audience_id = ${audienceId}::integer and destination_id = ${destinationId}::integer
   and (comparison, up_to_user_id) < (${comparison}::integer, ${userId}::bigint)`);
}
