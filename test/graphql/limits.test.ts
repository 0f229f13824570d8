// What is refused before it is validated, and what it costs to find that out: bounds on both sides.
import { describe, expect, it } from 'vitest';
import { newMeasure, refuseLargeInput } from '../../src/graphql/limits.ts';
import { schema } from '../../src/graphql/schema.ts';

const measure = newMeasure(schema, 20_000);
const many = (count: number, text: (index: number) => string): string =>
  Array.from({ length: count }, (_, index) => text(index)).join(' ');

function codeOf(query: string, variables: object = {}): string | undefined {
  try {
    measure({ query, variables });
  } catch (error) {
    return (error as { code: string }).code;
  }
}

describe('the cost of an operation', () => {
  const cost = (query: string, variables: object = {}) => measure({ query, variables });

  it('is the number of objects that it could answer with: page sizes and lists multiply', () => {
    expect(cost('{ me { id } }')).toBe(1);
    expect(cost('{ users(first: 7) { nodes { id } } }')).toBe(1 + 7);
    expect(cost('{ users(first: 7) { edges { node { id } } } }')).toBe(1 + 7 * 2);
    expect(cost('{ users(first: 7) { nodes { segments { key } } } }')).toBe(1 + 7 * (1 + 10));
    expect(cost('{ users(last: 7) { nodes { id } pageInfo { endCursor } } }')).toBe(1 + 7 + 1);
    expect(cost('{ users { nodes { id } } }')).toBe(1 + 50);
    expect(cost('{ dimensions { segments { key } } }')).toBe(10 * (1 + 10));
    expect(cost('{ runs { id } }')).toBe(20);
    const lines =
      '{ users(first: 2) { nodes { explanation { dimensions { rules { lines { holds } } } } } } }';
    expect(cost(lines)).toBe(1 + 2 * (1 + 1 + 10 * (1 + 6 * (1 + 3))));
  });

  it('reads page sizes from variables and their defaults', () => {
    const query = 'query ($n: Int = 9) { users(first: $n) { nodes { id } } }';
    expect(cost(query)).toBe(1 + 9);
    expect(cost(query, { n: 3 })).toBe(1 + 3);
    expect(cost(query, { n: -3 })).toBe(1 + 1);
    expect(cost(query, { n: 'x' })).toBe(1 + 50);
  });

  it('weighs counts, sums and mutations by what they read or write', () => {
    expect(cost('{ users(first: 1) { totalCount } }')).toBe(1 + 100);
    expect(cost('mutation { recompute(input: {}) { errors { message } } }')).toBe(500 + 1 + 10);
  });

  it('counts what fragments bring, once in one place', () => {
    const fragment = 'fragment F on User { segments { key } }';
    expect(cost(`{ users(first: 2) { nodes { ...F ...F id } } } ${fragment}`)).toBe(1 + 2 * 11);
    expect(cost(`{ users(first: 2) { nodes { ... on User { segments { key } } ...F } } } ${fragment}`)).toBe(
      1 + 2 * 11,
    );
  });

  it('is of the operation that is asked for', () => {
    const query = 'query A { me { id } } query B { users(first: 2) { nodes { id } } }';
    expect(measure({ query, operationName: 'B' })).toBe(3);
    expect(measure({ query, operationName: 'A' })).toBe(1);
  });

  it('is told with the limit where it is over it', () => {
    const list = (first: number) => `{ users(first: ${first}) { nodes { segments { dimension { key } } } } }`;
    expect(cost(list(500))).toBe(5501);
    expect(() => newMeasure(schema, 5500)({ query: list(500) })).toThrow(
      'The operation could answer with 5501 objects; at most 5500 are allowed.',
    );
  });
});

