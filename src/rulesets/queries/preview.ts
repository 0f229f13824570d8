// What another rule set would make of the users of a snapshot, compared with what they are: one pass over a part of
// them, aggregated to counts and a few examples. Writes nothing.
import type { PrismaTransaction } from '../../db/prisma.ts';
import { join, raw, type Sql, sql } from '../../db/sql.ts';
import {
  COLUMNS,
  computedFromInputs,
  computedFromStates,
  DERIVED,
  type SegmentIds,
} from '../../recompute/stages/states.ts';
import type { RuleSet } from '../../rules/rule-set.ts';

/** Which users of the snapshot: a range of ids, or some that are named. */
export type Part =
  | { readonly after: bigint; readonly upTo: bigint }
  | { readonly userIds: readonly bigint[] };

export interface Comparison {
  readonly snapshotId: number;
  /** The snapshot's, as ISO text. */
  readonly asOf: string;
  readonly rules: RuleSet;
  /** Of every segment of `rules`, unique among those of the snapshot too. */
  readonly segmentIds: SegmentIds;
  /** Whether the inputs have to be read; users whose inputs have changed since are left out then. */
  readonly fromInputs: boolean;
  /** Places of the dimensions that both rule sets have, from 1: in the snapshot's and in `rules`. */
  readonly kept: readonly { readonly before: number; readonly after: number }[];
  /** Places of those that only `rules` has. */
  readonly added: readonly number[];
  /** How many examples of each dimension of `kept`. */
  readonly examples: number;
}

export interface ComparedPart {
  readonly users: number;
  readonly movers: number;
  readonly rewritten: number;
  /** Segment → users. */
  readonly before: readonly (readonly [segment: number, users: number])[];
  readonly added: readonly (readonly [segment: number, users: number])[];
  readonly moves: readonly (readonly [from: number, to: number, users: number])[];
  readonly examples: readonly Example[];
}

export interface Example {
  /** The place in `kept`, from 1. */
  readonly dimension: number;
  readonly externalId: string;
  /** By which examples are chosen: the same ones however the users are cut into parts. */
  readonly rank: string;
  readonly from: number;
  readonly to: number;
}

export async function comparePart(
  tx: PrismaTransaction,
  comparison: Comparison,
  part: Part,
): Promise<ComparedPart> {
  const rows = await tx.$queryRaw<ComparedPart[]>(compareStatement(comparison, part));
  return rows[0] as ComparedPart;
}

export function compareStatement(comparison: Comparison, part: Part): Sql {
  return sql`/* rulesets.compare */
with ${computedSteps(comparison, part)},
${comparedStep(comparison, part)},
moves as materialized (
  select c.external_id, m.dimension, m.from_id, m.to_id
    from compared c
   cross join lateral unnest(c.from_ids, c.to_ids) with ordinality as m (from_id, to_id, dimension)
   where c.from_ids <> c.to_ids and m.from_id <> m.to_id),
cells as (
  select m.from_id, m.to_id, count(*) as users from moves m group by m.from_id, m.to_id),
before as (
  select i.segment_id, sum(g.users) as users
    from (select c.before_ids, count(*) as users from compared c group by c.before_ids) g
   cross join unnest(g.before_ids) as i (segment_id)
   group by i.segment_id),
${addedStep(comparison.added)},
ranked as (
  select m.*, md5(m.external_id) as rank, row_number() over (partition by m.dimension order by md5(m.external_id), m.external_id) as place
    from moves m)
select (select count(*)::integer from compared c) as users,
       (select count(*)::integer from compared c where c.from_ids <> c.to_ids) as movers,
       (select count(*)::integer from compared c where c.is_rewritten) as rewritten,
       (select coalesce(jsonb_agg(jsonb_build_array(b.segment_id, b.users)), '[]') from before b) as before,
       (select coalesce(jsonb_agg(jsonb_build_array(a.segment_id, a.users)), '[]') from added a) as added,
       (select coalesce(jsonb_agg(jsonb_build_array(c.from_id, c.to_id, c.users)), '[]') from cells c) as moves,
       (select coalesce(jsonb_agg(jsonb_build_object('dimension', r.dimension, 'externalId', r.external_id, 'rank', r.rank, 'from', r.from_id, 'to', r.to_id)), '[]')
          from ranked r where r.place <= ${comparison.examples}::integer) as examples`;
}

/** Nobody's row is unfolded where nothing is added. */
function addedStep(added: readonly number[]): Sql {
  if (added.length === 0) return raw('added as (select 0 as segment_id, 0 as users where false)');
  return raw(`added as (
  select i.segment_id, count(*) as users
    from compared c
   cross join unnest(c.added_ids) as i (segment_id)
   group by i.segment_id)`);
}

function computedSteps({ snapshotId, fromInputs, ...inputs }: Comparison, part: Part): Sql {
  // Whether inputs are dated later is asked of them: it decides only when a state is next looked at.
  const reading = { ...inputs, inputsWait: true };
  if (!fromInputs)
    return computedFromStates(reading, sql`${within('s', part)} and ${isValid('s', snapshotId)}`);
  const scope = 'userIds' in part ? { of: 'users' as const, ...part } : { of: 'range' as const, ...part };
  return computedFromInputs(reading, scope);
}

/** A row a user: what they are and would be, dimension by dimension, and whether a publication would write them. */
function comparedStep({ snapshotId, fromInputs, kept, added }: Comparison, part: Part): Sql {
  const columns = fromInputs ? COLUMNS : DERIVED;
  const list = (alias: string): Sql => raw(columns.map((name) => `${alias}.${name}`).join(', '));
  const placed = (ids: string, places: readonly number[]): Sql =>
    raw(`array[${places.map((place) => `${ids}[${place}]`).join(', ')}]::integer[]`);
  const unchanged = sql`
     and not exists (select 1 from dirty_users d where d.user_id = s.user_id)`;
  return sql`compared as materialized (
  select ${join([
    raw('s.external_id, s.segment_ids as before_ids'),
    sql`${placed(
      's.segment_ids',
      kept.map(({ before }) => before),
    )} as from_ids`,
    sql`${placed(
      'c.segment_ids',
      kept.map(({ after }) => after),
    )} as to_ids`,
    sql`${placed('c.segment_ids', added)} as added_ids`,
  ])},
         (${list('s')}) is distinct from (${list('c')}) as is_rewritten
    from computed c
    join user_states s on s.user_id = c.user_id
   where ${within('s', part)} and ${isValid('s', snapshotId)}${fromInputs ? unchanged : raw('')})`;
}

function within(alias: string, part: Part): Sql {
  const userId = raw(`${alias}.user_id`);
  if ('userIds' in part) return sql`${userId} = any (${part.userIds}::bigint[])`;
  return sql`${userId} > ${part.after}::bigint and ${userId} <= ${part.upTo}::bigint`;
}

function isValid(alias: string, snapshotId: number): Sql {
  return sql`${raw(alias)}.valid_from <= ${snapshotId}::integer and ${raw(alias)}.valid_to > ${snapshotId}::integer`;
}
