// Apollo Server over the schema: parsing, validation and execution, with nothing of its own shown to anybody.
import { ApolloServer } from '@apollo/server';
import {
  ApolloServerPluginLandingPageDisabled,
  ApolloServerPluginUsageReportingDisabled,
} from '@apollo/server/plugin/disabled';
import type { Logger } from 'pino';
import type { Context } from '../graphql/context.ts';
import { newErrorFormatter } from '../graphql/errors.ts';
import { resolvers, typeDefs } from '../graphql/schema.ts';

/** A document of the largest body could nest deeper than its parser's stack. */
const MOST_TOKENS = 10_000;

export function newApollo(log: Logger, production: boolean): ApolloServer<Context> {
  return new ApolloServer<Context>({
    typeDefs,
    resolvers,
    introspection: !production,
    includeStacktraceInErrorResponses: false,
    stopOnTerminationSignals: false,
    parseOptions: { maxTokens: MOST_TOKENS },
    logger: log,
    formatError: newErrorFormatter(log),
    plugins: [ApolloServerPluginLandingPageDisabled(), ApolloServerPluginUsageReportingDisabled()],
  });
}
