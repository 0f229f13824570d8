// Compiles comparisons of numbers to SQL, over the row `f` of features where rules are compiled: exact, never null, and
// in the cheapest type that holds them. Whole numbers are compared with whole thresholds, averages are multiplied out, and days are instants.
import { raw, type Sql, sql } from '../db/sql.ts';
import {
  type ExactThreshold,
  holdsOf,
  SYMBOLS,
  type Threshold,
  wholeRange,
  wholeThreshold,
} from './comparisons.ts';
import { compareFractions, type Fraction, isWhole, multiply, toExactText, toFraction } from './exact.ts';
import type { DaysFeature, NumberFeature, RatioFeature } from './features.ts';

const FALSE = raw('false');
const LARGEST_INTEGER = 2n ** 31n - 1n;
const LARGEST_BIGINT = 2n ** 63n - 1n;
/** Times the largest integer it is still a bigint. */
const LARGEST_FACTOR = 4_000_000_000n;

/** Where a column of features is to be had. */
export type ColumnOf = (column: string) => Sql;

const inFeatures: ColumnOf = (column) => raw(`f.${column}`);

export function compileComparison(
  feature: NumberFeature | RatioFeature | DaysFeature,
  test: Threshold,
  asOf: string,
): Sql {
  return feature.type === 'days'
    ? compareDays(feature, test, asOf)
    : compileNumberTest(feature, test, inFeatures);
}

/** Of a number or an average, wherever its columns are. */
export function compileNumberTest(
  feature: NumberFeature | RatioFeature,
  test: ExactThreshold,
  columnOf: ColumnOf,
): Sql {
  return feature.type === 'ratio'
    ? compareRatio(feature, test, columnOf)
    : compareNumber(feature, test, columnOf);
}

function compareNumber(
  feature: NumberFeature,
  { comparison, threshold }: ExactThreshold,
  columnOf: ColumnOf,
): Sql {
  const exact = multiply(toFraction(threshold), feature.scale ?? 1);
  const whole = feature.stored === 'whole' ? wholeThreshold(comparison, exact) : undefined;
  if (feature.stored === 'whole' && whole === undefined) return FALSE;
  const value = whole === undefined ? numeric(exact) : wholeNumber(whole);
  const compared = sql`${columnOf(feature.column)} ${raw(SYMBOLS[comparison])} ${value}`;
  // Unknown is false, so that `not` of it is true.
  return feature.nullable ? sql`((${compared}) is true)` : sql`(${compared})`;
}

/** The average of no sessions is 0: what it compares to is known here, and not left to a division. */
function compareRatio(
  { numerator, denominator, scale }: RatioFeature,
  { comparison, threshold }: ExactThreshold,
  columnOf: ColumnOf,
): Sql {
  const exact = multiply(toFraction(threshold), scale ?? 1);
  const zero = compareFractions(toFraction(0), exact);
  const count = columnOf(denominator);
  const compared = sql`${columnOf(numerator)} ${raw(SYMBOLS[comparison])} ${factor(exact)} * ${count}`;
  return holdsOf(comparison, zero) ? sql`(${count} = 0 or ${compared})` : sql`(${count} > 0 and ${compared})`;
}

/** `days >= k` is `instant <= as-of - k days`: the days of each user are not counted. */
function compareDays({ column }: DaysFeature, test: Threshold, asOf: string): Sql {
  const range = wholeRange(test);
  if (!range) return FALSE;
  const instant = raw(`f.${column}`);
  const from = range.from > -Infinity ? sql`${instant} <= ${daysBefore(asOf, range.from)}` : undefined;
  const below = range.below < Infinity ? sql`${instant} > ${daysBefore(asOf, range.below)}` : undefined;
  return sql`((${from && below ? sql`${from} and ${below}` : (from ?? below)}) is true)`;
}

/** Whole days of 24 hours before the as-of: intervals of days would follow the session's time zone. */
export function daysBefore(asOf: string, days: number): Sql {
  return sql`${asOf}::timestamptz - ${hoursOf(days)}`;
}

export function hoursOf(days: number): Sql {
  return sql`make_interval(hours => ${String(days * 24)}::integer)`;
}

function factor(exact: Fraction): Sql {
  const whole = isWhole(exact) ? exact.numerator / exact.denominator : undefined;
  const fits = whole !== undefined && -LARGEST_FACTOR <= whole && whole <= LARGEST_FACTOR;
  return fits ? sql`${String(whole)}::bigint` : numeric(exact);
}

function wholeNumber(value: bigint): Sql {
  const size = value < 0n ? -value : value;
  if (size <= LARGEST_INTEGER) return sql`${String(value)}::integer`;
  return size <= LARGEST_BIGINT ? sql`${String(value)}::bigint` : sql`${String(value)}::numeric`;
}

function numeric(exact: Fraction): Sql {
  return sql`${toExactText(exact)}::numeric`;
}
