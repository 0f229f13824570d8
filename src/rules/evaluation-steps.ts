// From features to scores, segments and the next change by time, as CTE steps: one for scores and dimensions that
// others read, further ones only where such dimensions read each other, and the last one for everything else.
import { join, raw, type Sql, sql } from '../db/sql.ts';
import { compileCondition, type Scope, segmentColumn } from './compile.ts';
import { compileScore } from './compile-score.ts';
import { stagesOfRead } from './dependencies.ts';
import { type Kept, NOTHING_KEPT } from './kept.ts';
import { ruleChangeAt } from './rule-change.ts';
import type { Dimension, RuleSet, Score } from './rule-set.ts';

/** Columns of `features` in which answers of another rule set stand: what is kept of them is taken from there. */
export const STANDING = {
  segmentIds: 'standing_segment_ids',
  engagementScore: 'standing_engagement_score',
  changeAt: 'standing_change_at',
} as const;

interface Within extends Scope {
  readonly kept: Kept;
}

/**
 * Steps, separated by commas, that read the step `features` and end in `evaluated`: all columns of `features`, and
 * `score_KEY`s, `engagement_score`, `segment_ids` in the order of the dimensions, and `rule_change_at`. Where
 * something is `kept`, `features` has the columns STANDING.
 */
export function evaluationSteps(
  rules: RuleSet,
  idOf: Scope['idOf'],
  asOf: string,
  kept: Kept = NOTHING_KEPT,
): Sql {
  const within: Within = { rules, idOf, asOf, kept };
  const stages = stagesOfRead(rules);
  const scores = rules.scores.map((score) => sql`${scoreOf(score, within)} as ${raw(`score_${score.key}`)}`);
  const steps = [step('scored', 'features', [...scores, ...columnsOf(stages[0] ?? [], within)])];
  let last = 'scored';
  for (const [at, dimensions] of stages.entries()) {
    if (at === 0) continue;
    const name = `placed_${at}`;
    steps.push(step(name, last, columnsOf(dimensions, within)));
    last = name;
  }
  return sql`${join([...steps, evaluatedStep(last, new Set(stages.flat()), within)], ',\n')}`;
}

/** `offset 0` keeps the step's columns from being computed where they are read, over and over; it costs nothing. */
function step(name: string, source: string, columns: readonly Sql[]): Sql {
  return sql`${raw(name)} as (
  select f.*, ${join(columns)} from ${raw(source)} f offset 0)`;
}

function columnsOf(dimensions: readonly Dimension[], within: Within): Sql[] {
  return dimensions.map(
    (dimension) => sql`${segmentOf(dimension, within)} as ${raw(segmentColumn(dimension.key))}`,
  );
}

function evaluatedStep(source: string, placed: ReadonlySet<Dimension>, within: Within): Sql {
  const { rules, asOf, kept } = within;
  const segments = rules.dimensions.map((dimension) =>
    placed.has(dimension) ? raw(`f.${segmentColumn(dimension.key)}`) : segmentOf(dimension, within),
  );
  return step('evaluated', source, [
    raw('f.score_engagement::smallint as engagement_score'),
    sql`array[${join(segments)}]::integer[] as segment_ids`,
    sql`${kept.changes ? raw(`f.${STANDING.changeAt}`) : ruleChangeAt(rules, asOf)} as rule_change_at`,
  ]);
}

/** Of scores only the one of users' engagement stands anywhere. */
function scoreOf(score: Score, within: Within): Sql {
  const stands = score.key === 'engagement' && within.kept.scores.has(score.key);
  return stands ? raw(`f.${STANDING.engagementScore}`) : compileScore(score, within);
}

function segmentOf(dimension: Dimension, within: Within): Sql {
  const place = within.kept.dimensions.get(dimension.key);
  return place === undefined
    ? compileDimension(dimension, within)
    : raw(`f.${STANDING.segmentIds}[${place}]`);
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
