// The scalars of the API. Decimals are text on the way out, so that no client rounds money by reading it.
import { GraphQLError, GraphQLScalarType, Kind, valueFromASTUntyped } from 'graphql';

const DECIMAL = /^-?\d{1,30}(\.\d{1,20})?$/;

function decimal(value: unknown): string {
  const text = typeof value === 'number' ? String(value) : value;
  if (typeof text === 'string' && DECIMAL.test(text)) return text;
  throw new GraphQLError(`Decimal: expected a number such as "12.50", got ${JSON.stringify(value)}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

export const Decimal = new GraphQLScalarType({
  name: 'Decimal',
  serialize: String,
  parseValue: decimal,
  parseLiteral: (node) => {
    const literal = node.kind === Kind.INT || node.kind === Kind.FLOAT || node.kind === Kind.STRING;
    return decimal(literal ? node.value : null);
  },
});

function instant(value: unknown): string {
  if (typeof value === 'string') return value;
  throw new GraphQLError(`DateTime: expected text in ISO 8601, got ${JSON.stringify(value)}.`, {
    extensions: { code: 'BAD_USER_INPUT' },
  });
}

export const DateTime = new GraphQLScalarType({
  name: 'DateTime',
  serialize: (value) => (value instanceof Date ? value.toISOString() : instant(value)),
  parseValue: instant,
  parseLiteral: (node) => instant(node.kind === Kind.STRING ? node.value : null),
});

/** As it is: what it has to be is said where it is taken. */
export const Json = new GraphQLScalarType({
  name: 'JSON',
  serialize: (value) => value,
  parseValue: (value) => value,
  parseLiteral: (node, variables) => valueFromASTUntyped(node, variables),
});
