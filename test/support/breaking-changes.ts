// Changes of a schema that break what clients may have written, by name. What the older schema calls deprecated may go.
import {
  type BreakingChange,
  BreakingChangeType,
  findBreakingChanges,
  type GraphQLSchema,
  isEnumType,
  isInputObjectType,
  isInterfaceType,
  isObjectType,
} from 'graphql';

const REMOVALS: ReadonlySet<string> = new Set([
  BreakingChangeType.FIELD_REMOVED,
  BreakingChangeType.ARG_REMOVED,
  BreakingChangeType.VALUE_REMOVED_FROM_ENUM,
]);

/** `KIND: what`, sorted. */
export function breakingChanges(before: GraphQLSchema, after: GraphQLSchema): string[] {
  const deprecated = deprecatedIn(before);
  return findBreakingChanges(before, after)
    .filter((change) => !(REMOVALS.has(change.type) && deprecated.some((name) => isOf(change, name))))
    .map(({ type, description }) => `${type}: ${description}`)
    .toSorted();
}

/** In graphql-js' words: `Type.field was removed.`, `Type.field arg name was removed.`, `VALUE was removed from enum type T.` */
function isOf({ description }: BreakingChange, removal: string): boolean {
  return description.replace(/\.$/, '') === removal;
}

/** The removals that are announced: what they would be described as. */
function deprecatedIn(schema: GraphQLSchema): string[] {
  return Object.values(schema.getTypeMap()).flatMap((type) => {
    if (isEnumType(type)) {
      const values = type.getValues().filter(isDeprecated);
      return values.map(({ name }) => `${name} was removed from enum type ${type.name}`);
    }
    if (!isObjectType(type) && !isInterfaceType(type) && !isInputObjectType(type)) return [];
    return Object.values(type.getFields()).flatMap((field) => {
      const args: readonly Deprecable[] = 'args' in field ? field.args : [];
      return [
        ...(isDeprecated(field) ? [`${type.name}.${field.name} was removed`] : []),
        ...args.filter(isDeprecated).map(({ name }) => `${type.name}.${field.name} arg ${name} was removed`),
      ];
    });
  });
}

interface Deprecable {
  readonly name: string;
  readonly deprecationReason?: string | null | undefined;
}

function isDeprecated({ deprecationReason }: Deprecable): boolean {
  return typeof deprecationReason === 'string';
}
