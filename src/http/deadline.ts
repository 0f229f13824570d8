// How long one operation may take. Its signal is aborted then, and whatever honours it fails with the signal's reason.
import type { FastifyReply } from 'fastify';
import { StrataError } from '../errors.ts';

/** The signal of one operation, aborted after `timeoutMs` with an error of the code TIMEOUT; answered, it leaves no timer. */
export function signalOf({ raw }: FastifyReply, timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  const reason = new StrataError('TIMEOUT', `The operation took longer than ${timeoutMs / 1000} seconds.`);
  const timer = setTimeout(() => controller.abort(reason), timeoutMs);
  timer.unref();
  raw.once('close', () => clearTimeout(timer));
  return controller.signal;
}
