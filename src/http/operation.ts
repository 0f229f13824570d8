// The operation that a request carries, read before anything of it is parsed: what is not of the right form is left to
// Apollo, which says so.
import type { FastifyRequest } from 'fastify';

export interface RequestedOperation {
  readonly query?: unknown;
  readonly operationName?: unknown;
  readonly variables?: unknown;
  readonly extensions?: unknown;
}

export function operationOf({ method, body, query }: FastifyRequest): RequestedOperation {
  if (method === 'POST') return isRecord(body) ? body : {};
  if (!isRecord(query)) return {};
  return { ...query, variables: fromJson(query.variables), extensions: fromJson(query.extensions) };
}

/** The SHA-256 of a document that is asked for by it, as clients of persisted queries do. */
export function hashIn(extensions: unknown): string | undefined {
  const persisted = isRecord(extensions) ? extensions.persistedQuery : undefined;
  const hash = isRecord(persisted) ? persisted.sha256Hash : undefined;
  return typeof hash === 'string' ? hash : undefined;
}

export function isRecord(value: unknown): value is Record<string, unknown> {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function fromJson(text: unknown): unknown {
  try {
    return typeof text === 'string' ? JSON.parse(text) : undefined;
  } catch {
    return undefined;
  }
}
