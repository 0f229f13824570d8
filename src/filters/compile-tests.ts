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
import type { DateTest, FlagTest, NumberTest, TextTest, TimeTest, WordsTest } from './user-filter.ts';

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

/** Compared byte for byte. */
export function compileText(name: string, test: TextTest, path: string): Sql[] {
  const column = raw(`u.${name}`);
  const known = (compared: Sql): Sql => sql`(${column} is not null and ${compared})`;
  const parts: Sql[] = [];
  const oneOf = (texts: readonly string[], where: string): void => {
    const values = texts.map((text, at) =>
      storable(text, `${path}.${where}${where === 'in' ? `[${at}]` : ''}`),
    );
    if (name === 'external_id') parts.push(byIdentity(values));
    else if (where === 'eq') parts.push(known(sql`${column} = ${values[0]}`));
    else parts.push(known(sql`${column} = any (${values}::text[])`));
  };
  if (typeof test.eq === 'string') oneOf([test.eq], 'eq');
  if (test.in) oneOf(few(test.in, `${path}.in`), 'in');
  if (typeof test.contains === 'string')
    parts.push(known(sql`${column} like ${`%${pattern(test.contains, `${path}.contains`)}%`}`));
  if (typeof test.startsWith === 'string')
    parts.push(known(sql`${column} like ${`${pattern(test.startsWith, `${path}.startsWith`)}%`}`));
  return [...parts, ...nullTest(column, test.isNull)];
}

/** Ids lead to users by the identities, or by what is kept of users who were merged: states have no index of theirs. */
function byIdentity(ids: readonly string[]): Sql {
  return sql`(u.user_id = any (array(
    select i.user_id from user_identities i where i.external_id = any (${ids}::text[])
     union all
    select f.user_id from former_users f where f.external_id = any (${ids}::text[]))) and u.external_id = any (${ids}::text[]))`;
}

export function compileTime(
  name: string,
  type: 'timestamptz' | 'date',
  test: TimeTest | DateTest,
  path: string,
  asOf: string,
): Sql[] {
  const column = raw(`u.${name}`);
  const read = type === 'date' ? readDay : readInstant;
  const known = (compared: Sql): Sql => sql`(${column} is not null and ${compared})`;
  const parts = comparisonsOf(test).map(({ comparison, threshold, name: where }) =>
    known(sql`${column} ${raw(SYMBOLS[comparison])} ${read(threshold, `${path}.${where}`)}::${raw(type)}`),
  );
  const { withinDays, olderThanDays } = test as TimeTest;
  if (typeof withinDays === 'number')
    parts.push(known(sql`${column} >= ${daysBefore(asOf, days(withinDays, `${path}.withinDays`))}`));
  if (typeof olderThanDays === 'number')
    parts.push(known(sql`${column} < ${daysBefore(asOf, days(olderThanDays, `${path}.olderThanDays`))}`));
  return [...parts, ...nullTest(column, test.isNull)];
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
function pattern(text: string, path: string): string {
  return storable(text, path).replace(/[\\%_]/g, '\\$&');
}

function days(value: number, path: string): number {
  if (Number.isInteger(value) && value >= 0 && value <= MOST_DAYS) return value;
  throw new BadInputError(`${path}: expected 0 to ${MOST_DAYS} whole days, got ${value}.`);
}
