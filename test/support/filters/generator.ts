// Generated filters, aimed at the values that users have and at both sides of them. Half of them test segments alone.
import fc from 'fast-check';
import type { Filter } from './judge.ts';
import type { Person } from './people.ts';

const COMPARISONS = ['eq', 'gt', 'gte', 'lt', 'lte'] as const;
const WHOLE = [
  'engagementScore',
  'transactions',
  'sessionCount',
  'totalEvents',
  'largestSessionEvents',
  'ageYears',
];
const DECIMAL = [
  'revenue',
  'totalSessionMinutes',
  'longestSessionMinutes',
  'averageSessionMinutes',
  'averageEventsPerSession',
];
const TEXTS = ['externalId', 'city', 'state', 'country', 'gender', 'age', 'incomeGroup', 'email', 'phone'];
const INSTANTS = ['firstSeenAt', 'lastSeenAt', 'lastOrderAt'];

export interface FilterOptions {
  /** Key of a dimension → keys of its segments. */
  readonly dimensions: ReadonlyMap<string, readonly string[]>;
  /** Whose values are tested for. */
  readonly people: readonly Person[];
  /** Keys of signals. */
  readonly signals: readonly string[];
}

export function filters({ dimensions, people, signals }: FilterOptions): fc.Arbitrary<Filter> {
  const segments = segmentTest(dimensions);
  const anything = fc.oneof(
    { weight: 2, arbitrary: segments },
    { weight: 2, arbitrary: numberTest(WHOLE, wholeNumber) },
    { weight: 2, arbitrary: numberTest(DECIMAL, decimalText) },
    { weight: 2, arbitrary: textTest(people) },
    { weight: 2, arbitrary: instantTest(people) },
    signalTest(signals),
    otherTest,
  );
  return fc.oneof(treeOf(segments), treeOf(anything));
}

function treeOf(leaf: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  const { tree } = fc.letrec<{ tree: Filter }>((tie) => {
    const branches = fc.array(tie('tree'), { maxLength: 3 });
    return {
      tree: fc.oneof(
        { maxDepth: 4, withCrossShrink: true },
        { weight: 4, arbitrary: leaf },
        { weight: 2, arbitrary: fc.record({ and: branches }) },
        { weight: 2, arbitrary: fc.record({ or: branches }) },
        { weight: 2, arbitrary: fc.record({ not: tie('tree') }) },
        { weight: 1, arbitrary: fc.tuple(leaf, tie('tree')).map(([one, not]) => ({ ...one, not })) },
      ),
    };
  });
  return tree;
}

function segmentTest(dimensions: FilterOptions['dimensions']): fc.Arbitrary<Filter> {
  const test = fc.constantFrom(...dimensions).chain(([dimension, keys]) => {
    const some = fc.subarray([...keys]);
    return fc.oneof(
      fc.record({ dimension: fc.constant(dimension), in: some }),
      fc.record({ dimension: fc.constant(dimension), notIn: some }),
      fc.record({ dimension: fc.constant(dimension), in: some, notIn: some }),
    );
  });
  return fc.record({ segments: fc.array(test, { minLength: 1, maxLength: 2 }) });
}

const wholeNumber = fc.oneof(fc.integer({ min: -1, max: 12 }), fc.integer({ min: 13, max: 110 }));
const decimalText = fc.oneof(
  wholeNumber.map(String),
  fc
    .tuple(fc.nat({ max: 600 }), fc.constantFrom('5', '25', '99', '333333', '666667'))
    .map((of) => of.join('.')),
);

function comparing<T>(value: fc.Arbitrary<T>): fc.Arbitrary<Filter> {
  return fc.oneof(
    fc.tuple(fc.constantFrom(...COMPARISONS), value).map(([operator, one]) => ({ [operator]: one })),
    fc.record({ between: fc.record({ from: value, to: value }) }),
  );
}

function named(names: readonly string[], test: fc.Arbitrary<Filter>): fc.Arbitrary<Filter> {
  return fc.tuple(fc.constantFrom(...names), test).map(([name, one]) => ({ [name]: one }));
}

function numberTest(names: readonly string[], value: fc.Arbitrary<unknown>): fc.Arbitrary<Filter> {
  return named(names, comparing(value));
}

function signalTest(signals: readonly string[]): fc.Arbitrary<Filter> {
  const test = fc
    .tuple(fc.constantFrom(...signals), comparing(fc.integer({ min: -1, max: 4 })))
    .map(([signal, one]) => ({ signal, ...one }));
  return fc.record({ signals: fc.array(test, { minLength: 1, maxLength: 2 }) });
}

function textTest(people: readonly Person[]): fc.Arbitrary<Filter> {
  return fc.constantFrom(...TEXTS).chain((name) => {
    const given = people.map(({ texts }) => texts[name]).filter((text) => typeof text === 'string');
    const text = fc.constantFrom('', 'nobody', "O'Hara", ...given);
    const part = fc
      .tuple(text, fc.nat({ max: 4 }), fc.nat({ max: 3 }))
      .map(([of, at, size]) => of.slice(at, at + size));
    const test = fc.oneof(
      fc.record({ eq: text }),
      fc.record({ in: fc.array(text, { maxLength: 4 }) }),
      fc.record({ contains: part.filter((one) => one.isWellFormed()) }),
      fc.record({ startsWith: text }),
      fc.record({ isNull: fc.boolean() }),
    );
    return test.map((one) => ({ [name]: one }));
  });
}

function instantTest(people: readonly Person[]): fc.Arbitrary<Filter> {
  return fc.constantFrom(...INSTANTS).chain((name) => {
    const given = people
      .map(({ instants }) => instants[name])
      .filter((instant) => typeof instant === 'bigint');
    const instant = fc
      .tuple(fc.constantFrom(...given, 0n), fc.constantFrom(-1n, 0n, 1n))
      .map(([micros, by]) => isoText(micros + by));
    const days = fc.oneof(fc.nat({ max: 40 }), fc.nat({ max: 5000 }));
    const test = fc.oneof(
      comparing(
        fc.oneof(
          instant,
          instant.map((text) => text.slice(0, 10)),
        ),
      ),
      fc.record({ withinDays: days }),
      fc.record({ olderThanDays: days }),
      fc.record({ isNull: fc.boolean() }),
    );
    return test.map((one) => ({ [name]: one }));
  });
}

function isoText(micros: bigint): string {
  const seconds = new Date(Number(micros / 1000n)).toISOString().slice(0, 19);
  const fraction = ((micros % 1_000_000n) + 1_000_000n) % 1_000_000n;
  return `${seconds}.${String(fraction).padStart(6, '0')}Z`;
}

const word = fc.constantFrom('google', ' Facebook', 'cpc', 'organic', 'direct', 'nothing');
const words = fc.array(word, { maxLength: 2 });
const day = fc
  .tuple(fc.integer({ min: 1940, max: 2010 }), fc.constantFrom('01-01', '02-28', '06-30'))
  .map((of) => of.join('-'));
const isNull = fc.record({ isNull: fc.boolean() });
const otherTest: fc.Arbitrary<Filter> = fc.oneof(
  named(['consent'], fc.oneof(fc.record({ eq: fc.boolean() }), isNull)),
  named(['birthDate'], fc.oneof(comparing(day), isNull)),
  named(['ageYears'], isNull),
  named(
    ['sources', 'mediums'],
    fc.oneof(
      fc.record({ hasAny: words }),
      fc.record({ hasAll: words }),
      fc.record({ isEmpty: fc.boolean() }),
    ),
  ),
  fc.constant({}),
);
