// What an operation could cost: the objects that it could answer with. Lists multiply what stands in them: by the page
// size asked for, or by ten where there is none. What reads more than it answers with is weighted.
import { getNamedType, getNullableType, isCompositeType, isListType, type ValueNode } from 'graphql';
import type { Shape, ShapeField } from './shape.ts';

type Variables = Readonly<Record<string, unknown>>;

/** Of lists without a page size, such as the segments of a dimension. */
const ASSUMED_LENGTH = 10;
const LENGTHS: Readonly<Record<string, number>> = {
  'DimensionExplanation.rules': 6,
  'RuleExplanation.lines': 3,
  'Explanation.scores': 2,
  'ScoreExplanation.components': 4,
};
const DEFAULT_PAGE = 50;
/** No page is larger, which its field says itself. */
const LARGEST_PAGE = 1000;
/** A count or a sum reads everybody whom its filter lets through. */
const WEIGHTS: Readonly<Record<string, number>> = {
  'UserConnection.totalCount': 100,
  'UserConnection.summary': 100,
  'Query.summaries': 100,
  'Query.breakdown': 100,
  'Query.insights': 100,
  'Query.transitions': 100,
  'Query.campaignLift': 100,
  'Query.suppressionCounts': 100,
  'Audience.figures': 200,
  'Audience.overlap': 500,
  'Audience.sample': 200,
  'Audience.size': 100,
  'Audience.trend': 500,
};
const MUTATION_WEIGHT = 500;

export function costOf({ fields, defaults }: Shape, given: Variables): number {
  const variables = { ...defaults, ...given };
  return fields.reduce((sum, field) => sum + costOfField(field, variables, null), 0);
}

/** `page`: the page size of the connection that the field stands in. */
function costOfField(field: ShapeField, variables: Variables, page: number | null): number {
  const { definition, coordinate, children } = field;
  const weight = coordinate.startsWith('Mutation.') ? MUTATION_WEIGHT : (WEIGHTS[coordinate] ?? 0);
  const type = getNamedType(definition.type);
  if (!isCompositeType(type)) return weight;
  const size = sizeOf(field, variables);
  const isList = isListType(getNullableType(definition.type));
  const length = isList ? (size ?? page ?? LENGTHS[coordinate] ?? ASSUMED_LENGTH) : 1;
  const inside = isList ? null : size;
  const below = children.reduce((sum, child) => sum + costOfField(child, variables, inside), 0);
  return weight + length * (1 + below);
}

/** The page size that a field's arguments ask for; null for a field without such an argument. */
function sizeOf({ node, definition }: ShapeField, variables: Variables): number | null {
  const paged = definition.args.filter(({ name }) => name === 'first' || name === 'last');
  if (paged.length === 0) return null;
  const given = paged.map(({ name, defaultValue }) => {
    const argument = node.arguments?.find((one) => one.name.value === name);
    return (argument && numberOf(argument.value, variables)) ?? defaultValue;
  });
  const sizes = given.filter((size): size is number => Number.isInteger(size));
  const asked = sizes.length > 0 ? Math.max(...sizes) : DEFAULT_PAGE;
  return Math.min(Math.max(asked, 1), LARGEST_PAGE);
}

function numberOf(value: ValueNode, variables: Variables): unknown {
  if (value.kind === 'IntValue') return Number(value.value);
  return value.kind === 'Variable' ? variables[value.name.value] : undefined;
}
