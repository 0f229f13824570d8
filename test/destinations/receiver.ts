// A target on loopback that answers as it is told, and remembers what it got. Its certificate is for hooks.test alone.
import http from 'node:http';
import https from 'node:https';
import type { AddressInfo } from 'node:net';
import { onTestFinished } from 'vitest';

export const LOOPBACK = ['127.0.0.0/8', '::1/128'];

export interface Received {
  readonly method: string;
  readonly url: string;
  readonly headers: http.IncomingHttpHeaders;
  readonly body: string;
}

export type Answer = (received: Received, response: http.ServerResponse) => void;

export interface Receiver {
  readonly port: number;
  readonly received: Received[];
  /** How it answers from now on; 204 from the start. */
  answer: Answer;
  close(): Promise<void>;
}

const yes: Answer = (_received, response) => response.writeHead(204).end();

export function startReceiver(tls?: https.ServerOptions): Promise<Receiver> {
  const received: Received[] = [];
  const listen = (request: http.IncomingMessage, response: http.ServerResponse): void => {
    let body = '';
    request.setEncoding('utf8');
    request.on('data', (piece: string) => {
      body += piece;
    });
    request.on('end', () => {
      const { method = '', url = '', headers } = request;
      const one = { method, url, headers, body };
      received.push(one);
      receiver.answer(one, response);
    });
  };
  const server = tls ? https.createServer(tls, listen) : http.createServer(listen);
  const receiver: Omit<Receiver, 'port'> = {
    received,
    answer: yes,
    close: () =>
      new Promise((done) => {
        server.closeAllConnections();
        server.close(() => done());
      }),
  };
  return new Promise((resolve) => {
    server.listen(0, '127.0.0.1', () =>
      resolve(Object.assign(receiver, { port: (server.address() as AddressInfo).port })),
    );
  });
}

/** A receiver that is closed when the test is done. */
export async function receiverOfTest(tls?: https.ServerOptions): Promise<Receiver> {
  const receiver = await startReceiver(tls);
  onTestFinished(() => receiver.close());
  return receiver;
}
