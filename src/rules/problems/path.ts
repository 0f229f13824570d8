// Where in a document something is, as text: `rules.dimensions[2].segments[0].when`.

type Part = string | number | symbol;

const PLAIN = /^[\p{L}\p{N}_-]{1,60}$/u;
const [LONGEST, START, END] = [500, 400, 100];

/** Names that are not plain are quoted, and shortened in the middle as very long paths are. */
export function pathText(parts: readonly Part[], root = 'rules'): string {
  return shorten([root, ...parts.map(partText)].join(''));
}

function partText(part: Part): string {
  if (typeof part === 'number') return `[${part}]`;
  const name = String(part);
  return PLAIN.test(name) ? `.${name}` : `[${shorten(JSON.stringify(name))}]`;
}

function shorten(text: string): string {
  return text.length <= LONGEST ? text : `${text.slice(0, START)}…${text.slice(-END)}`;
}
