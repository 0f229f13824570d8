// From features to scores, segments and the next change by time, as CTE steps: one for scores and dimensions that
// others read, further ones only where such dimensions read each other, and the last one for everything else.
import { join, raw, type Sql, sql } from '../db/sql.ts';
import { compileCondition, type Scope, segmentColumn } from './compile.ts';
import { compileScore } from './compile-score.ts';
import { stagesOfRead } from './dependencies.ts';
import { ruleChangeAt } from './rule-change.ts';
import type { Dimension, RuleSet } from './rule-set.ts';

/**
 * Steps, separated by commas, that read the step `features` and end in `evaluated`: all columns of `features`, and
 * `score_KEY`s, `engagement_score`, `segment_ids` in the order of the dimensions, and `rule_change_at`.
 */
export function evaluationSteps(rules: RuleSet, idOf: Scope['idOf'], asOf: string): Sql {
  const scope: Scope = { rules, idOf, asOf };
  const stages = stagesOfRead(rules);
  const scores = rules.scores.map(
    (score) => sql`${compileScore(score, scope)} as ${raw(`score_${score.key}`)}`,
  );
  const steps = [step('scored', 'features', [...scores, ...columnsOf(stages[0] ?? [], scope)])];
  let last = 'scored';
  for (const [at, dimensions] of stages.entries()) {
    if (at === 0) continue;
    const name = `placed_${at}`;
    steps.push(step(name, last, columnsOf(dimensions, scope)));
    last = name;
  }
  return sql`${join(steps, ',\n')},
${evaluatedStep(last, new Set(stages.flat()), scope)}`;
}

/** `offset 0` keeps the step's columns from being computed where they are read, over and over; it costs nothing. */
function step(name: string, source: string, columns: readonly Sql[]): Sql {
  return sql`${raw(name)} as (
  select f.*, ${join(columns)} from ${raw(source)} f offset 0)`;
}

function columnsOf(dimensions: readonly Dimension[], scope: Scope): Sql[] {
  return dimensions.map(
    (dimension) => sql`${compileDimension(dimension, scope)} as ${raw(segmentColumn(dimension.key))}`,
  );
}

function evaluatedStep(source: string, placed: ReadonlySet<Dimension>, scope: Scope): Sql {
  const { rules, asOf } = scope;
  const segments = rules.dimensions.map((dimension) =>
    placed.has(dimension) ? raw(`f.${segmentColumn(dimension.key)}`) : compileDimension(dimension, scope),
  );
  return sql`evaluated as materialized (
  select f.*, f.score_engagement::smallint as engagement_score, array[${join(segments)}]::integer[] as segment_ids,
         ${ruleChangeAt(rules, asOf)} as rule_change_at
    from ${raw(source)} f)`;
}

/** The number of the first segment whose condition holds. */
export function compileDimension({ key, segments, otherwise }: Dimension, scope: Scope): Sql {
  const arms = segments.map(
    (segment) =>
      sql`when ${compileCondition(segment.when, scope)} then ${raw(String(scope.idOf(key, segment.key)))}`,
  );
  const rest = raw(String(scope.idOf(key, otherwise.key)));
  return arms.length === 0 ? rest : sql`case ${join(arms, ' ')} else ${rest} end`;
}
