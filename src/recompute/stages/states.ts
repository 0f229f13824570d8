// States: features evaluated by the rule set, and written as version `version` where they differ from what stands.
// A row that nobody sees yet is all that a run writes; the row before it stays valid for the snapshots before.
import { OPEN_END, raw, type Sql, sql } from '../../db/sql.ts';
import { evaluationSteps, STANDING } from '../../rules/evaluation-steps.ts';
import type { Kept } from '../../rules/kept.ts';
import { featuresFromInputs, featuresOfStates, MEASURED } from '../features/features.ts';
import { isAmong, isMember, type Reading, rowsOf, type Scope, type UserRange } from '../scope.ts';

/** Numbers of segments: dimension key → segment key → id. */
export type SegmentIds = ReadonlyMap<string, ReadonlyMap<string, number>>;

export interface StateInputs extends Omit<Reading, 'scope'> {
  readonly segmentIds: SegmentIds;
  readonly version: number;
}

/** What rules make of what is measured. */
export const DERIVED = ['segment_ids', 'engagement_score', 'next_change_at'];
export const COLUMNS = [...MEASURED, ...DERIVED];

function columnsOf(alias: string, columns: readonly string[]): Sql {
  return raw(columns.map((name) => `${alias}.${name}`).join(', '));
}

function segmentId(segmentIds: SegmentIds, dimension: string, key: string): number {
  const id = segmentIds.get(dimension)?.get(key);
  if (id === undefined) throw new Error(`The segment ${dimension}/${key} has no number.`);
  return id;
}

/** From features to the step `computed`: what the states of the scope ought to be. */
function computedSteps(
  { rules, segmentIds, asOf }: Omit<StateInputs, 'version'>,
  features: Sql,
  kept?: Kept,
): Sql {
  return sql`${features},
${evaluationSteps(rules, (dimension, key) => segmentId(segmentIds, dimension, key), asOf, kept)},
computed as (
  select e.*, least(e.input_change_at, e.rule_change_at) as next_change_at from evaluated e)`;
}

/** What follows `with`, up to the step `computed`, from the inputs. Writes nothing. */
export function computedFromInputs(inputs: Omit<StateInputs, 'version'>, scope: Scope): Sql {
  return computedSteps(inputs, featuresFromInputs({ ...inputs, scope }));
}

/** The same from the rows `s` of user_states of which `which` holds. Writes nothing. */
export function computedFromStates(inputs: Omit<StateInputs, 'version'>, which: Sql): Sql {
  return computedSteps(inputs, featuresOfStates(inputs, which));
}

/** Writes the states of the users of `scope` that differ from the open ones, from the inputs. */
export function statesFromInputs(inputs: StateInputs, scope: Scope): Sql {
  return sql`/* recompute.states */
with ${computedFromInputs(inputs, scope)},
${writeSteps(scope, COLUMNS)},
${writeStatement(inputs.version)}`;
}

/** The same where no state stands yet, so that there is nothing to compare with. */
export function firstStatesFromInputs(inputs: StateInputs, scope: Scope): Sql {
  return sql`/* recompute.first_states */
with ${computedFromInputs(inputs, scope)}
${insertFrom('computed', inputs.version)}`;
}

/**
 * Writes the states of the users of a range whom the run has not claimed and whom other rules change. Read is what
 * rules read that are not `kept` of those by which the states were made; what is measured is copied where they differ.
 */
export function statesFromStates(inputs: StateInputs, kept: Kept, range: UserRange): Sql {
  const { version } = inputs;
  const open = sql`${isMember('s', { of: 'range', ...range })} and s.valid_to = ${OPEN_END}::integer`;
  const unclaimed = sql`${open}
     and not exists (select 1 from dirty_users d where d.user_id = s.user_id and d.claimed_by = ${version}::integer)`;
  return sql`/* recompute.states_by_rules */
with ${computedSteps(inputs, featuresOfStates(inputs, unclaimed), kept)},
changed as materialized (
  select c.user_id, ${columnsOf('c', DERIVED)}
    from computed c
   where ((${columnsOf('c', DERIVED)}) is distinct from (${columnsOf('c', Object.values(STANDING))}))::integer = 1),
closed as (
  update user_states s set valid_to = ${version}::integer
    from changed c
   where s.user_id = c.user_id and ${open}
  returning s.user_id, ${columnsOf('s', MEASURED)}, ${columnsOf('c', DERIVED)})
${insertFrom('closed', version)}`;
}

/** What differs from the open rows, and the open rows of users who are no more. */
function writeSteps(scope: Scope, compared: readonly string[]): Sql {
  return sql`standing as materialized (
  select s.user_id, ${columnsOf('s', compared)}
    from ${rowsOf('user_states', 's', scope)}
   where ${isMember('s', scope)} and s.valid_to = ${OPEN_END}::integer),
changed as materialized (
  select c.*
    from computed c
    left join standing s on s.user_id = c.user_id
   where s.user_id is null or (${columnsOf('s', compared)}) is distinct from (${columnsOf('c', compared)})),
outdated as (
  select s.user_id from standing s join changed c on c.user_id = s.user_id
   union all
  select s.user_id from standing s where not exists (
    select 1 from users u where u.user_id = s.user_id and ${isAmong('u', scope)}))`;
}

function writeStatement(version: number): Sql {
  return sql`closed as (
  update user_states s set valid_to = ${version}::integer
    from outdated o
   where s.user_id = o.user_id and s.valid_to = ${OPEN_END}::integer)
${insertFrom('changed', version)}`;
}

function insertFrom(step: string, version: number): Sql {
  return sql`insert into user_states (${raw(['user_id', 'valid_from', 'valid_to', ...COLUMNS].join(', '))})
select c.user_id, ${version}::integer, ${OPEN_END}::integer, ${columnsOf('c', COLUMNS)}
  from ${raw(step)} c`;
}

/** Takes back what this version already says of the users of `scope`, so that they can be computed again. */
export function forgetStates(version: number, scope: Scope & { of: 'claim' }): Sql[] {
  const members = sql`select d.user_id from dirty_users d
   where d.claimed_by = ${scope.runId}::integer and d.round = ${scope.round}::integer
     and d.user_id > ${scope.after}::bigint and d.user_id <= ${scope.upTo}::bigint`;
  return [
    sql`/* recompute.forget */ delete from user_states where valid_from = ${version}::integer and user_id in (${members})`,
    sql`/* recompute.reopen */ update user_states set valid_to = ${OPEN_END}::integer where valid_to = ${version}::integer and user_id in (${members})`,
  ];
}
