// The filter tree of the API and of audiences, and what it compiles to: a condition over a row `u` of user_states in one
// snapshot, in which every value is a parameter and nothing is ever null. Pure: reads nothing.
import { join, raw, type Sql, sql } from '../db/sql.ts';
import type { DATES, FLAGS, NUMBERS, TEXTS, TIMES, WORDS } from './fields.ts';
import { type FilterNode, resolveFilter } from './resolve.ts';

export { parseFilter } from './parse.ts';
export { personalTests } from './personal.ts';
export { type FilterNode, resolveFilter, unknownDimension } from './resolve.ts';
export { dimensionsTested, letsThrough } from './segment-cells.ts';

/** Whole numbers, or decimal text. */
export interface NumberTest {
  readonly eq?: number | string | null;
  readonly gt?: number | string | null;
  readonly gte?: number | string | null;
  readonly lt?: number | string | null;
  readonly lte?: number | string | null;
  /** Both ends included. */
  readonly between?: { readonly from: number | string; readonly to: number | string } | null;
  readonly isNull?: boolean | null;
}

export interface TextTest {
  readonly eq?: string | null;
  readonly in?: readonly string[] | null;
  readonly contains?: string | null;
  readonly startsWith?: string | null;
  readonly isNull?: boolean | null;
}

/** ISO text: instants, or days where a day is tested. */
export interface DateTest {
  readonly eq?: string | null;
  readonly gt?: string | null;
  readonly gte?: string | null;
  readonly lt?: string | null;
  readonly lte?: string | null;
  /** Both ends included. */
  readonly between?: { readonly from: string; readonly to: string } | null;
  readonly isNull?: boolean | null;
}

export interface TimeTest extends DateTest {
  /** At most so many days of 24 hours before the snapshot's as-of time. */
  readonly withinDays?: number | null;
  readonly olderThanDays?: number | null;
}

export interface FlagTest {
  readonly eq?: boolean | null;
  readonly isNull?: boolean | null;
}

export interface WordsTest {
  readonly hasAny?: readonly string[] | null;
  readonly hasAll?: readonly string[] | null;
  readonly isEmpty?: boolean | null;
}

/** Of what a signal of the rule set comes to. */
export interface SignalTest extends Omit<NumberTest, 'isNull'> {
  readonly signal: string;
}

export interface SegmentTest {
  readonly dimension: string;
  readonly in?: readonly string[] | null;
  readonly notIn?: readonly string[] | null;
}

type Tests<Fields, Test> = { readonly [name in keyof Fields]?: Test | null };

export interface UserFilter
  extends Tests<typeof NUMBERS, NumberTest>,
    Tests<typeof TEXTS, TextTest>,
    Tests<typeof TIMES, TimeTest>,
    Tests<typeof DATES, DateTest>,
    Tests<typeof FLAGS, FlagTest>,
    Tests<typeof WORDS, WordsTest> {
  readonly and?: readonly UserFilter[] | null;
  readonly or?: readonly UserFilter[] | null;
  readonly not?: UserFilter | null;
  readonly segments?: readonly SegmentTest[] | null;
  readonly signals?: readonly SignalTest[] | null;
}

/** What a filter is checked against: the snapshot, and its rule set's dimensions, segments and signals. */
export interface FilterScope {
  readonly snapshotId: number;
  /** ISO text: the snapshot's as-of, by which days are counted. */
  readonly asOf: string;
  readonly dimensions: readonly {
    readonly key: string;
    readonly segments: readonly { readonly id: number; readonly key: string }[];
  }[];
  readonly signals: readonly { readonly key: string }[];
}

/** The condition that a row `u` is in the snapshot and passes the filter. */
export function compileFilter(filter: UserFilter | null | undefined, scope: FilterScope): Sql {
  const { snapshotId } = scope;
  const valid = sql`u.valid_from <= ${snapshotId}::integer and u.valid_to > ${snapshotId}::integer`;
  if (!filter) return valid;
  return sql`${valid} and ${toSql(resolveFilter(filter, scope))}`;
}

function toSql(node: FilterNode): Sql {
  if ('test' in node) return node.test;
  if ('not' in node) return sql`(not ${toSql(node.not)})`;
  if ('dimension' in node) return sql`(u.segment_ids && ${[...node.in]}::integer[])`;
  if ('all' in node) return branches(node.all, ' and ', 'true');
  return branches(node.any, ' or ', 'false');
}

function branches(nodes: readonly FilterNode[], word: string, none: string): Sql {
  const [only, ...more] = nodes;
  if (!only) return raw(none);
  return more.length === 0 ? toSql(only) : sql`(${join(nodes.map(toSql), word)})`;
}
