// A filter checked against a snapshot's rule set and taken apart: branches, tests of segments by their numbers, and
// other tests as SQL. Throws a BadInputError that says where something is wrong and what would be legal.
import type { Sql } from '../db/sql.ts';
import { BadInputError } from '../errors.ts';
import {
  compileDay,
  compileFlag,
  compileNumber,
  compileSignal,
  compileText,
  compileTime,
  compileWords,
} from './compile-tests.ts';
import { DATES, FLAGS, NUMBERS, namesOf, TEXTS, TIMES, WORDS } from './fields.ts';
import type { FilterScope, SegmentTest, SignalTest, UserFilter } from './user-filter.ts';

export type FilterNode =
  | { readonly all: readonly FilterNode[] }
  | { readonly any: readonly FilterNode[] }
  | { readonly not: FilterNode }
  /** Of one dimension, one of these segments. */
  | { readonly dimension: string; readonly in: ReadonlySet<number> }
  | { readonly test: Sql };

export const DEEPEST = 10;
const MOST_TESTS = 200;

export function resolveFilter(filter: UserFilter, scope: FilterScope): FilterNode {
  return new Resolver(scope).tree(filter, 'filter', 1);
}

class Resolver {
  #tests = 0;
  readonly #scope: FilterScope;
  constructor(scope: FilterScope) {
    this.#scope = scope;
  }

  tree(filter: UserFilter, path: string, depth: number): FilterNode {
    if (depth > DEEPEST) throw new BadInputError(`${path}: nested deeper than ${DEEPEST} levels.`);
    this.#count(path);
    const branches = (filters: readonly UserFilter[], name: string): FilterNode[] =>
      filters.map((branch, at) => this.tree(branch, `${path}.${name}[${at}]`, depth + 1));
    const all = [
      ...(filter.segments ?? []).flatMap((test, at) => this.#segment(test, `${path}.segments[${at}]`)),
      ...(filter.signals ?? []).flatMap((test, at) => this.#signal(test, `${path}.signals[${at}]`)),
      ...this.#tested(filter, path),
    ];
    if (filter.and) all.push(...branches(filter.and, 'and'));
    if (filter.or) all.push({ any: branches(filter.or, 'or') });
    if (filter.not) all.push({ not: this.tree(filter.not, `${path}.not`, depth + 1) });
    return { all };
  }

  #segment(test: SegmentTest, path: string): FilterNode[] {
    this.#count(path);
    const { dimensions } = this.#scope;
    const dimension = dimensions.find(({ key }) => key === test.dimension);
    if (!dimension) {
      const legal = dimensions.map(({ key }) => key);
      throw unknownDimension(`${path}.dimension`, test.dimension, legal);
    }
    const node = (keys: readonly string[], where: string): FilterNode => ({
      dimension: dimension.key,
      in: new Set(keys.map((key, at) => segmentId(dimension, key, `${path}.${where}[${at}]`))),
    });
    const nodes: FilterNode[] = [];
    if (test.in) nodes.push(node(test.in, 'in'));
    if (test.notIn) nodes.push({ not: node(test.notIn, 'notIn') });
    if (nodes.length === 0) throw new BadInputError(`${path}: expected "in" or "notIn".`);
    return nodes;
  }

  #signal(test: SignalTest, path: string): FilterNode[] {
    this.#count(path);
    const legal = this.#scope.signals.map(({ key }) => key);
    if (legal.includes(test.signal)) return compileSignal(test).map((compiled) => ({ test: compiled }));
    const known = legal.length > 0 ? `expected one of ${legal.join(', ')}` : 'the rule set has none';
    throw new BadInputError(`${path}.signal: unknown signal "${test.signal}"; ${known}.`);
  }

  /** Tests of everything but segments and signals. */
  #tested(filter: UserFilter, path: string): FilterNode[] {
    const of = <Name extends keyof UserFilter & string>(
      names: readonly Name[],
      compile: (name: Name, test: NonNullable<UserFilter[Name]>, path: string) => Sql[],
    ): FilterNode[] =>
      names.flatMap((name) => {
        const test = filter[name];
        if (test === undefined || test === null) return [];
        this.#count(`${path}.${name}`);
        return compile(name, test, `${path}.${name}`).map((compiled) => ({ test: compiled }));
      });
    const { asOf, snapshotId } = this.#scope;
    return [
      ...of(namesOf(NUMBERS), (name, test) => compileNumber(NUMBERS[name], test, asOf)),
      ...of(namesOf(TEXTS), (name, test, at) => compileText(TEXTS[name], test, at, snapshotId)),
      ...of(namesOf(TIMES), (name, test, at) => compileTime(TIMES[name], test, at, asOf)),
      ...of(namesOf(DATES), (name, test, at) => compileDay(DATES[name], test, at)),
      ...of(namesOf(FLAGS), (name, test) => compileFlag(FLAGS[name], test)),
      ...of(namesOf(WORDS), (name, test, at) => compileWords(WORDS[name], test, at)),
    ];
  }

  #count(path: string): void {
    if (++this.#tests > MOST_TESTS)
      throw new BadInputError(`${path}: more than ${MOST_TESTS} tests and branches in one filter.`);
  }
}

function segmentId(dimension: FilterScope['dimensions'][number], key: string, path: string): number {
  const found = dimension.segments.find((segment) => segment.key === key);
  if (found) return found.id;
  const legal = dimension.segments.map((segment) => `"${segment.key}"`).join(', ');
  throw new BadInputError(`${path}: unknown segment "${key}" of ${dimension.key}; expected one of ${legal}.`);
}

/** The error that names the legal dimensions. */
export function unknownDimension(path: string, key: string, legal: readonly string[]): BadInputError {
  return new BadInputError(`${path}: unknown dimension "${key}"; expected one of ${legal.join(', ')}.`);
}
