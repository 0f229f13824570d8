// Compiles conditions, scores and dimensions to SQL over the row `f` of features. Every value is a parameter;
// column names come from the catalogue of features only. Comparisons are exact and never null.
import { empty, join, raw, type Sql, sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import { foldAscii } from './ascii.ts';
import { type Feature, findFeature } from './features.ts';
import type { Condition, Dimension, EventTest, FeatureTest, Score } from './rule-set.ts';

const COMPARISONS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;
type Comparison = keyof typeof COMPARISONS;

/** A boolean expression over `f`. */
export function compileCondition(condition: Condition): Sql {
  if ('all' in condition) return sql`(${join(condition.all.map(compileCondition), ' and ')})`;
  if ('any' in condition) return sql`(${join(condition.any.map(compileCondition), ' or ')})`;
  if ('not' in condition) return sql`(not ${compileCondition(condition.not)})`;
  return compileTest(condition);
}

function compileTest(test: FeatureTest): Sql {
  const feature = findFeature(test.feature);
  if (!feature) throw new BadInputError(`Unknown feature "${test.feature}".`);
  const parts = [...comparisons(test, feature), ...wordTests(test, feature)];
  return sql`(${join(parts, ' and ')})`;
}

function comparisons(test: FeatureTest, feature: Feature): Sql[] {
  return (Object.keys(COMPARISONS) as Comparison[]).flatMap((name) => {
    const threshold = test[name];
    return threshold === undefined ? [] : [compare(test.feature, feature, name, threshold)];
  });
}

function compare(name: string, feature: Feature, comparison: Comparison, threshold: number): Sql {
  const operator = raw(COMPARISONS[comparison]);
  if (feature.type === 'ratio') {
    const scaled = sql`${String(threshold)}::numeric * ${raw(String(feature.scale ?? 1))}`;
    const denominator = raw(`f.${feature.denominator}`);
    return sql`(case when ${denominator} > 0 then ${raw(`f.${feature.numerator}`)} - ${scaled} * ${denominator} else -(${scaled}) end ${operator} 0)`;
  }
  if (feature.type !== 'number')
    throw new BadInputError(`${name} is not a number: "${comparison}" does not apply.`);
  const scaled = feature.scale
    ? sql`${String(threshold)}::numeric * ${raw(String(feature.scale))}`
    : sql`${String(threshold)}::numeric`;
  return known(sql`${raw(`f.${feature.column}`)} ${operator} ${scaled}`, feature.nullable ?? false);
}

function wordTests(test: FeatureTest, feature: Feature): Sql[] {
  const parts: Sql[] = [];
  if (test.in) {
    if (feature.type !== 'text') throw new BadInputError(`${test.feature} is no text: "in" does not apply.`);
    parts.push(
      known(sql`lower(${raw(`f.${feature.column}`)} collate "C") in (${join(test.in.map(foldAscii))})`, true),
    );
  }
  if (test.missing !== undefined) {
    if (feature.type !== 'text')
      throw new BadInputError(`${test.feature} is no text: "missing" does not apply.`);
    parts.push(sql`(${raw(`f.${feature.column}`)} is ${test.missing ? empty : raw('not ')}null)`);
  }
  if (test.hasAny) {
    if (feature.type !== 'set')
      throw new BadInputError(`${test.feature} is no set: "hasAny" does not apply.`);
    parts.push(sql`(${raw(`f.${feature.column}`)} && ${test.hasAny.map(foldAscii)}::text[])`);
  }
  return parts;
}

/** Unknown is false, so that `not` of it is true. */
function known(expression: Sql, nullable: boolean): Sql {
  return nullable ? sql`((${expression}) is true)` : sql`(${expression})`;
}

/** The points of a score: for each component those of the first step that is reached. */
export function compileScore({ components }: Score): Sql {
  const parts = components.map(({ feature, steps }) => {
    const arms = steps.map(
      ({ gte, points }) => sql`when ${compileTest({ feature, gte })} then ${raw(String(points))}`,
    );
    return sql`case ${join(arms, ' ')} else 0 end`;
  });
  return sql`(${join(parts, ' + ')})`;
}

/** The id of the first segment whose condition holds; `idOf` numbers the segments of the dimension. */
export function compileDimension(dimension: Dimension, idOf: (key: string) => number): Sql {
  const arms = dimension.segments.map(
    ({ key, when }) => sql`when ${compileCondition(when)} then ${raw(String(idOf(key)))}`,
  );
  const otherwise = raw(String(idOf(dimension.otherwise.key)));
  return arms.length === 0 ? sql`${otherwise}` : sql`case ${join(arms, ' ')} else ${otherwise} end`;
}

/** A test of events, over the row `a` of actions. */
export function compileEventTest({ field, in: words, contains }: EventTest): Sql {
  const column = sql`lower(${raw(`a.${field}`)} collate "C")`;
  const parts: Sql[] = [];
  if (words) parts.push(sql`${column} in (${join(words.map(foldAscii))})`);
  for (const part of contains ?? []) parts.push(sql`position(${foldAscii(part)} in ${column}) > 0`);
  return sql`(${join(parts, ' or ')})`;
}
