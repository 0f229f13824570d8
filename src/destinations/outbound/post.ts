// Posts one message to a target that somebody named: to checked addresses only, following no redirect, within a bounded
// time, and reading of the answer no more than whether it is a yes.
import http from 'node:http';
import https from 'node:https';
import { StrataError } from '../../errors.ts';
import { type Guard, guardedAgents } from './guard.ts';

const TIMEOUT_MS = 15_000;
const LARGEST_HEADERS = 16_384;
const LARGEST_ANSWER = 65_536;

export interface Post {
  readonly url: URL;
  readonly headers: Readonly<Record<string, string>>;
  readonly body: string;
  readonly guard: Guard;
  readonly timeoutMs?: number;
}

/** The target did not say yes. */
export class NotAcceptedError extends StrataError {
  /** The HTTP status; null where there was no answer. */
  readonly status: number | null;
  constructor(reason: string, status: number | null, options?: ErrorOptions) {
    super('NOT_ACCEPTED', reason, options);
    this.status = status;
  }
}

/** Returns when the target has answered with 2xx; throws a NotAcceptedError or a RefusedTargetError for anything else. */
export async function post({ url, headers, body, guard, timeoutMs = TIMEOUT_MS }: Post): Promise<void> {
  const agents = guardedAgents(guard);
  const expired = AbortSignal.timeout(timeoutMs);
  try {
    const status = await statusOf(url, headers, body, { agents, expired });
    if (status >= 300 && status < 400)
      throw new NotAcceptedError(`It answered with a redirect (${status}); none is followed.`, status);
    if (status < 200 || status >= 400) throw new NotAcceptedError(`It answered with ${status}.`, status);
  } catch (error) {
    if (error instanceof StrataError) throw error;
    if (expired.aborted) throw new NotAcceptedError(`No answer within ${timeoutMs / 1000} seconds.`, null);
    throw new NotAcceptedError(`It could not be reached: ${reasonOf(error)}.`, null, { cause: error });
  } finally {
    agents.close();
  }
}

function statusOf(
  url: URL,
  headers: Readonly<Record<string, string>>,
  body: string,
  { agents, expired }: { agents: ReturnType<typeof guardedAgents>; expired: AbortSignal },
): Promise<number> {
  return new Promise((resolve, reject) => {
    const secure = url.protocol === 'https:';
    const request = (secure ? https : http).request(url, {
      method: 'POST',
      agent: secure ? agents.https : agents.http,
      headers: { ...headers, 'content-length': Buffer.byteLength(body) },
      maxHeaderSize: LARGEST_HEADERS,
      signal: expired,
    });
    let status: number | null = null;
    const settle = (error: unknown): void => (status === null ? reject(error) : resolve(status));
    request.once('response', (response) => {
      status = response.statusCode ?? 0;
      drain(response);
      response.once('close', settle);
    });
    request.on('error', settle);
    request.end(body);
  });
}

/** The status has said all; a target may finish what else it has to say, if that is little. */
function drain(response: http.IncomingMessage): void {
  let read = 0;
  response.on('error', () => {});
  response.on('data', (piece: Buffer) => {
    read += piece.length;
    if (read > LARGEST_ANSWER) response.destroy();
  });
}

function reasonOf(error: unknown): string {
  if (error instanceof AggregateError && error.errors.length > 0) return reasonOf(error.errors[0]);
  return error instanceof Error ? error.message : String(error);
}
