// Rollups: users and sums of everybody, of each combination of segments of up to three dimensions that occurs, and of
// each country, state and city, by version. Derived from the states of the version: all of them, or what the run's
// states add and take away, so that a run costs what it changes. Either way a count and its list can't disagree.
import { empty, OPEN_END, raw, type Sql, sql } from '../../db/sql.ts';
import { ROLLUP_SCHEME } from '../../rules/rolled-up-sets.ts';
import type { RuleSet } from '../../rules/rule-set.ts';
import { cellSteps, SUMMED, SUMS, setsOf } from './rollup-cells.ts';

/**
 * From which states: all that are open, or those that the run has opened and closed, and these among its claimed users
 * or among everybody.
 */
export type RollupScope = 'all' | 'changes of claimed' | 'changes';

interface Target {
  readonly version: number;
  readonly scope: RollupScope;
}

export interface RollupInputs extends Target {
  readonly rules: RuleSet;
}

interface Rollup {
  readonly table: string;
  readonly keys: readonly string[];
  /** Which of the table's rows `o` it is about, where it is not about all: starts with ` and`. */
  readonly among?: Sql;
  /** Steps that end in `found`: keys and sums, from the step `states`. */
  readonly steps: Sql;
  /** A row that stays even when it counts nobody. */
  readonly always: Sql;
}

function columns(alias: string, names: readonly string[]): Sql {
  return raw(names.map((name) => `${alias}.${name}`).join(', '));
}

/** States to `states`: each with a sign, 1 where it is to be added and -1 where it goes. */
function stateStep({ version, scope }: Target): Sql {
  const open = sql`s.valid_to = ${OPEN_END}::integer`;
  if (scope === 'all') return sql`states as (select s.* from user_states s where ${open})`;
  const among =
    scope === 'changes'
      ? raw('user_states s')
      : sql`(select distinct d.user_id from dirty_users d where d.claimed_by = ${version}::integer) m
    join user_states s on s.user_id = m.user_id`;
  return sql`states as (
  select s.*, case when s.valid_from = ${version}::integer then 1 else -1 end as sign
    from ${among}
   where (s.valid_from = ${version}::integer and ${open}) or s.valid_to = ${version}::integer)`;
}

const SUMS_OF_ALL = raw(
  'count(*) as users, sum(s.revenue) filter (where s.revenue <> 0) as revenue, sum(s.engagement_score) as score_sum, sum(s.transactions) as transactions',
);
const SIGNED_SUMS = raw(
  'sum(s.sign) as users, sum(s.sign * s.revenue) as revenue, sum(s.sign * s.engagement_score) as score_sum, sum(s.sign * s.transactions) as transactions',
);

/** To multiply by a sign that is always 1 would take a third of the time. */
function stateSums(scope: RollupScope): Sql {
  return scope === 'all' ? SUMS_OF_ALL : SIGNED_SUMS;
}

/** Combinations in which what comes equals what goes have nothing to say to any sum. */
function isDifference(scope: RollupScope): Sql {
  if (scope === 'all') return empty;
  return raw(`
  having (sum(s.sign), sum(s.sign * s.revenue), sum(s.sign * s.engagement_score), sum(s.sign * s.transactions)) <> (0, 0, 0, 0)`);
}

function sameKeys(keys: readonly string[], left: string, right: string): Sql {
  return raw(keys.map((key) => `${left}.${key} = ${right}.${key}`).join(' and '));
}

/**
 * Step `changed`: keys and sums that are not as they stand, with the version since which the row stands that they
 * replace. A row that counts nobody any more has no users.
 */
function changedStep({ table, keys, among = empty }: Rollup, scope: RollupScope): Sql {
  if (scope === 'all')
    return sql`changed as materialized (
  select ${raw(keys.map((key) => `coalesce(f.${key}, r.${key}) as ${key}`).join(', '))}, r.valid_from as standing_from,
         coalesce(f.users, 0) as users, ${columns('f', SUMS.slice(1))}
    from found f
    full join (select * from ${raw(table)} o where o.valid_to = ${OPEN_END}::integer${among}) r on ${sameKeys(keys, 'r', 'f')}
   where (${columns('f', SUMS)}) is distinct from (${columns('r', SUMS)}))`;
  return sql`changed as materialized (
  select ${columns('f', keys)}, r.valid_from as standing_from,
         ${raw(SUMS.map((sum) => `f.${sum} + coalesce(r.${sum}, 0) as ${sum}`).join(', '))}
    from found f
    left join lateral (
      select * from ${raw(table)} o where ${sameKeys(keys, 'o', 'f')} order by o.valid_from desc limit 1) r
      on r.valid_to = ${OPEN_END}::integer
   where (${columns('f', SUMS)}) <> (0, 0, 0, 0))`;
}

