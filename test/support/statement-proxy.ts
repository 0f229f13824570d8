// Stands between a process and Postgres and counts the statements that pass, so that a test can strike at any of them:
// before the statement reaches the server, or after it was carried out and before its answer reaches the process.
import { createConnection, createServer, type Socket } from 'node:net';

export interface Strike {
  /** The statement, counted from 1. */
  readonly at: number;
  readonly when: 'before' | 'after';
  /** Called once. */
  readonly act: () => void;
}

export interface StatementProxy {
  readonly port: number;
  /** Statements seen so far. */
  count(): number;
  close(): Promise<void>;
}

const SIMPLE_QUERY = 'Q'.charCodeAt(0);
const EXECUTE = 'E'.charCodeAt(0);
const LENGTH_BYTES = 4;

/** The number of statements in what a client sends, whose messages may be cut anywhere. */
class StatementCounter {
  #rest: Buffer = Buffer.alloc(0);
  /** The first message of a connection has no type. */
  #started = false;

  add(chunk: Buffer): number {
    let data = this.#rest.length > 0 ? Buffer.concat([this.#rest, chunk]) : chunk;
    let statements = 0;
    for (;;) {
      const head = this.#started ? 1 : 0;
      if (data.length < head + LENGTH_BYTES) break;
      const length = head + data.readUInt32BE(head);
      if (data.length < length) break;
      if (this.#started && (data[0] === SIMPLE_QUERY || data[0] === EXECUTE)) statements++;
      this.#started = true;
      data = data.subarray(length);
    }
    this.#rest = data;
    return statements;
  }
}

/** Listens on a port of its own and passes everything on to `target`. */
export async function startStatementProxy(target: number, strike?: Strike): Promise<StatementProxy> {
  let seen = 0;
  let struck = false;
  const sockets = new Set<Socket>();
  const act = (): void => {
    if (struck) return;
    struck = true;
    strike?.act();
  };
  const server = createServer((client) => {
    const upstream = createConnection(target, '127.0.0.1');
    const counter = new StatementCounter();
    let holding = false;
    for (const socket of [client, upstream]) {
      sockets.add(socket);
      socket.on('error', () => {});
      socket.on('close', () => {
        sockets.delete(socket);
        (socket === client ? upstream : client).destroy();
      });
    }
    client.on('data', (chunk: Buffer) => {
      seen += counter.add(chunk);
      const due = strike !== undefined && !struck && seen >= strike.at;
      if (due && strike.when === 'before') return act();
      if (due) holding = true;
      upstream.write(chunk);
    });
    upstream.on('data', (chunk: Buffer) => {
      if (holding) return act();
      if (!struck) client.write(chunk);
    });
  });
  await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
  const address = server.address();
  return {
    port: typeof address === 'object' && address !== null ? address.port : 0,
    count: () => seen,
    close: async () => {
      for (const socket of sockets) socket.destroy();
      await new Promise<void>((closed) => server.close(() => closed()));
    },
  };
}
