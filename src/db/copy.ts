// COPY in and out over a pooled connection, streaming in both directions.
import type { Writable } from 'node:stream';
import { Readable } from 'node:stream';
import { pipeline } from 'node:stream/promises';
import { from as copyFrom, to as copyTo } from 'pg-copy-streams';
import type { Connection } from './pool.ts';

/** A text as a literal, for COPY takes no parameters. */
export { escapeLiteral as copyLiteral } from 'pg';

/** Runs `copy … from stdin` with the given bytes. */
export async function copyIn(connection: Connection, sql: string, bytes: Buffer): Promise<void> {
  await pipeline(Readable.from([bytes], { objectMode: false }), connection.query(copyFrom(sql)));
}

/** Runs `copy … to stdout` into `target`. */
export async function copyOut(connection: Connection, sql: string, target: Writable): Promise<void> {
  await pipeline(connection.query(copyTo(sql)), target);
}