/** Closes rows that differ or are gone, adds rows that are new or differ. */
function replaceStatement(rollup: Rollup, target: Target): Sql {
  const { table, keys, steps, always } = rollup;
  const { version, scope } = target;
  return sql`/* recompute.${raw(table)} */
with ${stateStep(target)},
${steps},
${changedStep(rollup, scope)},
closed as (
  update ${raw(table)} r set valid_to = ${version}::integer
    from changed c
   where ${sameKeys(keys, 'r', 'c')} and r.valid_from = c.standing_from)
insert into ${raw(table)} (${raw(keys.join(', '))}, valid_from, valid_to, ${raw(SUMS.join(', '))})
select ${columns('c', keys)}, ${version}::integer, ${OPEN_END}::integer, ${columns('c', SUMS)}
  from changed c
 where c.users <> 0 or ${always}`;
}

/**
 * Combinations of segments under their rising numbers, and everybody under the empty list: in two statements that can
 * go on at the same time, for the sets that name one of the first dimensions and for those that do not.
 */
function segmentRollupsStatements(inputs: RollupInputs): Sql[] {
  const { dimensions } = inputs.rules;
  const sets = setsOf(inputs.rules, ROLLUP_SCHEME);
  if (dimensions.length < 2) return [segmentRollupsStatement(inputs, { sets, hasEverybody: true })];
  const first = firstHalf(sets, dimensions.length);
  const named = dimensions.slice(0, first).map(({ key }) => key);
  const areNamed = sql`o.segment_ids && (select array_agg(s.segment_id) from segments s where s.dimension = any (${named}::text[]))`;
  const isNamed = (set: readonly number[]): boolean => set.some((place) => place < first);
  return [
    segmentRollupsStatement(inputs, {
      sets: sets.filter(isNamed),
      among: sql` and ${areNamed}`,
      hasEverybody: false,
    }),
    segmentRollupsStatement(inputs, {
      sets: sets.filter((set) => !isNamed(set)),
      among: sql` and not ${areNamed}`,
      hasEverybody: true,
    }),
  ];
}

/** How many of the first dimensions are named by half of the sets or more; at least one, and not all. */
function firstHalf(sets: readonly (readonly number[])[], dimensions: number): number {
  const named = (first: number): number => sets.filter((set) => set.some((place) => place < first)).length;
  let first = 1;
  while (first < dimensions - 1 && named(first) < sets.length / 2) first++;
  return first;
}

const COALESCED = raw('c.users, coalesce(c.revenue, 0) as revenue, c.score_sum, c.transactions');

const EVERYBODY = raw(`
   union all
  select '{}'::integer[], ${SUMS.map((sum) => `coalesce(sum(c.${sum}), 0) as ${sum}`).join(', ')}
    from combinations c`);

interface SomeSets {
  readonly sets: readonly (readonly number[])[];
  readonly among?: Sql;
  readonly hasEverybody: boolean;
}

function segmentRollupsStatement(
  { version, scope }: RollupInputs,
  { sets, among = empty, hasEverybody }: SomeSets,
): Sql {
  const steps = sql`combinations as materialized (
  select s.segment_ids, ${stateSums(scope)}
    from states s
   group by s.segment_ids${isDifference(scope)}),
${cellSteps(sets)},
found as materialized (
  select c.segment_ids, ${COALESCED} from cells c${hasEverybody ? EVERYBODY : empty})`;
  const rollup = { table: 'segment_rollups', keys: ['segment_ids'], among, steps };
  return replaceStatement({ ...rollup, always: raw(`c.segment_ids = '{}'`) }, { version, scope });
}

/** Countries, states and cities; '' is unknown. */
function placeRollupsStatement({ version, scope }: RollupInputs): Sql {
  const steps = sql`combinations as materialized (
  select coalesce(s.country, '') as country, coalesce(s.state, '') as state, coalesce(s.city, '') as city, ${stateSums(scope)}
    from states s
   group by 1, 2, 3${isDifference(scope)}),
found as materialized (
  select c.level, c.place, ${COALESCED}
    from (select l.level, l.place, ${SUMMED}
            from combinations c
           cross join lateral (values ('country', c.country), ('state', c.state), ('city', c.city)) as l (level, place)
           group by l.level, l.place) c)`;
  const rollup = { table: 'place_rollups', keys: ['level', 'place'], steps };
  return replaceStatement({ ...rollup, always: raw('false') }, { version, scope });
}

/** Every table of rollups. */
export const ROLLUP_TABLES = ['segment_rollups', 'place_rollups'] as const;

/** What brings them up to a version: statements that can go on at the same time. */
export function rollupStatements(inputs: RollupInputs): Sql[] {
  return [...segmentRollupsStatements(inputs), placeRollupsStatement(inputs)];
}
