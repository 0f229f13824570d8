// What a caller is told. Their problems keep code and words; ours become a number that the log has too, but for a
// database that does not answer, which is nobody's bug.
import { randomUUID } from 'node:crypto';
import { HeaderMap } from '@apollo/server';
import { unwrapResolverError } from '@apollo/server/errors';
import { GraphQLError, type GraphQLFormattedError, Kind } from 'graphql';
import type { Logger } from 'pino';
import { API_CODES, type ApiCode, isApiCode, isConnectionLost, StrataError } from '../errors.ts';

const BUG = 'INTERNAL_SERVER_ERROR';
const UNAVAILABLE = 'DATABASE_UNAVAILABLE';
const UNAVAILABLE_MESSAGE =
  'The database does not answer just now. Ask again in a moment; whether a mutation was carried out is not known.';
const UNAVAILABLE_LOGGED_EVERY_MS = 1000;

export function newErrorFormatter(log: Logger) {
  const logUnavailable = newUnavailableLog(log);
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    const { path, locations } = formatted;
    const place = { ...(path && { path }), ...(locations && { locations }) };
    const code = codeOf(original, formatted.extensions?.code);
    if (code === UNAVAILABLE) {
      logUnavailable(original);
      return { message: UNAVAILABLE_MESSAGE, ...place, extensions: { code } };
    }
    if (code !== BUG) {
      const message = original instanceof StrataError ? original.message : formatted.message;
      return { message, ...place, extensions: { code } };
    }
    const { message, correlationId } = reportBug(log, original);
    return { message, ...place, extensions: { code, correlationId } };
  };
}

/** The refusal of a whole request, before anything of it is carried out: with the HTTP status of its code. */
export function refusal(
  code: ApiCode,
  message: string,
  headers: Readonly<Record<string, string>> = {},
  cause?: Error,
): GraphQLError {
  const http = { status: API_CODES[code], headers: new HeaderMap(Object.entries(headers)) };
  return new GraphQLError(message, { extensions: { code, http }, originalError: cause });
}

/** Logs a bug under a new number; the message tells the number and nothing of the bug. */
export function reportBug(log: Logger, error: unknown): { message: string; correlationId: string } {
  const correlationId = randomUUID();
  log.error({ err: error, correlationId }, 'a request failed');
  return { message: `Something went wrong on our side. The log has it as ${correlationId}.`, correlationId };
}

/** Under load each request finds the same: one line a second tells it. */
function newUnavailableLog(log: Logger): (error: unknown) => void {
  let loggedAt = Number.NEGATIVE_INFINITY;
  return (error) => {
    if (performance.now() - loggedAt < UNAVAILABLE_LOGGED_EVERY_MS) return;
    loggedAt = performance.now();
    const err = (error as Partial<GraphQLError>).originalError ?? error;
    log.warn({ err }, 'the database does not answer');
  };
}

function codeOf(original: unknown, given: unknown): ApiCode {
  const code = original instanceof StrataError ? original.code : given;
  if (isApiCode(code) && code !== BUG) return code;
  if (isConnectionLost(original)) return UNAVAILABLE;
  return isNullArgument(original) ? 'BAD_USER_INPUT' : BUG;
}

/** An explicit null for a variable whose default let it stand where null may not: found only when executed. */
function isNullArgument(error: unknown): boolean {
  const { nodes } = error as Partial<GraphQLError>;
  return nodes?.[0]?.kind === Kind.VARIABLE;
}
