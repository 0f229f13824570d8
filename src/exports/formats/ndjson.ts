// NDJSON: one object a line, every column in it. Numbers are JSON numbers, printed as Postgres prints them, so that
// none passes through a float here; times are text in ISO 8601.
import type { CellKind, FileColumn, Row } from './format.ts';

const NUMBERS: ReadonlySet<CellKind> = new Set(['integer', 'bigint', 'decimal']);

export async function* encodeNdjson(
  columns: readonly FileColumn[],
  rows: AsyncIterable<readonly Row[]>,
): AsyncGenerator<Uint8Array> {
  const keys = columns.map(({ name }, at) => `${at === 0 ? '{' : ','}${JSON.stringify(name)}:`);
  const isNumber = columns.map(({ kind }) => NUMBERS.has(kind));
  for await (const some of rows) {
    let text = '';
    for (const row of some) {
      for (let at = 0; at < keys.length; at++) {
        const value = row[at] ?? null;
        text += `${keys[at]}${value !== null && isNumber[at] ? value : JSON.stringify(value)}`;
      }
      text += '}\n';
    }
    yield Buffer.from(text);
  }
}
