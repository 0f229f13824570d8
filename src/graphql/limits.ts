// What one operation may be: bounded in size, depth and cost before it is validated or carried out, so that refusing it
// costs next to nothing. Validation compares fields of one name pair by pair, hence the bound on repeated ones.
import { type DocumentNode, type GraphQLSchema, Lexer, parse, Source, TokenKind } from 'graphql';
import { type ApiCode, StrataError } from '../errors.ts';
import { costOf } from './cost.ts';
import { countInputs } from './inputs.ts';
import { type Shape, shapesOf } from './shape.ts';

export const MOST_TOKENS = 5000;
const DEEPEST = 20;
const MOST_FIELDS = 2000;
const MOST_ALIASES = 100;
const MOST_REPEATS = 200;
const MOST_FRAGMENTS = 100;
/** Objects in a body, rule sets included. */
const MOST_OBJECTS = 10_000;
/** Of the schema's own input types; a filter has at most 200 tests. */
const MOST_INPUTS = 1000;
/** No input of the API nests nearly as deep, and whoever reads one by recursion runs out of stack far beyond. */
const DEEPEST_INPUT = 100;
const OPENING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_L, TokenKind.BRACKET_L, TokenKind.PAREN_L]);
const CLOSING: ReadonlySet<TokenKind> = new Set([TokenKind.BRACE_R, TokenKind.BRACKET_R, TokenKind.PAREN_R]);
/** Characters of documents whose shape is remembered. */
const MOST_REMEMBERED = 500_000;

export interface Operation {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
}

/** Throws a StrataError where the operation is too large, too deep or too costly; returns its cost. */
export type MeasureOperation = (operation: Operation) => number;

export function newMeasure(schema: GraphQLSchema, mostCost: number): MeasureOperation {
  const remembered = new Map<string, readonly Shape[]>();
  let characters = 0;
  const shapes = (query: string): readonly Shape[] => {
    const known = remembered.get(query);
    if (known) return known;
    const document = parsed(query);
    if (!document) return [];
    const found = checkedShapes(schema, document);
    characters += query.length;
    if (characters > MOST_REMEMBERED) {
      remembered.clear();
      characters = query.length;
    }
    remembered.set(query, found);
    return found;
  };
  return ({ query, operationName, variables }) => {
    refuseLargeInput(variables);
    if (typeof query !== 'string') return 0;
    const all = shapes(query);
    const asked = all.find(({ name }) => name === operationName) ?? all[0];
    const given = isRecord(variables) ? variables : {};
    if (asked && countInputs(asked.inputs, given, MOST_INPUTS) > MOST_INPUTS)
      throw tooMuch('OPERATION_TOO_LARGE', `The variables have more than ${MOST_INPUTS} input objects.`);
    const cost = asked ? costOf(asked, given) : 0;
    if (cost <= mostCost) return cost;
    throw new StrataError(
      'OPERATION_TOO_COSTLY',
      `The operation could answer with ${cost} objects; at most ${mostCost} are allowed. Ask for smaller pages, or fewer lists in lists.`,
    );
  };
}

/** Throws where a JSON value nests too deep or has too many objects. Level by level, for recursion is what this guards against. */
export function refuseLargeInput(value: unknown): void {
  let inside = [value];
  let objects = 0;
  for (let level = 0; inside.length > 0; level++) {
    if (level > DEEPEST_INPUT)
      throw tooMuch('BODY_TOO_LARGE', `The input nests deeper than ${DEEPEST_INPUT} levels.`);
    const next: unknown[] = [];
    for (const one of inside) {
      if (typeof one !== 'object' || one === null) continue;
      if (!Array.isArray(one) && ++objects > MOST_OBJECTS)
        throw tooMuch('BODY_TOO_LARGE', `The input has more than ${MOST_OBJECTS} objects.`);
      for (const child of Array.isArray(one) ? one : Object.values(one))
        if (typeof child === 'object' && child !== null) next.push(child);
    }
    inside = next;
  }
}

/** Null where it can't be parsed, which is said by whoever parses it to carry it out. */
function parsed(query: string): DocumentNode | null {
  try {
    refuseLargeText(query);
    return parse(query, { maxTokens: MOST_TOKENS, noLocation: true });
  } catch (error) {
    if (error instanceof StrataError) throw error;
    return null;
  }
}

/** Token by token, for the parser is one of those that read by recursion. */
function refuseLargeText(query: string): void {
  const lexer = new Lexer(new Source(query));
  let [tokens, depth] = [0, 0];
  for (let { kind } = lexer.advance(); kind !== TokenKind.EOF; { kind } = lexer.advance()) {
    if (++tokens > MOST_TOKENS) refuseOver('tokens', tokens, MOST_TOKENS);
    if (OPENING.has(kind)) depth++;
    if (CLOSING.has(kind)) depth--;
    if (depth > DEEPEST_INPUT)
      throw tooMuch(
        'OPERATION_TOO_DEEP',
        `The document's brackets nest deeper than ${DEEPEST_INPUT} levels.`,
      );
  }
}

function checkedShapes(schema: GraphQLSchema, document: DocumentNode): readonly Shape[] {
  const fragments = document.definitions.filter(({ kind }) => kind === 'FragmentDefinition').length;
  refuseOver('fragments', fragments, MOST_FRAGMENTS);
  const { shapes, fields, aliases, repeats, depth } = shapesOf(schema, document, {
    depth: DEEPEST,
    fields: MOST_FIELDS,
  });
  if (depth > DEEPEST) {
    throw tooMuch(
      'OPERATION_TOO_DEEP',
      `The operation nests deeper than ${DEEPEST} levels of fields, which is the most.`,
    );
  }
  refuseOver('fields, fragments included', fields, MOST_FIELDS);
  refuseOver('aliases', aliases, MOST_ALIASES);
  refuseOver('repeated fields', repeats, MOST_REPEATS);
  return shapes;
}

function refuseOver(what: string, found: number, most: number): void {
  if (found > most) throw tooMuch('OPERATION_TOO_LARGE', `The document has more than ${most} ${what}.`);
}

function tooMuch(code: ApiCode, message: string): StrataError {
  return new StrataError(code, message);
}

function isRecord(value: unknown): value is Readonly<Record<string, unknown>> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}
