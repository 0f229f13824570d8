// Compiles conditions to SQL over the row `f` of features, and tests of events and order lines over their rows. Every
// value is a parameter; column names come from the catalogue of features only. Nothing of it is ever null.
import { empty, join, raw, type Sql, sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import { foldAscii } from './ascii.ts';
import { thresholdsOf } from './comparisons.ts';
import { compileComparison } from './compile-comparisons.ts';
import { isSegmentTest } from './conditions.ts';
import { type Feature, findFeature } from './features.ts';
import type { Condition, EventTest, FeatureTest, LineTest, RuleSet, SegmentTest } from './rule-set.ts';

/** What conditions are compiled within. */
export interface Scope {
  readonly rules: RuleSet;
  /** ISO text of the instant up to which inputs count. */
  readonly asOf: string;
  /** The number of a segment of a dimension, as `segment_ids` holds it. */
  readonly idOf: (dimension: string, segment: string) => number;
}

/** Where a step keeps the number of a dimension's segment for others; not to be taken for `segment_ids`. */
export function segmentColumn(dimension: string): string {
  return `segment_of_${dimension}`;
}

/** A boolean expression over `f`; a test of another dimension's segment reads its `segmentColumn`. */
export function compileCondition(condition: Condition, scope: Scope): Sql {
  const compiled = (branch: Condition): Sql => compileCondition(branch, scope);
  if ('all' in condition) return sql`(${join(condition.all.map(compiled), ' and ')})`;
  if ('any' in condition) return sql`(${join(condition.any.map(compiled), ' or ')})`;
  if ('not' in condition) return sql`(not ${compiled(condition.not)})`;
  return isSegmentTest(condition) ? compileSegmentTest(condition, scope) : compileTest(condition, scope);
}

function compileSegmentTest(test: SegmentTest, { rules, idOf }: Scope): Sql {
  const dimension = rules.dimensions.find(({ key }) => key === test.segment);
  if (!dimension) throw new BadInputError(`Unknown dimension "${test.segment}".`);
  const ids = test.in.map((key) => idOf(dimension.key, key));
  return sql`(${raw(`f.${segmentColumn(dimension.key)}`)} = any (${ids}::integer[]))`;
}

/** All operators of one test. */
export function compileTest(test: FeatureTest, { rules, asOf }: Scope): Sql {
  const feature = findFeature(test.feature, rules);
  if (!feature) throw new BadInputError(`Unknown feature "${test.feature}".`);
  const compared = thresholdsOf(test).map((threshold) => {
    if (feature.type !== 'text' && feature.type !== 'set') return compileComparison(feature, threshold, asOf);
    throw new BadInputError(`${test.feature} is not a number: "${threshold.comparison}" does not apply.`);
  });
  const parts = [...compared, ...wordTests(test, feature)];
  return parts.length === 1 ? (parts[0] as Sql) : sql`(${join(parts, ' and ')})`;
}

function wordTests({ feature: name, in: words, missing, hasAny }: FeatureTest, feature: Feature): Sql[] {
  const parts: Sql[] = [];
  const column = (type: 'text' | 'set', operator: string): string => {
    if (feature.type === type) return `f.${feature.column}`;
    throw new BadInputError(`${name} is no ${type}: "${operator}" does not apply.`);
  };
  if (words) parts.push(sql`((${anyWord(lowered(column('text', 'in')), words)}) is true)`);
  if (missing !== undefined)
    parts.push(sql`(${raw(column('text', 'missing'))} is ${missing ? empty : raw('not ')}null)`);
  if (hasAny) parts.push(sql`(${raw(column('set', 'hasAny'))} && ${hasAny.map(foldAscii)}::text[])`);
  return parts;
}

function lowered(column: string): Sql {
  return sql`lower(${raw(column)} collate "C")`;
}

function anyWord(column: Sql, words: readonly string[]): Sql {
  return sql`${column} = any (${words.map(foldAscii)}::text[])`;
}

/** A test of events, over the row `a` of actions. */
export function compileEventTest(test: EventTest): Sql {
  return compileLists(lowered(`a.${test.field}`), test);
}

/** A test of order lines, over the row `i` of items. */
export function compileLineTest(test: LineTest): Sql {
  return compileLists(lowered(`i.${test.field}`), test);
}

function compileLists(column: Sql, { in: words, contains }: EventTest | LineTest): Sql {
  const parts: Sql[] = [];
  if (words) parts.push(anyWord(column, words));
  if (contains) parts.push(sql`${column} like any (${contains.map(patternOf)}::text[])`);
  return sql`(${join(parts, ' or ')})`;
}

/** The pattern of texts that contain the word, whatever it is made of. */
function patternOf(word: string): string {
  return `%${foldAscii(word).replace(/[\\%_]/g, '\\$&')}%`;
}
