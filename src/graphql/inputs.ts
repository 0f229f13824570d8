// How many input objects variables have: each is checked against all fields of its type. What is inside of JSON is not.
import { type GraphQLInputType, getNamedType, isInputObjectType } from 'graphql';

/** Of the variables of those types; more than `most` are not counted. Lists and fields nest as the body does. */
export function countInputs(
  inputs: Readonly<Record<string, GraphQLInputType>>,
  variables: Readonly<Record<string, unknown>>,
  most: number,
): number {
  let found = 0;
  const count = (value: unknown, type: GraphQLInputType): void => {
    if (typeof value !== 'object' || value === null || found > most) return;
    if (Array.isArray(value)) {
      for (const one of value) count(one, type);
      return;
    }
    const named = getNamedType(type);
    if (!isInputObjectType(named)) return;
    found++;
    const fields = named.getFields();
    for (const [name, inner] of Object.entries(value)) {
      const field = fields[name];
      if (field) count(inner, field.type);
    }
  };
  for (const [name, type] of Object.entries(inputs)) count(variables[name], type);
  return found;
}
