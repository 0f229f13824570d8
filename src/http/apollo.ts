// Apollo Server over the schema: parsing, validation and execution, with nothing of its own shown to anybody. Requests
// are not batched, and not taken where another site could have a browser send them.
import { ApolloServer } from '@apollo/server';
import { ApolloServerPluginCacheControl } from '@apollo/server/plugin/cacheControl';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { GraphQLSchema } from 'graphql';
import type { Logger } from 'pino';
import type { Context } from '../graphql/context.ts';
import { newErrorFormatter } from '../graphql/errors.ts';
import { MOST_TOKENS } from '../graphql/limits.ts';
import type { ResponseCache } from './response-cache.ts';
import type { TrustedDocuments } from './trusted-documents.ts';
import { unavailablePlugin } from './unavailable.ts';

/** Of one document are told. */
const MOST_MISTAKES = 10;

export interface ApolloOptions {
  readonly schema: GraphQLSchema;
  readonly log: Logger;
  readonly introspection: boolean;
  readonly cache: ResponseCache | null;
  readonly trusted: TrustedDocuments | null;
}

export function newApollo({
  schema,
  log,
  introspection,
  cache,
  trusted,
}: ApolloOptions): ApolloServer<Context> {
  return new ApolloServer<Context>({
    schema,
    introspection,
    hideSchemaDetailsFromClientErrors: !introspection,
    csrfPrevention: true,
    allowBatchedHttpRequests: false,
    persistedQueries: trusted ? { cache: readOnlyCache(trusted), ttl: null } : false,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    validationOptions: { maxErrors: MOST_MISTAKES },
    logger: log,
    formatError: newErrorFormatter(log),
    plugins: [
      ApolloServerPluginLandingPageDisabled(),
      ApolloServerPluginUsageReportingDisabled(),
      ApolloServerPluginCacheControl({ calculateHttpHeaders: false }),
      ...(cache ? [cache.plugin] : []),
      unavailablePlugin,
    ],
  });
}

/** What clients would register is not kept. */
function readOnlyCache(trusted: TrustedDocuments) {
  return {
    get: async (key: string) => trusted.get(key.replace(/^apq:/, '')),
    set: async () => {},
    delete: async () => false,
  };
}
