// How long an operation lives: until its client goes away, and no longer than it may take. Its signal is aborted then,
// and whatever honours it fails with the signal's reason.
import type { FastifyReply } from 'fastify';
import { CalledOffError } from '../errors.ts';

/** The signal of one operation, aborted with a CalledOffError; answered, it leaves no timer. */
export function signalOf({ raw }: FastifyReply, timeoutMs: number): AbortSignal {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const message = `The operation took longer than ${timeoutMs / 1000} seconds and was stopped. Ask for less at once.`;
    controller.abort(new CalledOffError('TIMEOUT', message));
  }, timeoutMs);
  timer.unref();
  const end = (): void => {
    clearTimeout(timer);
    if (raw.writableFinished) return;
    const message = 'The client went away before it had its answer.';
    controller.abort(new CalledOffError('OPERATION_CANCELLED', message));
  };
  if (raw.closed) end();
  else raw.once('close', end);
  return controller.signal;
}
