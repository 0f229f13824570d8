// COPY in and out over a pooled connection, streaming in both directions.
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import type { Client } from 'pg';
import { from as copyFrom } from 'pg-copy-streams';
import { CopyOut } from './copy-out.ts';
import type { Connection } from './pool.ts';

/** A text as a literal, for COPY takes no parameters. */
export { escapeLiteral as copyLiteral } from 'pg';

/** Runs `copy … from stdin` with the given bytes. */
export async function copyIn(connection: Connection, sql: string, bytes: Buffer): Promise<void> {
  await pipeline(Readable.from([bytes], { objectMode: false }), connection.query(copyFrom(sql)));
}

/** Runs `copy … to stdout` into `target`. */
export async function copyOut(connection: Connection, sql: string, target: Writable): Promise<void> {
  await readCopy(connection, sql, (bytes) => pipeline(bytes, target));
}

/**
 * Has `read` take what `copy … to stdout` sends, and returns how many rows it were. Where reading fails, Postgres may
 * still be sending: the connection is closed, so that nothing waits for it.
 */
export async function readCopy(
  connection: Connection,
  sql: string,
  read: (bytes: Readable) => Promise<unknown>,
): Promise<number> {
  const stream = connection.query(new CopyOut(sql));
  // It says so once more when its connection is closed, and then nobody listens.
  stream.on('error', () => {});
  try {
    await read(stream);
    return stream.rowCount;
  } catch (error) {
    await (connection as unknown as Client).end().catch(() => {});
    throw error;
  }
}

const NEWLINE = 0x0a;
const ESCAPES: Readonly<Record<string, string>> = {
  b: '\b',
  f: '\f',
  n: '\n',
  r: '\r',
  t: '\t',
  v: '\v',
};

/** One field each: as Postgres prints it, null where it is null. */
export type CopiedRow = (string | null)[];

/** The rows of a `copy … to stdout` in text format, as many at a time as come in one piece. */
export async function* copiedRows(bytes: AsyncIterable<Buffer>): AsyncGenerator<CopiedRow[]> {
  let rest: Buffer = Buffer.alloc(0);
  for await (const chunk of bytes) {
    const end = chunk.lastIndexOf(NEWLINE);
    if (end === -1) {
      rest = Buffer.concat([rest, chunk]);
      continue;
    }
    const whole = rest.length === 0 ? chunk.subarray(0, end) : Buffer.concat([rest, chunk.subarray(0, end)]);
    rest = Buffer.from(chunk.subarray(end + 1));
    yield toRows(whole.toString('utf8'));
  }
}

/** The fields of all rows are split off at once, which is quicker than row by row. */
function toRows(text: string): CopiedRow[] {
  const [first = ''] = text.split('\n', 1);
  const width = first.split('\t').length;
  const printed = text.replaceAll('\n', '\t').split('\t');
  const fields = text.includes('\\') ? printed.map(unescaped) : printed;
  const rows = fields.length / width;
  return Array.from({ length: rows }, (_, row) => fields.slice(row * width, (row + 1) * width));
}

function unescaped(field: string): string | null {
  if (!field.includes('\\')) return field;
  if (field === '\\N') return null;
  return field.replace(/\\(.)/gs, (_escape, letter: string) => ESCAPES[letter] ?? letter);
}
