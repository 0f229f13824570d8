// The work of a run as rows: ranges of users, each computed in a transaction of its own that also marks it done.
// A run that is taken up again goes on with those that are not done.
import type { PrismaClient, PrismaTransaction } from '../../db/prisma.ts';
import { empty, type Sql, sql } from '../../db/sql.ts';
import type { UserRange } from '../scope.ts';
import type { Claim } from './claims.ts';

/** Large enough to be worth a statement, small enough for its sorts to stay in memory. */
const MOST_RANGE_USERS = 25_000;
const LEAST_RANGE_USERS = 2_000;
/** From events of claimed users: looked up one by one, so a smaller part; but a statement costs as much as some users. */
const CLAIM_USERS = 10_000;
const LEAST_CLAIM_USERS = 200;

export interface WorkRange extends UserRange {
  readonly round: number;
  readonly source: 'inputs' | 'states';
  readonly users: number;
}

/**
 * Everybody, in ranges of ids of one width, as many as can be shared out evenly among those that are worked on at a
 * time; claimed users count once. From inputs, ranges in which nobody is left are among them: there may be states of
 * whoever was there.
 */
export function planEverybody(runId: number, source: WorkRange['source'], parallel: number): Sql {
  const counts =
    source === 'inputs'
      ? sql`true`
      : sql`not exists (select 1 from dirty_users d where d.user_id = u.user_id and d.claimed_by = ${runId}::integer)`;
  const emptied =
    source === 'inputs'
      ? sql`
         union all
        select distinct (s.user_id - 1) / r.width, 0 from user_states s`
      : empty;
  return sql`/* recompute.plan_everybody */
with ranges as materialized (${rangeWidth(parallel)})
insert into run_ranges (run_id, round, source, after_id, up_to_id, users)
select ${runId}::integer, 0, ${source}, w.part * r.width, (w.part + 1) * r.width, sum(w.users)
  from ranges r
 cross join lateral (
        select (u.user_id - 1) / r.width as part, count(*) filter (where ${counts}) as users
          from users u
         group by 1${emptied}) w
 group by w.part, r.width`;
}

/** The largest width of which there are ranges for all of those that work at a time, as often as it takes. */
function rangeWidth(parallel: number): Sql {
  const most = sql`(${parallel}::bigint * ${MOST_RANGE_USERS}::bigint)`;
  return sql`
  select greatest(ceil(i.last / (${parallel}::bigint * ceil(i.last / ${most}::numeric))), ${LEAST_RANGE_USERS})::bigint as width
    from (select greatest((select max(u.user_id) from users u), (select max(s.user_id) from user_states s), 1) as last) i`;
}

/** The users of a claim, in as many ranges as are worked on at a time, or more. */
export function planClaims({ runId, round }: Claim, parallel: number): Sql {
  return sql`/* recompute.plan_claims */
insert into run_ranges (run_id, round, source, after_id, up_to_id, users)
select ${runId}::integer, ${round}::integer, 'inputs', min(n.user_id) - 1, max(n.user_id), count(*)
  from (select c.user_id, row_number() over (order by c.user_id) as user_no, count(*) over () as users
          from (select distinct d.user_id from dirty_users d
                 where d.claimed_by = ${runId}::integer and d.round = ${round}::integer) c) n
 group by (n.user_no - 1) / greatest(least(n.users / ${parallel}::bigint + 1, ${CLAIM_USERS}::bigint), ${LEAST_CLAIM_USERS}::bigint)`;
}

interface RangeRow {
  readonly round: number;
  readonly source: WorkRange['source'];
  readonly after_id: bigint;
  readonly up_to_id: bigint;
  readonly users: bigint;
  readonly done: boolean;
}

/** What is left of the run's work, how many users are done, and how many rounds were begun. */
export async function openRanges(
  prisma: PrismaClient,
  runId: number,
): Promise<{ open: WorkRange[]; usersDone: number; usersTotal: number; rounds: number }> {
  const rows = await prisma.$queryRaw<RangeRow[]>(sql`/* recompute.ranges */
select r.round, r.source, r.after_id, r.up_to_id, r.users, r.done_at is not null as done
  from run_ranges r
 where r.run_id = ${runId}::integer
 order by r.round, r.source desc, r.after_id`);
  const users = (of: readonly RangeRow[]): number => of.reduce((sum, row) => sum + Number(row.users), 0);
  return {
    open: rows.filter(({ done }) => !done).map(toRange),
    usersDone: users(rows.filter(({ done }) => done)),
    usersTotal: users(rows),
    rounds: Math.max(-1, ...rows.map(({ round }) => round)) + 1,
  };
}

function toRange({ round, source, after_id, up_to_id, users }: RangeRow): WorkRange {
  return { round, source, after: after_id, upTo: up_to_id, users: Number(users) };
}

export async function markDone(tx: PrismaTransaction, runId: number, range: WorkRange): Promise<void> {
  await tx.$executeRaw(sql`/* recompute.range_done */
update run_ranges set done_at = clock_timestamp()
 where run_id = ${runId}::integer and round = ${range.round}::integer and source = ${range.source}
   and after_id = ${range.after}::bigint`);
}
