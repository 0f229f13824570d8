// The statements of schedules that Prisma's models can't say.
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';
import { sql } from '../db/sql.ts';

/** Schedules whose time has come. */
export async function dueSchedules(prisma: PrismaClient, now: Date): Promise<number[]> {
  const rows = await prisma.$queryRaw<{ schedule_id: number }[]>(sql`/* schedules.due */
select s.schedule_id
  from schedules s
 where s.paused_at is null and s.next_run_at <= ${now.toISOString()}::timestamptz
 order by s.next_run_at, s.schedule_id
 limit 100`);
  return rows.map(({ schedule_id }) => schedule_id);
}

/** Locks a schedule that is due until the transaction ends; false if it is not, or somebody has it. */
export async function lockDue(tx: PrismaTransaction, scheduleId: number, now: Date): Promise<boolean> {
  const rows = await tx.$queryRaw<unknown[]>(sql`/* schedules.lock_due */
select s.schedule_id
  from schedules s
 where s.schedule_id = ${scheduleId}::integer and s.paused_at is null
   and s.next_run_at <= ${now.toISOString()}::timestamptz
   for update skip locked`);
  return rows.length === 1;
}
