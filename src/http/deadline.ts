// How long an operation lives: until its client goes away, and no longer than it may take. Its signal is aborted then,
// and whatever honours it fails with the signal's reason.
import type { FastifyReply } from 'fastify';
import { CalledOffError } from '../errors.ts';

export interface Lifetime {
  /** Aborted with a CalledOffError. */
  readonly signal: AbortSignal;
  /** The operation is answered: no timer is left. */
  end(): void;
  /** Its client went away before. */
  leave(): void;
}

export function startLifetime(timeoutMs: number): Lifetime {
  const controller = new AbortController();
  const timer = setTimeout(() => {
    const message = `The operation took longer than ${timeoutMs / 1000} seconds and was stopped. Ask for less at once.`;
    controller.abort(new CalledOffError('TIMEOUT', message));
  }, timeoutMs);
  timer.unref();
  const end = (): void => clearTimeout(timer);
  return {
    signal: controller.signal,
    end,
    leave() {
      end();
      controller.abort(clientLeft());
    },
  };
}

export function clientLeft(): CalledOffError {
  return new CalledOffError('OPERATION_CANCELLED', 'The client went away before it had its answer.');
}

/** The signal of the operation that `reply` answers. */
export function signalOf({ raw }: FastifyReply, timeoutMs: number): AbortSignal {
  const { signal, end, leave } = startLifetime(timeoutMs);
  const close = (): void => (raw.writableFinished ? end() : leave());
  if (raw.closed) close();
  else raw.once('close', close);
  return signal;
}
