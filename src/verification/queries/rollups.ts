// Rollups, and the number of users of the snapshot, as its states add up, beside what is stored.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { raw, type Sql, sql } from '../../db/sql.ts';
import { setsOf } from '../../recompute/stages/rollup-cells.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import type { Example } from '../service.ts';
import { isVisible, type PublishedSnapshot } from './published.ts';

export type VerifiedSnapshot = Pick<PublishedSnapshot, 'id' | 'rollupScheme'> & { readonly rules: RuleSet };

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
  snapshot: VerifiedSnapshot,
  mostExamples: number,
): Promise<ComparedRollups> {
  const [compared] = await tx.$queryRaw<ComparedRollups[]>(sql`/* verification.rollups */
with ${expectedSteps(snapshot)},
${storedStep(snapshot.id)},
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
function expectedSteps({ id, rules, rollupScheme }: VerifiedSnapshot): Sql {
  const states = sql`from user_states s
   where ${isVisible('s', id)}`;
  return sql`combinations as materialized (
  select s.segment_ids, ${OF_STATES} ${states} group by s.segment_ids),
towns as materialized (
  select coalesce(s.country, '') as country, coalesce(s.state, '') as state, coalesce(s.city, '') as city, ${OF_STATES} ${states}
   group by 1, 2, 3),
segment_sums as (
  select c.segment_ids[p.one] as one, c.segment_ids[p.two] as two, c.segment_ids[p.three] as three, ${OF_PARTS}
    from combinations c
   cross join ${placesOfSets(rules, rollupScheme)}
   group by 1, 2, 3),
expected as materialized (
  select ${nameOf(raw('array_remove(array[t.one, t.two, t.three], null)'))} as name, ${columnsOf('t')}
    from segment_sums t
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

/** Rows `p`, one a set of dimensions: their places from 1 on in three columns, null where the set is smaller. */
function placesOfSets(rules: RuleSet, scheme: number): Sql {
  const sets = setsOf(rules, scheme);
  const [one, two, three] = [0, 1, 2].map((at) =>
    sets.map((set) => (set[at] === undefined ? null : set[at] + 1)),
  );
  return sql`unnest(${one}::integer[], ${two}::integer[], ${three}::integer[]) as p (one, two, three)`;
}

function storedStep(snapshotId: number): Sql {
  const sums = columnsOf('r');
  return sql`stored as materialized (
  select case when r.segment_ids = '{}' then 'everybody' else ${nameOf(raw('r.segment_ids'))} end as name, ${sums}
    from segment_rollups r
   where ${isVisible('r', snapshotId)}
   union all
  select r.level || ' ' || r.place, ${sums} from place_rollups r where ${isVisible('r', snapshotId)}
   union all
  select 'snapshot', s.users, null, null, null from snapshots s where s.snapshot_id = ${snapshotId}::integer)`;
}

/** The name of a combination of segments, by rising numbers. */
function nameOf(ids: Sql): Sql {
  return sql`(
    select 'segment ' || string_agg(coalesce(g.dimension || '/' || g.key, 'number ' || i.id), ', ' order by i.id)
      from unnest(${ids}) as i (id)
      left join segments g on g.segment_id = i.id)`;
}
