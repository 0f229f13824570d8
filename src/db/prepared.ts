// Names of prepared statements: a name by which each connection keeps what it has parsed and planned. Connections keep
// them until they are closed, so only a text that is asked for again has one, and no more than so many ever do: whoever
// makes up texts (filters of any shape) has them planned each time, and takes no memory.
import { createHash } from 'node:crypto';

const SEEN_BEFORE = 3;
const MOST_NAMED = 300;
const MOST_SEEN = 1_000;

const named = new Map<string, string>();
const seen = new Map<string, number>();

/** The name of a text that is worth one. */
export function preparedName(text: string): string | undefined {
  const name = named.get(text);
  if (name !== undefined) return name;
  if (named.size >= MOST_NAMED) return undefined;
  const times = (seen.get(text) ?? 0) + 1;
  seen.delete(text);
  if (times > SEEN_BEFORE) return giveName(text);
  seen.set(text, times);
  const [oldest] = seen.keys();
  if (seen.size > MOST_SEEN && oldest !== undefined) seen.delete(oldest);
  return undefined;
}

/** Short, for Postgres cuts names at 63 bytes. */
function giveName(text: string): string {
  const name = createHash('sha256').update(text).digest('base64url');
  named.set(text, name);
  return name;
}
