// The catalogue of errors that a caller can do something about. Anything else is a bug and is reported as one.

/**
 * Every code that the API answers with, and the HTTP status where it refuses a whole request (200: it stands beside data).
 * docs/errors.md says of each what it means and what to do.
 */
export const API_CODES = {
  BAD_REQUEST: 400,
  BAD_USER_INPUT: 200,
  BODY_TOO_LARGE: 413,
  DATABASE_UNAVAILABLE: 503,
  FORBIDDEN: 200,
  GONE: 410,
  GRAPHQL_PARSE_FAILED: 400,
  GRAPHQL_VALIDATION_FAILED: 400,
  INTERNAL_SERVER_ERROR: 500,
  INVALID_CURSOR: 200,
  ISSUER_UNAVAILABLE: 503,
  NO_SNAPSHOT: 200,
  OPERATION_CANCELLED: 200,
  OPERATION_RESOLUTION_FAILURE: 400,
  OPERATION_TOO_COSTLY: 400,
  OPERATION_TOO_DEEP: 400,
  OPERATION_TOO_LARGE: 400,
  PERSISTED_QUERY_NOT_SUPPORTED: 200,
  RATE_LIMITED: 429,
  SNAPSHOT_EXPIRED: 200,
  TIMEOUT: 200,
  UNAUTHENTICATED: 401,
  UNKNOWN_DOCUMENT: 400,
} as const satisfies Record<string, number>;
export type ApiCode = keyof typeof API_CODES;

export function isApiCode(code: unknown): code is ApiCode {
  return typeof code === 'string' && Object.hasOwn(API_CODES, code);
}

/**
 * A problem with what was asked: the message says what, where and what would be legal. The API answers a code that is
 * not one of its own, such as those of commands, as a bug.
 */
export class StrataError extends Error {
  readonly code: string;
  constructor(code: string, message: string, options?: ErrorOptions) {
    super(message, options);
    this.name = new.target.name;
    this.code = code;
  }
}

/** The command or the configuration is wrong: exit code 2. */
export class UsageError extends StrataError {
  constructor(message: string) {
    super('USAGE', message);
  }
}

/** A file's structure can't be read, so nothing of it was imported. */
export class UnreadableFileError extends StrataError {
  constructor(message: string, options?: ErrorOptions) {
    super('UNREADABLE_FILE', message, options);
  }
}

/** The file for rejected rows can't be written, so the import was undone. */
export class RejectFileError extends StrataError {
  constructor(path: string, reason: string, options?: ErrorOptions) {
    super(
      'REJECT_FILE',
      `The rejected rows can't be written to ${path}: ${reason.replace(/\.?$/, '.')} Nothing was imported of this file. Another folder is given by --rejects DIR.`,
      options,
    );
  }
}

/** An argument of the API or of a service is outside what is legal. */
export class BadInputError extends StrataError {
  constructor(message: string) {
    super('BAD_USER_INPUT', message);
  }
}

/** A cursor that is altered, or of another list: the walk has to start again. */
export class CursorError extends StrataError {
  constructor(message: string) {
    super('INVALID_CURSOR', message);
  }
}

/** There is no published snapshot yet, or the one asked for is gone. */
export class SnapshotError extends StrataError {
  constructor(code: 'NO_SNAPSHOT' | 'SNAPSHOT_EXPIRED', message: string) {
    super(code, message);
  }
}

/** An operation of the API was stopped before its end; nothing of it goes on in the database. */
export class CalledOffError extends StrataError {
  constructor(code: 'OPERATION_CANCELLED' | 'TIMEOUT', message: string) {
    super(code, message);
  }
}

/** The database can't be used as it is: unreachable, or at another schema version. */
export class DatabaseError extends StrataError {
  constructor(message: string, options?: ErrorOptions) {
    super('DATABASE', message, options);
  }
}

const CONNECTION_CODES = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'ENOTFOUND',
  'EPIPE',
  'ETIMEDOUT',
  '57P01',
  '57P02',
  '57P03',
  '08006',
  '08003',
  'P1001',
  'P1017',
]);

/** Whether the connection to the database broke, so that nothing is known of what it was doing. */
export function isConnectionLost(error: unknown): boolean {
  const { code, message } = readable(error);
  return (
    CONNECTION_CODES.has(code) || /connection terminated|terminating connection|not queryable/i.test(message)
  );
}

/** One sentence for people, whatever was thrown: known problems in words, others with what they say themselves. */
export function describeError(error: unknown): string {
  if (error instanceof StrataError) return error.message;
  const { code, message } = readable(error);
  if (code === '53100') return `The database's disk is full (${message}). Nothing was changed.`;
  const full = /^(.*is not to be had): [\s\S]*No space left on device/.exec(message)?.[1];
  if (full)
    return `${full}, because its disk is full. Nothing is lost: free 100 MB and run the command again.`;
  if (code === 'ENOSPC') return `The disk is full (${message}).`;
  if (isConnectionLost(error)) {
    return `The database went away (${message || code}). What was not finished is undone; run the command again.`;
  }
  return message || code || String(error);
}

/** Where Prisma keeps what Postgres said. */
interface PrismaMeta {
  readonly driverAdapterError?: {
    readonly cause?: { readonly originalCode?: string; readonly originalMessage?: string };
  };
}

function readable(error: unknown): { code: string; message: string } {
  if (error instanceof AggregateError && error.errors.length > 0) return readable(error.errors[0]);
  if (!(error instanceof Error)) return { code: '', message: String(error) };
  const { code, meta } = error as Error & { code?: unknown; meta?: PrismaMeta };
  const said = meta?.driverAdapterError?.cause;
  if (said?.originalMessage) return { code: said.originalCode ?? '', message: said.originalMessage };
  return { code: typeof code === 'string' ? code : '', message: error.message };
}
