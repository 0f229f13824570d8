// WebSocket at /graphql, for subscriptions alone: the protocol graphql-transport-ws, on connections that are few, prove
// that they are alive, and have to say who they are within seconds. A server that closes says 1001.
import type { IncomingMessage } from 'node:http';
import type { Duplex } from 'node:stream';
import proxyAddr from '@fastify/proxy-addr';
import type { FastifyInstance } from 'fastify';
import { handleProtocols, makeServer, type ServerOptions } from 'graphql-ws';
import type { Logger } from 'pino';
import { WebSocket, WebSocketServer } from 'ws';
import { clientLeft } from './deadline.ts';

/** What is known of a connection. */
export interface Peer {
  readonly request: IncomingMessage;
  /** Aborted when the connection is gone. */
  readonly gone: AbortSignal;
  /** Closes it with a reason, of which 123 bytes reach the client. */
  close(code: number, reason: string): void;
}
export type SubscriptionServer = ServerOptions<Record<string, unknown>, Peer>;

const PATH = /^\/graphql(\?|$)/;
const LARGEST_MESSAGE_BYTES = 1_048_576;
const MOST_CONNECTIONS = 1000;
const PING_MS = 12_000;
const GOODBYE_MS = 2_000;
const GOING_AWAY = 1001;
const UNEXPECTED = 1011;
const LONGEST_REASON = 123;

/** Whose address counts, by the same rule as for requests of HTTP: a proxy's word is taken where it is trusted. */
export function newAddressOf(trustedProxies: readonly string[]): (request: IncomingMessage) => string {
  const trust = proxyAddr.compile([...trustedProxies]);
  return (request) => proxyAddr(request, trust) ?? '';
}

/** Takes connections until the app closes. */
export function serveSubscriptions(app: FastifyInstance, options: SubscriptionServer, log: Logger): void {
  const sockets = new WebSocketServer({ noServer: true, maxPayload: LARGEST_MESSAGE_BYTES, handleProtocols });
  const protocol = makeServer(options);
  app.server.on('upgrade', (request: IncomingMessage, socket: Duplex, head: Buffer) => {
    if (!PATH.test(request.url ?? '')) return refuse(socket, '404 Not Found');
    if (sockets.clients.size >= MOST_CONNECTIONS) return refuse(socket, '503 Service Unavailable');
    sockets.handleUpgrade(request, socket, head, (connection) => open(connection, request));
  });
  app.addHook('preClose', () => sayGoodbye(sockets));

  function open(socket: WebSocket, request: IncomingMessage): void {
    const gone = new AbortController();
    const fail = (error: unknown): void => {
      log.debug({ err: error }, 'a WebSocket connection failed');
      socket.close(UNEXPECTED, 'Something went wrong.');
    };
    socket.on('error', fail);
    keepAlive(socket, gone.signal);
    const closed = protocol.opened(
      {
        protocol: socket.protocol,
        send: (data) => send(socket, data),
        close: (code, reason) => socket.close(code, reason),
        onMessage: (take) => socket.on('message', (data) => void take(String(data)).catch(fail)),
      },
      {
        request,
        gone: gone.signal,
        close: (code, reason) => socket.close(code, reason.slice(0, LONGEST_REASON)),
      },
    );
    socket.once('close', (code, reason) => {
      gone.abort(clientLeft());
      closed(code, String(reason)).catch(fail);
    });
  }
}

function refuse(socket: Duplex, status: string): void {
  socket.end(`HTTP/1.1 ${status}\r\nconnection: close\r\ncontent-length: 0\r\n\r\n`);
}

/** Resolves when the network has taken it, so that a client that reads slowly is not sent more. */
function send(socket: WebSocket, data: string): Promise<void> {
  if (socket.readyState !== WebSocket.OPEN) return Promise.resolve();
  return new Promise((resolve, reject) => {
    socket.send(data, (error) => (error ? reject(error) : resolve()));
  });
}

/** A connection that does not answer until the next ping is dead. */
function keepAlive(socket: WebSocket, gone: AbortSignal): void {
  let isAlive = true;
  socket.on('pong', () => {
    isAlive = true;
  });
  const pinging = setInterval(() => {
    if (!isAlive) return socket.terminate();
    isAlive = false;
    socket.ping();
  }, PING_MS);
  pinging.unref();
  gone.addEventListener('abort', () => clearInterval(pinging), { once: true });
}

/** Tells every client that the server goes; who does not say goodbye in time is cut off. */
async function sayGoodbye(sockets: WebSocketServer): Promise<void> {
  const closed = new Promise<void>((resolve) => sockets.close(() => resolve()));
  for (const socket of sockets.clients) socket.close(GOING_AWAY, 'The server is going away.');
  const timer = setTimeout(() => {
    for (const socket of sockets.clients) socket.terminate();
  }, GOODBYE_MS);
  await closed;
  clearTimeout(timer);
}
