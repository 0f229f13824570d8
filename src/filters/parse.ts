// A filter given as JSON, as audiences keep it: of the shape that the API takes, or refused with the path of each
// problem. Whether its dimensions and segments are known is asked of a rule set, when it is compiled.
import { z } from 'zod';
import { BadInputError } from '../errors.ts';
import { describeIssue } from '../rules/problems/issues.ts';
import { closed, text } from '../rules/shape/texts.ts';
import { DATES, FLAGS, NUMBERS, namesOf, TEXTS, TIMES, WORDS } from './fields.ts';
import { DEEPEST } from './resolve.ts';
import type { UserFilter } from './user-filter.ts';

/** A page of them, and far more than any filter that compiles. */
const MOST_NODES = 50_000;
const MOST_LISTED = 20;
/** Objects and lists in each level: `{ and: [ … ] }`, and in the last one `{ segments: [{ in: [ … ] }] }`. */
const DEEPEST_NODE = 2 * DEEPEST + 4;

const DECIMAL = /^-?\d{1,30}(\.\d{1,20})?$/;
const NUMBER = 'expected a number, or decimal text such as "12.50"';
const number = z.union([z.number(NUMBER), z.string(NUMBER).regex(DECIMAL, NUMBER)], NUMBER);
const texts = z.array(text);
const isNull = z.boolean().nullish();

function comparisons<Value extends z.ZodType>(value: Value) {
  const one = value.nullish();
  const between = closed({ from: value, to: value }).nullish();
  return { eq: one, gt: one, gte: one, lt: one, lte: one, between };
}

const numberTest = closed({ ...comparisons(number), isNull });
const textTest = closed({
  eq: text.nullish(),
  in: texts.nullish(),
  contains: text.nullish(),
  startsWith: text.nullish(),
  isNull,
});
const dateTest = closed({ ...comparisons(text), isNull });
const timeTest = closed({
  ...comparisons(text),
  withinDays: z.int().nullish(),
  olderThanDays: z.int().nullish(),
  isNull,
});
const flagTest = closed({ eq: z.boolean().nullish(), isNull });
const wordsTest = closed({
  hasAny: texts.nullish(),
  hasAll: texts.nullish(),
  isEmpty: z.boolean().nullish(),
});
const segmentTest = closed({ dimension: text, in: texts.nullish(), notIn: texts.nullish() });

const signalTest = closed({ signal: text, ...comparisons(number) });

function each<Test extends z.ZodType>(fields: object, test: Test) {
  return Object.fromEntries(namesOf(fields).map((name) => [name, test.nullish()]));
}

/** Getters, because filters are made of filters. */
const filter = closed({
  get and() {
    return z.array(filter).nullish();
  },
  get or() {
    return z.array(filter).nullish();
  },
  get not() {
    return filter.nullish();
  },
  segments: z.array(segmentTest).nullish(),
  signals: z.array(signalTest).nullish(),
  ...each(NUMBERS, numberTest),
  ...each(TEXTS, textTest),
  ...each(TIMES, timeTest),
  ...each(DATES, dateTest),
  ...each(FLAGS, flagTest),
  ...each(WORDS, wordsTest),
}) as z.ZodType;

/** The filter that a JSON value is; throws a BadInputError that lists its problems, each with its path from `root`. */
export function parseFilter(value: unknown, root = 'filter'): UserFilter {
  checkSize(value, root);
  const parsed = filter.safeParse(value);
  if (parsed.success) return parsed.data as UserFilter;
  const problems = parsed.error.issues.flatMap((issue) => describeIssue(issue, root));
  const more = problems.length - MOST_LISTED;
  throw new BadInputError(
    `${problems.slice(0, MOST_LISTED).join('; ')}${more > 0 ? `; and ${more} more` : ''}.`,
  );
}

/** With a list of its own, so that no value, cyclic ones included, exhausts the stack or the time. */
function checkSize(value: unknown, root: string): void {
  const open = [{ value, depth: 1 }];
  let nodes = 0;
  for (let at = open.pop(); at; at = open.pop()) {
    if (++nodes > MOST_NODES)
      throw new BadInputError(`${root}: more than ${MOST_NODES} values in one filter.`);
    if (typeof at.value !== 'object' || at.value === null) continue;
    if (at.depth > DEEPEST_NODE) throw new BadInputError(`${root}: nested deeper than ${DEEPEST} levels.`);
    for (const inner of Object.values(at.value)) open.push({ value: inner, depth: at.depth + 1 });
  }
}
