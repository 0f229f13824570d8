// Rollups, and the number of users of the snapshot, as its states add up, beside what is stored.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';
import type { Example } from '../service.ts';
import { isVisible } from './published.ts';

export interface ComparedRollups {
  readonly checked: bigint;
  readonly drifted: bigint;
  readonly examples: readonly Example[];
}

const SUMS = ['users', 'revenue', 'score_sum', 'transactions'];
const OF_STATES = raw(`count(*) as users, sum(s.revenue) as revenue, sum(s.engagement_score) as score_sum,
         sum(s.transactions) as transactions`);
const OF_PARTS = raw(SUMS.map((sum) => `sum(c.${sum}) as ${sum}`).join(', '));

function columnsOf(alias: string): Sql {
  return raw(SUMS.map((sum) => `${alias}.${sum}`).join(', '));
}

/** Compares every sum of the snapshot. */
export async function compareRollups(
  tx: PrismaTransaction,
  snapshotId: number,
  mostExamples: number,
): Promise<ComparedRollups> {
  const [compared] = await tx.$queryRaw<ComparedRollups[]>(sql`/* verification.rollups */
with ${expectedSteps(snapshotId)},
${storedStep(snapshotId)},
differing as materialized (
  select coalesce(s.name, e.name) as name, k.name as column,
         to_jsonb(s) ->> k.name as published, to_jsonb(e) ->> k.name as recomputed
    from stored s
    full join expected e on e.name = s.name
   cross join lateral unnest(array_remove(array[
     ${raw(SUMS.map((sum) => `case when s.${sum} is distinct from e.${sum} then '${sum}' end`).join(', '))}]::text[], null)) as k (name)),
shown as (select d.* from differing d order by d.name, d.column limit ${mostExamples})
select (select count(*) from expected) as checked, (select count(distinct d.name) from differing d) as drifted,
       (select coalesce(jsonb_agg(to_jsonb(s)), '[]') from shown s) as examples`);
  if (!compared) throw new Error('The comparison of rollups answered nothing.');
  return compared;
}

/** Step `expected`: names and sums, from the states alone. */
function expectedSteps(snapshotId: number): Sql {
  const states = sql`from user_states s
   where ${isVisible('s', snapshotId)}`;
  return sql`combinations as materialized (
  select s.segment_ids, ${OF_STATES} ${states} group by s.segment_ids),
towns as materialized (
  select coalesce(s.country, '') as country, coalesce(s.state, '') as state, coalesce(s.city, '') as city, ${OF_STATES} ${states}
   group by 1, 2, 3),
segment_sums as (
  select i.segment_id, ${OF_PARTS} from combinations c cross join unnest(c.segment_ids) as i (segment_id) group by 1),
expected as materialized (
  select 'segment ' || g.dimension || '/' || g.key as name, ${columnsOf('t')}
    from segment_sums t
    join segments g on g.segment_id = t.segment_id
   union all
  select l.level || ' ' || l.place, ${OF_PARTS}
    from towns c
   cross join lateral (values ('country', c.country), ('state', c.state), ('city', c.city)) as l (level, place)
   group by l.level, l.place
   union all
  select 'everybody', ${raw(SUMS.map((sum) => `coalesce(sum(c.${sum}), 0)`).join(', '))} from combinations c
   union all
  select 'snapshot', coalesce(sum(c.users), 0), null, null, null from combinations c)`;
}

function storedStep(snapshotId: number): Sql {
  const sums = columnsOf('r');
  return sql`stored as materialized (
  select coalesce('segment ' || g.dimension || '/' || g.key,
                  case when r.segment_ids = '{}' then 'everybody' else 'segments ' || r.segment_ids::text end) as name, ${sums}
    from segment_rollups r
    left join segments g on r.segment_ids = array[g.segment_id]
   where ${isVisible('r', snapshotId)}
   union all
  select r.level || ' ' || r.place, ${sums} from place_rollups r where ${isVisible('r', snapshotId)}
   union all
  select 'snapshot', s.users, null, null, null from snapshots s where s.snapshot_id = ${snapshotId}::integer)`;
}
