// The shape of a document's operations: which fields they ask for, fragments merged into them as execution does, each
// with its definition in the schema. The walk stops at its bounds, so it never costs more than they allow.
import {
  type DocumentNode,
  type FieldNode,
  type FragmentDefinitionNode,
  type GraphQLField,
  type GraphQLInputType,
  type GraphQLNamedType,
  type GraphQLSchema,
  getNamedType,
  isInputType,
  isInterfaceType,
  isObjectType,
  type OperationDefinitionNode,
  type SelectionSetNode,
  typeFromAST,
} from 'graphql';

export interface ShapeField {
  readonly node: FieldNode;
  /** Such as `Query.users`. */
  readonly coordinate: string;
  readonly definition: GraphQLField<unknown, unknown>;
  readonly children: readonly ShapeField[];
}

export interface Shape {
  readonly name: string | undefined;
  /** Whole numbers that variables are where none are given. */
  readonly defaults: Readonly<Record<string, number>>;
  /** What each variable has to be, where the schema knows it. */
  readonly inputs: Readonly<Record<string, GraphQLInputType>>;
  readonly fields: readonly ShapeField[];
}

export interface Bounds {
  readonly depth: number;
  readonly fields: number;
}

export interface Shapes {
  readonly shapes: readonly Shape[];
  /** All that were met until a bound was passed. */
  readonly fields: number;
  readonly aliases: number;
  /** Fields that stand again under the same name in the same place. */
  readonly repeats: number;
  readonly depth: number;
}

/** Selections that are merged, with the type that each stands on and the fragments that led to it. */
interface Place {
  readonly set: SelectionSetNode;
  readonly type: GraphQLNamedType | undefined;
  readonly inside: readonly string[];
}

interface Found extends Omit<Place, 'set'> {
  readonly node: FieldNode;
}

export function shapesOf(schema: GraphQLSchema, document: DocumentNode, bounds: Bounds): Shapes {
  const walk = new Walk(schema, document, bounds);
  const shapes: Shape[] = [];
  for (const definition of document.definitions) {
    if (definition.kind !== 'OperationDefinition') continue;
    const type = schema.getRootType(definition.operation) ?? undefined;
    const fields = walk.fieldsOf([{ set: definition.selectionSet, type, inside: [] }], 1);
    const [defaults, inputs] = [defaultsOf(definition), inputsOf(schema, definition)];
    shapes.push({ name: definition.name?.value, defaults, inputs, fields });
  }
  walk.unusedFragments();
  const { fields, aliases, repeats, depth } = walk;
  return { shapes, fields, aliases, repeats, depth };
}

function defaultsOf({ variableDefinitions = [] }: OperationDefinitionNode): Record<string, number> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, defaultValue }) =>
      defaultValue?.kind === 'IntValue' ? [[variable.name.value, Number(defaultValue.value)]] : [],
    ),
  );
}

function inputsOf(
  schema: GraphQLSchema,
  { variableDefinitions = [] }: OperationDefinitionNode,
): Record<string, GraphQLInputType> {
  return Object.fromEntries(
    variableDefinitions.flatMap(({ variable, type }) => {
      const known = typeFromAST(schema, type);
      return isInputType(known) ? [[variable.name.value, known]] : [];
    }),
  );
}

class Walk {
  fields = 0;
  aliases = 0;
  repeats = 0;
  depth = 0;
  readonly #schema: GraphQLSchema;
  readonly #bounds: Bounds;
  readonly #fragments: ReadonlyMap<string, FragmentDefinitionNode>;
  readonly #used = new Set<string>();

  constructor(schema: GraphQLSchema, { definitions }: DocumentNode, bounds: Bounds) {
    this.#schema = schema;
    this.#bounds = bounds;
    this.#fragments = new Map(
      definitions
        .filter((definition) => definition.kind === 'FragmentDefinition')
        .map((fragment) => [fragment.name.value, fragment]),
    );
  }

  /** They are validated like all others. */
  unusedFragments(): void {
    for (const [name, { selectionSet, typeCondition }] of this.#fragments) {
      if (this.#used.has(name)) continue;
      const type = this.#schema.getType(typeCondition.name.value);
      this.fieldsOf([{ set: selectionSet, type, inside: [name] }], 1);
    }
  }

  fieldsOf(places: readonly Place[], depth: number): ShapeField[] {
    this.depth = Math.max(this.depth, depth);
    if (depth > this.#bounds.depth) return [];
    const found = new Map<string, Found[]>();
    const met = new Set<string>();
    for (const place of places) this.#collect(place, found, met);
    return [...found.values()].flatMap((same) => {
      this.repeats += same.length - 1;
      const children = same.flatMap(({ node, type, inside }) => {
        if (!node.selectionSet) return [];
        const definition = type && this.#definition(type, node);
        const inner = definition && getNamedType(definition.type);
        return [{ set: node.selectionSet, type: inner, inside }];
      });
      const below = children.length > 0 ? this.fieldsOf(children, depth + 1) : [];
      const [{ node, type }] = same as [Found];
      const definition = type && this.#definition(type, node);
      return definition
        ? [{ node, coordinate: `${type.name}.${node.name.value}`, definition, children: below }]
        : [];
    });
  }

  /** A fragment counts once in one place, and never within itself: that is refused by validation. */
  #collect({ set, type, inside }: Place, found: Map<string, Found[]>, met: Set<string>): void {
    for (const selection of set.selections) {
      if (this.fields > this.#bounds.fields) return;
      this.fields++;
      if (selection.kind === 'Field') {
        if (selection.alias) this.aliases++;
        const name = (selection.alias ?? selection.name).value;
        const same = found.get(name) ?? [];
        found.set(name, same);
        same.push({ node: selection, type, inside });
      } else if (selection.kind === 'InlineFragment') {
        const condition = selection.typeCondition?.name.value;
        const on = condition === undefined ? type : this.#schema.getType(condition);
        this.#collect({ set: selection.selectionSet, type: on, inside }, found, met);
      } else {
        const name = selection.name.value;
        const fragment = this.#fragments.get(name);
        if (!fragment || met.has(name) || inside.includes(name)) continue;
        met.add(name);
        this.#used.add(name);
        const on = this.#schema.getType(fragment.typeCondition.name.value);
        this.#collect({ set: fragment.selectionSet, type: on, inside: [...inside, name] }, found, met);
      }
    }
  }

  /** Introspection has bounds of its own, and none of its fields are in a type's table. */
  #definition(type: GraphQLNamedType, node: FieldNode): GraphQLField<unknown, unknown> | undefined {
    return isObjectType(type) || isInterfaceType(type) ? type.getFields()[node.name.value] : undefined;
  }
}
