// Statements of runs that Prisma's models can't say: instants to the microsecond, and claims under a lock.
import type { PrismaClient } from '../db/prisma.ts';
import { sql } from '../db/sql.ts';

const ISO = `YYYY-MM-DD"T"HH24:MI:SS.US"Z"`;

/** The as-of for a run: the one asked for, else now, never before the published snapshot's. ISO text. */
export async function chooseAsOf(
  prisma: PrismaClient,
  runId: number,
): Promise<{ asOf: string; published: string | null }> {
  const [row] = await prisma.$queryRaw<
    { as_of: string; published: string | null }[]
  >(sql`/* runs.choose_as_of */
select to_char(coalesce(r.requested_as_of, date_trunc('milliseconds', clock_timestamp())) at time zone 'UTC', ${ISO}) as as_of,
       (select to_char(max(s.as_of) at time zone 'UTC', ${ISO}) from snapshots s) as published
  from runs r where r.run_id = ${runId}::integer`);
  return { asOf: row?.as_of ?? '', published: row?.published ?? null };
}

/**
 * Queues a run, or joins the one that waits; `asOf` is ISO text or null for "when it starts". `fits` is false where
 * an as-of was asked for and the run that waits has another.
 */
export async function queueRun(
  prisma: PrismaClient,
  requestedBy: string,
  asOf: string | null,
): Promise<{ runId: number; fits: boolean }> {
  for (;;) {
    const [run] = await prisma.$queryRaw<{ run_id: number; fits: boolean }[]>(sql`/* runs.queue */
with added as (
  insert into runs (kind, status, requested_by, requested_as_of, stage, users_done, users_total, queued_at)
  values ('full', 'queued', ${requestedBy}, ${asOf}::timestamptz, 'queued', 0, 0, clock_timestamp())
  on conflict (status) where status = 'queued' do nothing
  returning run_id, true as fits)
select a.run_id, a.fits from added a
 union all
select r.run_id, ${asOf}::timestamptz is null or r.requested_as_of is not distinct from ${asOf}::timestamptz
  from runs r
 where r.status = 'queued'`);
    if (run) return { runId: run.run_id, fits: run.fits };
    // Another was queued while this statement ran, so that it saw neither; or one that was in the way has started.
  }
}

/** Marks a queued run as running; false if somebody else has taken or finished it. */
export async function claimRun(prisma: PrismaClient, runId: number): Promise<boolean> {
  const claimed = await prisma.run.updateMany({
    where: { runId, status: 'queued' },
    data: { status: 'running', startedAt: new Date(), heartbeatAt: new Date() },
  });
  return claimed.count === 1;
}

export async function saveStart(
  prisma: PrismaClient,
  runId: number,
  start: { asOf: string; ruleSetVersion: number; lastImportId: number | null },
): Promise<void> {
  await prisma.$executeRaw(sql`/* runs.start */
update runs set as_of = ${start.asOf}::timestamptz, rule_set_version = ${start.ruleSetVersion}::integer,
       last_import_id = ${start.lastImportId}::integer
 where run_id = ${runId}::integer`);
}
