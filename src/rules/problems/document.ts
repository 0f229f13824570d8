// What keeps a document from being read at all: its size, the depth of its conditions, and texts that can't be
// stored. It walks with a list of its own, so that no document, cyclic ones included, exhausts the stack or the time.
import { pathText } from './path.ts';

const MOST_BYTES = 1_000_000;
/** Three times as many as there may be tests: the shape takes its time over each. */
const MOST_CONDITIONS = 15_000;
const MOST_LISTED = 100;
const DEEPEST_CONDITION = 10;

const TOO_LARGE = `rules: larger than 1 MB as JSON; expected at most ${MOST_BYTES.toLocaleString('en')} bytes`;
const TOO_MANY = `rules: more than 15,000 conditions in all; expected at most ${MOST_CONDITIONS.toLocaleString('en')}`;

interface Place {
  readonly value: unknown;
  readonly name: string | number;
  readonly parent: Place | undefined;
  /** How many conditions it stands in, itself included; 0 outside of them, -1 below a test. */
  readonly depth: number;
}

const CONDITIONS: readonly unknown[] = ['when', 'over'];
const BRANCHES: readonly unknown[] = ['all', 'any', 'not'];

/** Every problem of that kind, each with its path. */
export function documentProblems(document: unknown): string[] {
  const problems: string[] = [];
  const open: Place[] = [{ value: document, name: 'rules', parent: undefined, depth: 0 }];
  let [bytes, conditions] = [0, 0];
  for (let place = open.pop(); place && problems.length < MOST_LISTED; place = open.pop()) {
    bytes += bytesOf(place);
    conditions += place.depth > 0 && !Array.isArray(place.value) ? 1 : 0;
    if (bytes > MOST_BYTES) return [TOO_LARGE];
    if (conditions > MOST_CONDITIONS) return [TOO_MANY];
    const problem = problemOf(place);
    if (problem) problems.push(`${pathOf(place)}: ${problem}`);
    // One by one: a list of arguments as long as a hostile array would exhaust the stack.
    else for (const inner of placesIn(place).reverse()) open.push(inner);
  }
  return problems;
}

/** What the place itself takes as JSON: its text, or its brackets and what divides the entries; and its name. */
function bytesOf({ value, name }: Place): number {
  const own = Array.isArray(value) ? 2 + value.length : typeof value === 'object' ? 2 : sizeOf(value);
  return own + (typeof name === 'string' ? sizeOf(name) + 2 : 0);
}

function sizeOf(value: unknown): number {
  return typeof value === 'string' ? Buffer.byteLength(JSON.stringify(value)) : String(value).length;
}

function problemOf({ value, name, depth }: Place): string | undefined {
  if (name === '__proto__') return 'no legal name; expected any other';
  if (depth > DEEPEST_CONDITION) return `nested deeper than ${DEEPEST_CONDITION} levels`;
  if (['undefined', 'function', 'symbol', 'bigint'].includes(typeof value))
    return `expected a JSON value, got ${typeof value}`;
  return (typeof name === 'string' ? textProblem(name) : undefined) ?? textProblem(value);
}

function textProblem(value: unknown): string | undefined {
  if (typeof value !== 'string') return undefined;
  if (value.includes('\0')) return 'expected text without the character NUL';
  return value.isWellFormed() ? undefined : 'expected text without halves of a surrogate pair';
}

function placesIn(parent: Place): Place[] {
  const { value } = parent;
  if (typeof value !== 'object' || value === null) return [];
  if (Array.isArray(value))
    return value.map((entry, at) => ({ value: entry, name: at, parent, depth: depthIn(parent, at) }));
  return Object.entries(value).map(([name, entry]) => ({
    value: entry,
    name,
    parent,
    depth: depthIn(parent, name),
  }));
}

/** A list of branches is as deep as the condition that it belongs to, and each entry one deeper. */
function depthIn(parent: Place, name: string | number): number {
  const { depth } = parent;
  if (depth === 0) return CONDITIONS.includes(name) ? 1 : 0;
  if (depth === -1) return -1;
  if (typeof name === 'number') return depth + 1;
  if (name === 'not') return depth + 1;
  return BRANCHES.includes(name) && !Array.isArray(parent.value) ? depth : -1;
}

function pathOf(place: Place): string {
  const parts: (string | number)[] = [];
  for (let at = place; at.parent; at = at.parent) parts.push(at.name);
  return pathText(parts.reverse());
}
