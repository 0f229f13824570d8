// What a caller is told. Their problems keep code and words; ours become a number that the log has too.
import { randomUUID } from 'node:crypto';
import { unwrapResolverError } from '@apollo/server/errors';
import type { GraphQLFormattedError } from 'graphql';
import { GraphQLError } from 'graphql';
import type { Logger } from 'pino';
import { StrataError } from '../errors.ts';

const PARTS_OF_A_BUG = new Set(['INTERNAL_SERVER_ERROR', undefined]);

export function newErrorFormatter(log: Logger) {
  return (formatted: GraphQLFormattedError, error: unknown): GraphQLFormattedError => {
    const original = unwrapResolverError(error);
    const place = {
      ...(formatted.path && { path: formatted.path }),
      ...(formatted.locations && { locations: formatted.locations }),
    };
    if (original instanceof StrataError) {
      return { message: original.message, ...place, extensions: { code: original.code } };
    }
    const code = formatted.extensions?.code as string | undefined;
    if (original instanceof GraphQLError && !PARTS_OF_A_BUG.has(code)) {
      return { message: formatted.message, ...place, extensions: { code } };
    }
    if (!PARTS_OF_A_BUG.has(code)) return { message: formatted.message, ...place, extensions: { code } };
    const correlationId = randomUUID();
    log.error({ err: original, correlationId }, 'a resolver failed');
    const message = `Something went wrong on our side. The log has it as ${correlationId}.`;
    return { message, ...place, extensions: { code: 'INTERNAL_SERVER_ERROR', correlationId } };
  };
}
