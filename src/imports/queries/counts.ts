// Counts over one import's rows and whatever else is stored: they change as other files come in.
import type { PrismaClient } from '../../db/prisma.ts';
import { type Sql, sql } from '../../db/sql.ts';

async function readCount(prisma: PrismaClient, statement: Sql): Promise<number> {
  const [row] = await prisma.$queryRaw<{ found: bigint }[]>(statement);
  return Number(row?.found ?? 0);
}

/** Events of an import that name an order of which there is neither a line nor a revenue. */
export function countUnmatchedEvents(prisma: PrismaClient, importId: number): Promise<number> {
  return readCount(
    prisma,
    sql`/* imports.unmatched_events */
select count(*) as found from order_mentions m
 where m.import_id = ${importId}::integer and m.revenue is null
   and not exists (select 1 from order_lines l where l.transaction_id = m.transaction_id)
   and not exists (select 1 from order_mentions o where o.transaction_id = m.transaction_id and o.revenue is not null)`,
  );
}

/** Orders with lines in an import that no line and no event gives a user. */
export function countUnattributedOrders(prisma: PrismaClient, importId: number): Promise<number> {
  return readCount(
    prisma,
    sql`/* imports.unattributed_orders */
select count(distinct l.transaction_id) as found from order_lines l
 where l.import_id = ${importId}::integer
   and not exists (select 1 from order_lines o where o.transaction_id = l.transaction_id and o.user_id is not null)
   and not exists (select 1 from order_mentions m where m.transaction_id = l.transaction_id)`,
  );
}
