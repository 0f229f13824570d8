// Attempts: a run whose process seems dead is taken up by another one, though the first may only have lost a
// connection. Every transaction of a run holds its attempt, so that two attempts never write at the same time, and the
// older one stops.
import type { PrismaClient, PrismaTransaction } from '../db/prisma.ts';
import { sql } from '../db/sql.ts';
import { StrataError } from '../errors.ts';

export interface Attempt {
  /** The run, and the version that it computes. */
  readonly version: number;
  /** Counted from 1. */
  readonly attempt: number;
}

export class OvertakenError extends StrataError {
  constructor() {
    super(
      'RUN_OVERTAKEN',
      'This process lost its connection to the database, and another one has taken up its run.',
    );
  }
}

/** Begins another attempt, when nothing of the ones before goes on any more; returns its number. */
export function beginAttempt(prisma: PrismaClient, runId: number): Promise<number> {
  return prisma.$transaction(async (tx) => {
    await endAttempts(tx, runId);
    const { attempts } = await tx.run.update({ where: { runId }, data: { attempts: { increment: 1 } } });
    return attempts;
  });
}

/**
 * Waits for what goes on of any attempt, and lets nothing begin until the transaction ends; returns the number of the
 * newest, null if the run has ended.
 */
export async function endAttempts(tx: PrismaTransaction, runId: number): Promise<number | null> {
  const [run] = await tx.$queryRaw<{ attempts: number; status: string }[]>(
    sql`/* recompute.end_attempts */ select r.attempts, r.status from runs r where r.run_id = ${runId}::integer for update`,
  );
  return run?.status === 'running' ? run.attempts : null;
}

/** Holds the attempt until the transaction ends; throws an OvertakenError where another one has begun. */
export async function holdAttempt(tx: PrismaTransaction, { version, attempt }: Attempt): Promise<void> {
  const held = await tx.$queryRaw<unknown[]>(sql`/* recompute.hold_attempt */
select 1 from runs r
 where r.run_id = ${version}::integer and r.attempts = ${attempt}::integer and r.status = 'running'
   for key share`);
  if (held.length === 0) throw new OvertakenError();
}
