// The tests of a filter other than of segments, compiled to SQL over the row `u`. What is unknown passes no test but
// `isNull`, and is never null itself, so that `not` of it holds; comparisons stand by themselves, for the indexes' sake.
import { empty, raw, type Sql, sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import { ageYears } from '../rules/age.ts';
import { foldAscii } from '../rules/ascii.ts';
import { COMPARISONS, type Comparison, SYMBOLS } from '../rules/comparisons.ts';
import { compileNumberTest, daysBefore } from '../rules/compile-comparisons.ts';
import type { NumberFeature, RatioFeature } from '../rules/features.ts';
import { namesOf } from './fields.ts';
import { readDay, readInstant } from './instants.ts';
import type {
  DateTest,
  FlagTest,
  NumberTest,
  SignalTest,
  TextTest,
  TimeTest,
  WordsTest,
} from './user-filter.ts';

/** The levels of rollups by place. */
const PLACES = ['country', 'state', 'city'];
const MOST_VALUES = 1_000;
/** Further back than any event, and near enough that the instant is in the database's calendar. */
const MOST_DAYS = 100_000;

const ENDS = { from: 'gte', to: 'lte' } as const;

/** The comparisons that a test makes, `between` as two of them. */
function comparisonsOf<Value>(
  test: { readonly [name in Comparison]?: Value | null } & {
    readonly between?: { readonly from: Value; readonly to: Value } | null;
  },
): { comparison: Comparison; threshold: Value; name: string }[] {
  const single = COMPARISONS.flatMap((comparison) => {
    const threshold = test[comparison];
    return threshold === undefined || threshold === null ? [] : [{ comparison, threshold, name: comparison }];
  });
  const { between } = test;
  if (!between) return single;
  const ends = namesOf(ENDS).map((end) => ({
    comparison: ENDS[end],
    threshold: between[end],
    name: `between.${end}`,
  }));
  return [...single, ...ends];
}

function nullTest(column: Sql, isNull: boolean | null | undefined): Sql[] {
  return typeof isNull === 'boolean' ? [sql`(${column} is ${isNull ? empty : raw('not ')}null)`] : [];
}

/** By the compiler of rules: averages are not divided out, and whole numbers go with their column's index. */
export function compileNumber(feature: NumberFeature | RatioFeature, test: NumberTest, asOf: string): Sql[] {
  const columnOf = (column: string): Sql =>
    column === 'age_years' ? sql`(${ageYears(asOf, 'u')})` : raw(`u.${column}`);
  const compared = comparisonsOf(test).map((threshold) => compileNumberTest(feature, threshold, columnOf));
  const known = feature.type === 'number' && feature.nullable;
  return [...compared, ...(known ? nullTest(columnOf(feature.column), test.isNull) : [])];
}

/** What is counted of nobody's events is 0. Signals are in one column: no index leads to them. */
export function compileSignal(test: SignalTest): Sql[] {
  const feature: NumberFeature = { type: 'number', label: test.signal, column: 'signals', stored: 'decimal' };
  const columnOf = (column: string): Sql =>
    sql`coalesce((${raw(`u.${column}`)} ->> ${test.signal})::numeric, 0)`;
  return comparisonsOf(test).map((threshold) => compileNumberTest(feature, threshold, columnOf));
}

/** Compared byte for byte. */
export function compileText(name: string, test: TextTest, path: string, snapshotId: number): Sql[] {
  const column = raw(`u.${name}`);
  const known = (compared: Sql): Sql => sql`(${column} is not null and ${compared})`;
  const oneOf = (values: readonly string[]): Sql => {
    if (name === 'external_id') return byIdentity(values);
    return known(
      values.length === 1 ? sql`${column} = ${values[0]}` : sql`${column} = any (${values}::text[])`,
    );
  };
  const like = (pattern: string): Sql => {
    if (PLACES.includes(name)) return known(sql`${column} in (${placesLike(name, pattern, snapshotId)})`);
    return known(sql`${column} like ${pattern}`);
  };
  const parts: Sql[] = [];
  if (typeof test.eq === 'string') parts.push(oneOf([storable(test.eq, `${path}.eq`)]));
  if (test.in)
    parts.push(oneOf(few(test.in, `${path}.in`).map((text, at) => storable(text, `${path}.in[${at}]`))));
  if (typeof test.contains === 'string')
    parts.push(like(`%${literally(test.contains, `${path}.contains`)}%`));
  if (typeof test.startsWith === 'string')
    parts.push(like(`${literally(test.startsWith, `${path}.startsWith`)}%`));
  return [...parts, ...nullTest(column, test.isNull)];
}

/** Those of the snapshot: there are far fewer places than users, and states have an index by them. */
function placesLike(level: string, pattern: string, snapshotId: number): Sql {
  return sql`select r.place from place_rollups r
      where r.level = ${level} and r.valid_from <= ${snapshotId}::integer and r.valid_to > ${snapshotId}::integer and r.place like ${pattern}`;
}

/** Ids lead to users by the identities, or by what is kept of users who were merged: states have no index of theirs. */
function byIdentity(ids: readonly string[]): Sql {
  return sql`(u.user_id = any (array(
    select i.user_id from user_identities i where i.external_id = any (${ids}::text[])
     union all
    select f.user_id from former_users f where f.external_id = any (${ids}::text[]))) and u.external_id = any (${ids}::text[]))`;
}

export function compileDay(name: string, test: DateTest, path: string): Sql[] {
  const column = raw(`u.${name}`);
  const parts = comparisonsOf(test).map(
    ({ comparison, threshold, name: where }) =>
      sql`(${column} is not null and ${column} ${raw(SYMBOLS[comparison])} ${readDay(threshold, `${path}.${where}`)}::date)`,
  );
  return [...parts, ...nullTest(column, test.isNull)];
}

/** Unknown is before any instant, as in the order of lists: so it goes with the indexes of these. */
export function compileTime(name: string, test: TimeTest, path: string, asOf: string): Sql[] {
  const instant = raw(`coalesce(u.${name}, '-infinity'::timestamptz)`);
  const compared = (comparison: Comparison, threshold: Sql): Sql => {
    const holds = sql`${instant} ${raw(SYMBOLS[comparison])} ${threshold}`;
    return comparison.startsWith('l') ? sql`(${instant} > '-infinity' and ${holds})` : sql`(${holds})`;
  };
  const parts = comparisonsOf(test).map(({ comparison, threshold, name: where }) =>
    compared(comparison, sql`${readInstant(threshold, `${path}.${where}`)}::timestamptz`),
  );
  const { withinDays, olderThanDays } = test;
  if (typeof withinDays === 'number')
    parts.push(compared('gte', daysBefore(asOf, days(withinDays, `${path}.withinDays`))));
  if (typeof olderThanDays === 'number')
    parts.push(compared('lt', daysBefore(asOf, days(olderThanDays, `${path}.olderThanDays`))));
  return [...parts, ...nullTest(raw(`u.${name}`), test.isNull)];
}

export function compileFlag(name: string, test: FlagTest): Sql[] {
  const column = raw(`u.${name}`);
  const equal = typeof test.eq === 'boolean' ? [sql`(${column} is ${raw(String(test.eq))})`] : [];
  return [...equal, ...nullTest(column, test.isNull)];
}

/** Words as rules name them: trimmed, and in lower case. */
export function compileWords(name: string, test: WordsTest, path: string): Sql[] {
  const column = raw(`u.${name}`);
  const words = (texts: readonly string[], where: string): string[] =>
    few(texts, `${path}.${where}`).map((text, at) => foldAscii(storable(text, `${path}.${where}[${at}]`)));
  const parts: Sql[] = [];
  if (test.hasAny) parts.push(sql`(${column} && ${words(test.hasAny, 'hasAny')}::text[])`);
  if (test.hasAll) parts.push(sql`(${column} @> ${words(test.hasAll, 'hasAll')}::text[])`);
  if (typeof test.isEmpty === 'boolean')
    parts.push(sql`(cardinality(${column}) ${raw(test.isEmpty ? '=' : '>')} 0)`);
  return parts;
}

function few(values: readonly string[], path: string): readonly string[] {
  if (values.length <= MOST_VALUES) return values;
  throw new BadInputError(`${path}: expected at most ${MOST_VALUES} values, got ${values.length}.`);
}

function storable(text: string, path: string): string {
  if (!text.includes('\0')) return text;
  throw new BadInputError(`${path}: expected text without the character NUL.`);
}

/** What `like` takes for these very characters. */
function literally(text: string, path: string): string {
  return storable(text, path).replace(/[\\%_]/g, '\\$&');
}

function days(value: number, path: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= MOST_DAYS) return value;
  throw new BadInputError(`${path}: expected 0 to ${MOST_DAYS} whole days, got ${value}.`);
}
