// The filter tree of the API, compiled to a condition over a row `u` of user_states in one snapshot. Every value
// is a parameter; dimensions and segments are checked against the snapshot's rule set. Pure: reads nothing.
import { empty, join, raw, type Sql, sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';

export interface NumberTest {
  readonly eq?: number | string | null;
  readonly gt?: number | string | null;
  readonly gte?: number | string | null;
  readonly lt?: number | string | null;
  readonly lte?: number | string | null;
}

export interface TextTest {
  readonly eq?: string | null;
  readonly in?: readonly string[] | null;
  readonly isNull?: boolean | null;
}

export interface SegmentTest {
  readonly dimension: string;
  readonly in?: readonly string[] | null;
  readonly notIn?: readonly string[] | null;
}

export interface UserFilter {
  readonly and?: readonly UserFilter[] | null;
  readonly or?: readonly UserFilter[] | null;
  readonly not?: UserFilter | null;
  readonly segments?: readonly SegmentTest[] | null;
  readonly revenue?: NumberTest | null;
  readonly engagementScore?: NumberTest | null;
  readonly transactions?: NumberTest | null;
  readonly sessionCount?: NumberTest | null;
  readonly totalEvents?: NumberTest | null;
  readonly city?: TextTest | null;
  readonly state?: TextTest | null;
  readonly country?: TextTest | null;
}

/** What a filter is checked against: the snapshot, and its rule set's dimensions and segments. */
export interface FilterScope {
  readonly snapshotId: number;
  readonly dimensions: readonly {
    readonly key: string;
    readonly segments: readonly { readonly id: number; readonly key: string }[];
  }[];
}

/** Whole numbers are compared as such: as a numeric, a test would go past the column's index. */
const NUMBERS = {
  revenue: { column: 'u.revenue', type: 'numeric' },
  engagementScore: { column: 'u.engagement_score', type: 'integer' },
  transactions: { column: 'u.transactions', type: 'integer' },
  sessionCount: { column: 'u.session_count', type: 'integer' },
  totalEvents: { column: 'u.total_events', type: 'integer' },
} as const;
const TEXTS = { city: 'u.city', state: 'u.state', country: 'u.country' } as const;
const OPERATORS = { eq: '=', gt: '>', gte: '>=', lt: '<', lte: '<=' } as const;

const DEEPEST = 10;
const MOST_TESTS = 200;

/** The condition that a row `u` is in the snapshot and passes the filter. */
export function compileFilter(filter: UserFilter | null | undefined, scope: FilterScope): Sql {
  const { snapshotId } = scope;
  const valid = sql`u.valid_from <= ${snapshotId}::integer and u.valid_to > ${snapshotId}::integer`;
  if (!filter) return valid;
  return sql`${valid} and ${new FilterCompiler(scope).tree(filter, 'filter', 1)}`;
}

class FilterCompiler {
  #tests = 0;
  readonly #scope: FilterScope;
  constructor(scope: FilterScope) {
    this.#scope = scope;
  }

  tree(filter: UserFilter, path: string, depth: number): Sql {
    if (depth > DEEPEST) throw new BadInputError(`${path}: nested deeper than ${DEEPEST} levels.`);
    this.#count(path);
    const parts = [
      ...(filter.segments ?? []).map((test, at) => this.#segment(test, `${path}.segments[${at}]`)),
      ...namesOf(NUMBERS).flatMap((name) => this.#number(name, filter[name], `${path}.${name}`)),
      ...namesOf(TEXTS).flatMap((name) => this.#text(name, filter[name], `${path}.${name}`)),
    ];
    if (filter.and) parts.push(this.#branches(filter.and, 'and', `${path}.and`, depth));
    if (filter.or) parts.push(this.#branches(filter.or, 'or', `${path}.or`, depth));
    if (filter.not) parts.push(sql`not ${this.tree(filter.not, `${path}.not`, depth + 1)}`);
    return parts.length === 0 ? sql`true` : sql`(${join(parts, ' and ')})`;
  }

  #branches(filters: readonly UserFilter[], word: 'and' | 'or', path: string, depth: number): Sql {
    if (filters.length === 0) return word === 'and' ? sql`true` : sql`false`;
    return sql`(${join(
      filters.map((branch, at) => this.tree(branch, `${path}[${at}]`, depth + 1)),
      ` ${word} `,
    )})`;
  }

  #segment(test: SegmentTest, path: string): Sql {
    this.#count(path);
    const { dimensions } = this.#scope;
    const dimension = dimensions.find(({ key }) => key === test.dimension);
    if (!dimension) {
      const legal = dimensions.map(({ key }) => key);
      throw unknownDimension(`${path}.dimension`, test.dimension, legal);
    }
    const ids = (keys: readonly string[], where: string): number[] =>
      keys.map((key, at) => segmentId(dimension, key, `${path}.${where}[${at}]`));
    const parts: Sql[] = [];
    if (test.in) parts.push(sql`u.segment_ids && ${ids(test.in, 'in')}::integer[]`);
    if (test.notIn) parts.push(sql`not u.segment_ids && ${ids(test.notIn, 'notIn')}::integer[]`);
    if (parts.length === 0) throw new BadInputError(`${path}: expected "in" or "notIn".`);
    return sql`(${join(parts, ' and ')})`;
  }

  #number(name: keyof typeof NUMBERS, test: NumberTest | null | undefined, path: string): Sql[] {
    if (!test) return [];
    this.#count(path);
    const { column, type } = NUMBERS[name];
    return namesOf(OPERATORS).flatMap((operator) => {
      const value = test[operator];
      if (value === undefined || value === null) return [];
      return [sql`${raw(column)} ${raw(OPERATORS[operator])} ${String(value)}::${raw(type)}`];
    });
  }

  #text(name: keyof typeof TEXTS, test: TextTest | null | undefined, path: string): Sql[] {
    if (!test) return [];
    this.#count(path);
    const column = raw(TEXTS[name]);
    const parts: Sql[] = [];
    // "not" of an unknown text has to be true, so unknown is never null here.
    if (typeof test.eq === 'string')
      parts.push(sql`coalesce(${column} = ${storable(test.eq, `${path}.eq`)}, false)`);
    if (test.in) {
      const texts = test.in.map((text, at) => storable(text, `${path}.in[${at}]`));
      parts.push(sql`coalesce(${column} = any (${texts}::text[]), false)`);
    }
    if (typeof test.isNull === 'boolean')
      parts.push(sql`${column} is ${test.isNull ? empty : raw('not ')}null`);
    return parts;
  }

  #count(path: string): void {
    if (++this.#tests > MOST_TESTS)
      throw new BadInputError(`${path}: more than ${MOST_TESTS} tests and branches in one filter.`);
  }
}

function namesOf<T extends object>(table: T): (keyof T)[] {
  return Object.keys(table) as (keyof T)[];
}

function storable(text: string, path: string): string {
  if (!text.includes('\0')) return text;
  throw new BadInputError(`${path}: expected text without the character NUL.`);
}

/** The error that names the legal dimensions. */
export function unknownDimension(path: string, key: string, legal: readonly string[]): BadInputError {
  return new BadInputError(`${path}: unknown dimension "${key}"; expected one of ${legal.join(', ')}.`);
}

function segmentId(dimension: FilterScope['dimensions'][number], key: string, path: string): number {
  const found = dimension.segments.find((segment) => segment.key === key);
  if (found) return found.id;
  const legal = dimension.segments.map((segment) => `"${segment.key}"`).join(', ');
  throw new BadInputError(`${path}: unknown segment "${key}" of ${dimension.key}; expected one of ${legal}.`);
}