describe('an operation', () => {
  it('is at most 20 fields deep, fragments included', () => {
    const nest = (depth: number): string => (depth === 1 ? '{ x }' : `{ x ${nest(depth - 1)} }`);
    expect(codeOf(nest(20))).toBeUndefined();
    expect(codeOf(nest(21))).toBe('OPERATION_TOO_DEEP');
    expect(codeOf(`{ ...F } fragment F on Query ${nest(20)}`)).toBeUndefined();
    expect(codeOf(`{ x { ...F } } fragment F on Query ${nest(20)}`)).toBe('OPERATION_TOO_DEEP');
    expect(codeOf(`{ me { id } } fragment Unused on Query ${nest(21)}`)).toBe('OPERATION_TOO_DEEP');
  });

  it('has brackets at most 100 deep, whatever they are of', () => {
    const value = (depth: number) => `{ x(a: ${'['.repeat(depth)}${']'.repeat(depth)}) }`;
    expect(codeOf(value(98))).toBeUndefined();
    expect(codeOf(value(99))).toBe('OPERATION_TOO_DEEP');
    expect(codeOf(`{ x(a: "${'{'.repeat(1000)}") }`)).toBeUndefined();
  });

  it('has at most 5,000 tokens', () => {
    const tokens = (count: number) => `{ x(a: [${many(count - 9, () => '1')}]) }`;
    expect(codeOf(tokens(5000))).toBeUndefined();
    expect(codeOf(tokens(5001))).toBe('OPERATION_TOO_LARGE');
  });

  it('has at most 100 aliases, 200 repeated fields, 100 fragments and 2,000 fields', () => {
    const aliases = (count: number) => `{ ${many(count, (at) => `a${at}: me { id }`)} }`;
    expect(codeOf(aliases(100))).toBeUndefined();
    expect(codeOf(aliases(101))).toBe('OPERATION_TOO_LARGE');
    const repeated = (count: number) => `{ ${many(count, () => '__typename')} }`;
    expect(codeOf(repeated(201))).toBeUndefined();
    expect(codeOf(repeated(202))).toBe('OPERATION_TOO_LARGE');
    const fragments = (count: number) =>
      `{ ${many(count, (at) => `...F${at}`)} } ${many(count, (at) => `fragment F${at} on Query { me { id } }`)}`;
    expect(codeOf(fragments(100))).toBeUndefined();
    expect(codeOf(fragments(101))).toBe('OPERATION_TOO_LARGE');
    const fields = (count: number) => `{ ${many(count, (at) => `f${at}`)} }`;
    expect(codeOf(fields(2000))).toBeUndefined();
    expect(codeOf(fields(2001))).toBe('OPERATION_TOO_LARGE');
  });

  it('whose fragments double at each level is refused, not walked', () => {
    const doubling = many(18, (at) => `fragment F${at} on Query { a { ...F${at + 1} } b { ...F${at + 1} } }`);
    expect(codeOf(`{ ...F0 } ${doubling} fragment F18 on Query { c }`)).toBe('OPERATION_TOO_LARGE');
  });

  it('whose fragments go in circles is left to validation, which names them', () => {
    expect(codeOf('{ ...A } fragment A on Query { ...B } fragment B on Query { ...A }')).toBeUndefined();
    expect(codeOf('{ ...A } fragment A on Query { me { ...A } }')).toBeUndefined();
    expect(codeOf('{ me { id } } fragment A on Query { ...B } fragment B on Query { ...A }')).toBeUndefined();
  });
});

describe('the variables of an operation', () => {
  it('have at most 1,000 objects of input types, and any number within JSON', () => {
    const users = 'query ($filter: UserFilter) { users(filter: $filter) { totalCount } }';
    const or = (count: number) => ({ filter: { or: Array.from({ length: count }, () => ({})) } });
    expect(codeOf(users, or(999))).toBeUndefined();
    expect(codeOf(users, or(1000))).toBe('OPERATION_TOO_LARGE');
    const save =
      'mutation ($input: SaveRuleSetDraftInput!) { saveRuleSetDraft(input: $input) { errors { message } } }';
    expect(codeOf(save, { input: { document: Array.from({ length: 5000 }, () => ({})) } })).toBeUndefined();
  });
});

describe('an input', () => {
  it('nests at most 100 levels and has at most 10,000 objects', () => {
    const nest = (levels: number): unknown => {
      let value: unknown = 1;
      for (let level = 0; level < levels; level++) value = [value];
      return value;
    };
    const objects = (count: number) => [Array.from({ length: count }, () => ({}))];
    for (const fine of [nest(101), objects(10_000), null, 'x', ['x']]) refuseLargeInput(fine);
    for (const large of [nest(102), objects(10_001)])
      expect(() => refuseLargeInput(large)).toThrow(/^The input /);
  });
});
