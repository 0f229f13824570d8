// The statements by which a delivery is taken up, kept alive and settled. Whoever has it is known by the number of its
// attempt: one that was overtaken changes nothing any more.
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';
import { StrataError } from '../../errors.ts';

/** A delivery whose process showed no life for so long has none. */
const DEAD_AFTER_SECONDS = 60;

export interface Attempt {
  readonly deliveryId: number;
  readonly attempt: number;
}

/** The attempt is no longer the delivery's: somebody else has taken it up, or it has ended. */
export class Overtaken extends StrataError {
  constructor({ deliveryId }: Attempt) {
    super('OVERTAKEN', `Delivery ${deliveryId} is somebody else's by now.`);
  }
}

/** Deliveries whose time has come, or whose process has died; the oldest first. */
export async function dueDeliveries(prisma: PrismaClient): Promise<number[]> {
  const rows = await prisma.$queryRaw<{ delivery_id: number }[]>(sql`/* deliveries.due */
select d.delivery_id
  from deliveries d
 where (d.state in ('pending', 'failed') and d.next_attempt_at <= clock_timestamp())
    or (d.state = 'sending' and d.heartbeat_at < clock_timestamp() - make_interval(secs => ${DEAD_AFTER_SECONDS}::integer))
 order by d.delivery_id
 limit 100`);
  return rows.map(({ delivery_id }) => delivery_id);
}

/** Takes the delivery up if it is due; null if it is not, or somebody has it. */
export async function beginAttempt(prisma: PrismaClient, deliveryId: number): Promise<Attempt | null> {
  const [row] = await prisma.$queryRaw<{ attempts: number }[]>(sql`/* deliveries.begin */
update deliveries set state = 'sending', attempts = attempts + 1, tries = tries + 1, heartbeat_at = clock_timestamp()
 where delivery_id = ${deliveryId}::integer
   and ((state in ('pending', 'failed') and next_attempt_at <= clock_timestamp())
        or (state = 'sending' and heartbeat_at < clock_timestamp() - make_interval(secs => ${DEAD_AFTER_SECONDS}::integer)))
returning attempts`);
  return row ? { deliveryId, attempt: row.attempts } : null;
}

/** Shows that the attempt is alive; false if it was overtaken. */
export async function showLife(
  prisma: PrismaClient | PrismaTransaction,
  { deliveryId, attempt }: Attempt,
): Promise<boolean> {
  const alive = await prisma.$executeRaw(sql`/* deliveries.show_life */
update deliveries set heartbeat_at = clock_timestamp()
 where delivery_id = ${deliveryId}::integer and attempts = ${attempt}::integer and state = 'sending'`);
  return alive === 1;
}

/** From now on the target may have some of it. Throws where the attempt was overtaken. */
export async function markSent(prisma: PrismaClient, attempt: Attempt): Promise<void> {
  const marked = await prisma.$executeRaw(sql`/* deliveries.mark_sent */
update deliveries set sent_at = coalesce(sent_at, clock_timestamp()), heartbeat_at = clock_timestamp()
 where delivery_id = ${attempt.deliveryId}::integer and attempts = ${attempt.attempt}::integer and state = 'sending'`);
  if (marked === 0) throw new Overtaken(attempt);
}

/** The target has so many parts of it. Throws where the attempt was overtaken. */
export async function markParts(prisma: PrismaClient, attempt: Attempt, partsDone: number): Promise<void> {
  const marked = await prisma.$executeRaw(sql`/* deliveries.mark_parts */
update deliveries set parts_done = ${partsDone}::integer, heartbeat_at = clock_timestamp()
 where delivery_id = ${attempt.deliveryId}::integer and attempts = ${attempt.attempt}::integer and state = 'sending'`);
  if (marked === 0) throw new Overtaken(attempt);
}

/** How an attempt that did not confirm ended. */
export interface Outcome {
  readonly state: 'pending' | 'failed' | 'dead' | 'superseded';
  readonly error: string | null;
  /** Until the next attempt, in milliseconds. */
  readonly pauseMs: number;
  /** Whether it counts towards giving up. */
  readonly counts: boolean;
}

export async function settle(
  tx: PrismaClient | PrismaTransaction,
  { deliveryId, attempt }: Attempt,
  { state, error, pauseMs, counts }: Outcome,
): Promise<boolean> {
  const settled = await tx.$executeRaw(sql`/* deliveries.settle */
update deliveries
   set state = ${state}, error = ${error}, tries = case when ${counts}::boolean then tries else tries - 1 end,
       next_attempt_at = clock_timestamp() + make_interval(secs => ${pauseMs / 1000}::double precision),
       ended_at = case when ${state} in ('dead', 'superseded') then clock_timestamp() end
 where delivery_id = ${deliveryId}::integer and attempts = ${attempt}::integer and state = 'sending'`);
  return settled === 1;
}

export async function confirm(tx: PrismaTransaction, { deliveryId, attempt }: Attempt): Promise<boolean> {
  const confirmed = await tx.$executeRaw(sql`/* deliveries.confirm */
update deliveries set state = 'confirmed', error = null, ended_at = clock_timestamp()
 where delivery_id = ${deliveryId}::integer and attempts = ${attempt}::integer and state = 'sending'`);
  return confirmed === 1;
}
