// Statements of runs that Prisma's models can't say: instants to the microsecond, and claims under a lock.
import type { PrismaClient } from '../db/prisma.ts';
import { OPEN_END, sql } from '../db/sql.ts';
import type { RunKind } from '../recompute/run-version.ts';

const ISO = `YYYY-MM-DD"T"HH24:MI:SS.US"Z"`;

export interface RunTimes {
  /** The as-of that the run has, or is to have. ISO text. */
  readonly asOf: string;
  /** The published snapshot's; null before the first. */
  readonly published: string | null;
}

/** The as-of of a run: the one that it has, else the one asked for, else now, or the published one if that is later. */
export async function chooseTimes(prisma: PrismaClient, runId: number): Promise<RunTimes> {
  const [row] = await prisma.$queryRaw<
    { as_of: string; published: string | null }[]
  >(sql`/* runs.choose_times */
with chosen as (
  select coalesce(r.as_of, r.requested_as_of,
                  greatest(date_trunc('milliseconds', clock_timestamp()), (select max(s.as_of) from snapshots s))) as as_of
    from runs r where r.run_id = ${runId}::integer)
select to_char(c.as_of at time zone 'UTC', ${ISO}) as as_of,
       (select to_char(max(s.as_of) at time zone 'UTC', ${ISO}) from snapshots s) as published
  from chosen c`);
  if (!row) throw new Error(`There is no run ${runId}.`);
  return { asOf: row.as_of, published: row.published };
}

/** What made a run fail, or somebody cancel it, is not over at once. */
const PAUSE_MINUTES = 5;

/** Whether anything stored is not in the published snapshot, or time alone has changed something, and no run is asked for. */
export async function isRunNeeded(prisma: PrismaClient): Promise<boolean> {
  const [row] = await prisma.$queryRaw<{ needed: boolean }[]>(sql`/* runs.is_needed */
with published as (select s.as_of from snapshots s order by s.snapshot_id desc limit 1)
select case
         when exists (select 1 from runs r where r.status in ('queued', 'running')) then false
         when exists (select 1 from (select r.status, r.finished_at from runs r order by r.run_id desc limit 1) l
                       where l.status in ('failed', 'cancelled')
                         and l.finished_at > clock_timestamp() - make_interval(mins => ${PAUSE_MINUTES}::integer)) then false
         when not exists (select 1 from published) then exists (select 1 from imports i where i.undone_at is null)
         else exists (select 1 from dirty_users d where d.claimed_by is null)
           or exists (select 1 from dirty_orders d where d.claimed_by is null and d.due_at <= clock_timestamp())
           or exists (select 1 from user_states s, published p
                       where s.next_change_at > p.as_of and s.next_change_at <= clock_timestamp()
                         and s.valid_to = ${OPEN_END}::integer)
       end as needed`);
  return row?.needed === true;
}

export interface RunRequest {
  readonly requestedBy: string;
  readonly kind: RunKind;
  /** ISO text; null for "when it starts". */
  readonly asOf?: string | null;
  /** The rule set version that the run publishes. */
  readonly publishes?: number | null;
}

/**
 * Queues a run, or joins the one that waits, which becomes a full one if that is asked for. `fits` is false where an
 * as-of was asked for and the run that waits has another.
 */
export async function queueRun(
  prisma: PrismaClient,
  { requestedBy, kind, asOf = null, publishes = null }: RunRequest,
): Promise<{ runId: number; fits: boolean }> {
  const [run] = await prisma.$queryRaw<{ run_id: number; fits: boolean }[]>(sql`/* runs.queue */
insert into runs (kind, status, requested_by, requested_as_of, publishes, stage, users_done, users_total, queued_at)
values (${kind}, 'queued', ${requestedBy}, ${asOf}::timestamptz, ${publishes}::integer, 'queued', 0, 0, clock_timestamp())
on conflict (coalesce(publishes, 0)) where status = 'queued'
do update set kind = case when excluded.kind = 'full'
                           and (excluded.requested_as_of is null or excluded.requested_as_of is not distinct from runs.requested_as_of)
                          then 'full' else runs.kind end
returning run_id, ${asOf}::timestamptz is null or requested_as_of is not distinct from ${asOf}::timestamptz as fits`);
  if (!run) throw new Error('The run was not queued.');
  return { runId: run.run_id, fits: run.fits };
}

/** Marks a queued run as running; false if somebody else has taken or finished it. */
export async function claimRun(prisma: PrismaClient, runId: number): Promise<boolean> {
  const claimed = await prisma.run.updateMany({
    where: { runId, status: 'queued' },
    data: { status: 'running', startedAt: new Date(), heartbeatAt: new Date() },
  });
  return claimed.count === 1;
}

/** What a run has decided as it starts; a run that is taken up again keeps to it. */
export async function saveStart(
  prisma: PrismaClient,
  runId: number,
  start: { asOf: string; kind: RunKind; ruleSetVersion: number },
): Promise<void> {
  await prisma.$executeRaw(sql`/* runs.start */
update runs set as_of = ${start.asOf}::timestamptz, kind = ${start.kind},
       rule_set_version = ${start.ruleSetVersion}::integer
 where run_id = ${runId}::integer`);
}
