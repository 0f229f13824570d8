// Transactions that can't write, with the memory that a large sort or hash wants, and with a common end.
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { sql } from '../../db/sql.ts';
import { StrataError } from '../../errors.ts';

/** On the clock of `performance.now()`; Infinity for never. */
export interface Deadline {
  readonly at: number;
  readonly timeoutMs: number;
}

export function startDeadline(timeoutMs = Number.POSITIVE_INFINITY): Deadline {
  return { at: performance.now() + timeoutMs, timeoutMs };
}

/** Runs `work` until the deadline at the latest; then throws a StrataError of code TIMEOUT. */
export async function inReadOnly<T>(
  prisma: PrismaClient,
  deadline: Deadline,
  work: (tx: PrismaTransaction) => Promise<T>,
): Promise<T> {
  const leftMs = deadline.at - performance.now();
  if (leftMs < 1) throw tooLong(deadline);
  try {
    return await prisma.$transaction(async (tx) => {
      const timeout = Number.isFinite(leftMs) ? String(Math.ceil(leftMs)) : '0';
      await tx.$executeRaw(sql`/* rulesets.prepare */
select set_config('transaction_read_only', 'on', true), set_config('statement_timeout', ${timeout}, true),
       set_config('work_mem', '128MB', true), set_config('hash_mem_multiplier', '2', true), set_config('jit', 'off', true)`);
      return work(tx);
    });
  } catch (error) {
    if (performance.now() < deadline.at) throw error;
    throw tooLong(deadline);
  }
}

function tooLong({ timeoutMs }: Deadline): StrataError {
  return new StrataError(
    'TIMEOUT',
    `This took longer than ${Math.round(timeoutMs / 1000)} s and was stopped; nothing was changed. Ask for a sample of the users, or use the command line, which waits.`,
  );
}
