// Stops what a connection is at: Postgres takes such a request from a connection of its own, without logging in, so
// that it comes through when every connection is busy.
import { createConnection } from 'node:net';
import type { Connection } from './pool.ts';

const CANCEL_REQUEST = 80_877_102;
const REQUEST_BYTES = 16;
const PATIENCE_MS = 2_000;

/** What pg knows of a connection, and its types do not tell. */
interface Backend {
  readonly host: string;
  readonly port: number;
  readonly processID: number | null;
  readonly secretKey: number | null;
}

/**
 * Asks Postgres to stop the statement that runs on `connection`; resolves when it was told, or can't be. The request
 * may come late and strike at the next statement, so nobody may use the connection again.
 */
export function cancelStatement(connection: Connection): Promise<void> {
  const { host, port, processID, secretKey } = connection as unknown as Backend;
  if (processID === null || secretKey === null) return Promise.resolve();
  const request = Buffer.alloc(REQUEST_BYTES);
  [REQUEST_BYTES, CANCEL_REQUEST, processID, secretKey].forEach((value, at) => {
    request.writeInt32BE(value, at * 4);
  });
  const socket = host.startsWith('/')
    ? createConnection(`${host}/.s.PGSQL.${port}`)
    : createConnection(port, host);
  return new Promise((resolve) => {
    socket.setTimeout(PATIENCE_MS, () => socket.destroy());
    socket.once('error', () => {}); // 'close' follows
    socket.once('close', () => resolve());
    socket.once('connect', () => socket.write(request));
    socket.resume();
  });
}
