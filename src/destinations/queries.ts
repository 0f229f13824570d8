// The statements of destinations that Prisma's models can't say.
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';
import { raw, sql } from '../db/sql.ts';

/** The key of that name; the first call ever makes it of `fresh`. */
export async function secretOf(
  prisma: PrismaClient,
  name: string,
  fresh: Uint8Array<ArrayBuffer>,
): Promise<Uint8Array> {
  await prisma.$executeRaw(sql`/* destinations.make_key */
insert into secrets (name, value, created_at) values (${name}, ${fresh}, clock_timestamp()) on conflict (name) do nothing`);
  const { value } = await prisma.secret.findUniqueOrThrow({ where: { name } });
  return value;
}

/** What is kept of whom a destination holds, and what it was yet to get; the deliveries stay, as what was done. */
export async function forgetHeld(tx: PrismaTransaction, destinationId: number): Promise<void> {
  for (const table of ['audience_deliveries', 'audience_feeds', 'schedules'])
    await tx.$executeRaw(
      sql`/* destinations.forget_${raw(table)} */ delete from ${raw(table)} where destination_id = ${destinationId}::integer`,
    );
  await tx.$executeRaw(sql`/* destinations.forget_changes */
delete from delivery_changes c
 using deliveries d
 where d.delivery_id = c.delivery_id and d.destination_id = ${destinationId}::integer`);
  await tx.$executeRaw(sql`/* destinations.give_up */
update deliveries set state = 'dead', error = 'The destination was deleted.', ended_at = clock_timestamp()
 where destination_id = ${destinationId}::integer and state in ('pending', 'sending', 'failed')`);
}
