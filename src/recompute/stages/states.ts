// States: features evaluated by the rule set, and written as version `version` where they differ from what stands.
// A row that nobody sees yet is all that a run writes; the row before it stays valid for the snapshots before.
import { join, OPEN_END, raw, type Sql, sql } from '../../db/sql.ts';
import { compileDimension, compileScore } from '../../rules/compile.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { featureSteps, type UserRange } from './features.ts';

/** Numbers of segments: dimension key → segment key → id. */
export type SegmentIds = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface StateInputs {
  readonly rules: RuleSet;
  readonly segmentIds: SegmentIds;
  readonly asOf: string;
  readonly version: number;
}

const MEASURES = [
  'external_id',
  'segment_ids',
  'engagement_score',
  'transactions',
  'revenue',
  'session_count',
  'total_events',
  'total_session_us',
  'longest_session_us',
  'largest_session_events',
  'first_seen_at',
  'last_seen_at',
  'last_order_at',
  'signals',
  'sources',
  'mediums',
  'gender',
  'age',
  'birth_date',
  'income_group',
  'city',
  'state',
  'country',
  'email',
  'phone',
  'consent',
];

function columnsOf(alias: string): Sql {
  return raw(MEASURES.map((name) => `${alias}.${name}`).join(', '));
}

function segmentId(segmentIds: SegmentIds, dimension: string, key: string): number {
  const id = segmentIds.get(dimension)?.get(key);
  if (id === undefined) throw new Error(`The segment ${dimension}/${key} has no number.`);
  return id;
}

/** Features, scores and segments of the users of `range`: what follows `with`, ending in the step `evaluated`. */
export function evaluatedSteps({ rules, segmentIds, asOf }: StateInputs, range: UserRange): Sql {
  const scores = rules.scores.map((score) => sql`${compileScore(score)} as ${raw(`score_${score.key}`)}`);
  const segments = rules.dimensions.map((dimension) =>
    compileDimension(dimension, (key) => segmentId(segmentIds, dimension.key, key)),
  );
  return sql`${featureSteps(rules, asOf, range)},
scored as materialized (
  select f.*, ${join(scores)} from features f),
evaluated as materialized (
  select f.*, f.score_engagement::smallint as engagement_score, array[${join(segments)}]::integer[] as segment_ids
    from scored f)`;
}

/** Writes the states of the users of `range` that differ from the open ones, as version `version`. */
export function statesStatement(inputs: StateInputs, range: UserRange): Sql {
  const { version } = inputs;
  return sql`/* recompute.states */
with ${evaluatedSteps(inputs, range)},
closed as (
  update user_states s set valid_to = ${version}::integer
    from evaluated e
   where s.user_id = e.user_id and s.valid_to = ${OPEN_END}::integer and s.valid_from < ${version}::integer
     and (${columnsOf('s')}) is distinct from (${columnsOf('e')}))
insert into user_states (user_id, valid_from, valid_to, ${raw(MEASURES.join(', '))})
select e.user_id, ${version}::integer, ${OPEN_END}::integer, ${columnsOf('e')}
  from evaluated e
 where not exists (
   select 1 from user_states s
    where s.user_id = e.user_id and s.valid_to = ${OPEN_END}::integer
      and (${columnsOf('s')}) is not distinct from (${columnsOf('e')}))`;
}
