// Statements without parameters, for COPY takes none: every value stands in the text as a quoted literal.
import { escapeLiteral } from 'pg';
import type { Sql } from './sql.ts';

/** The text of a statement with its values in it. */
export function withLiterals({ strings, values }: Sql): string {
  return strings.map((text, at) => (at === 0 ? text : literal(values[at - 1]) + text)).join('');
}

/** Quoted throughout: a literal without a type takes that of its place, as a parameter does. */
function literal(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return escapeLiteral(textOf(value));
}

function textOf(value: unknown): string {
  if (Array.isArray(value)) return `{${value.map(element).join(',')}}`;
  if (value instanceof Uint8Array) return `\\x${Buffer.from(value).toString('hex')}`;
  if (value instanceof Date) return value.toISOString();
  return String(value);
}

function element(value: unknown): string {
  if (value === null || value === undefined) return 'null';
  return `"${textOf(value).replace(/["\\]/g, '\\$&')}"`;
}
