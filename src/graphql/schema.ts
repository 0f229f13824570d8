// The schema, put together from the features' own SDL and resolvers.
import { globSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { makeExecutableSchema } from '@graphql-tools/schema';
import type { GraphQLSchema } from 'graphql';
import { audienceResolvers } from '../audiences/resolvers.ts';
import { authResolvers } from '../auth/resolvers.ts';
import { changeResolvers } from '../changes/resolvers.ts';
import { deliveryResolvers } from '../deliveries/resolvers.ts';
import { destinationResolvers } from '../destinations/resolvers.ts';
import { exportResolvers } from '../exports/resolvers.ts';
import { identityResolvers } from '../identities/resolvers.ts';
import { importResolvers } from '../imports/resolvers.ts';
import { insightResolvers } from '../insights/resolvers.ts';
import { ruleSetResolvers } from '../rulesets/resolvers.ts';
import { runResolvers } from '../runs/resolvers.ts';
import { scheduleResolvers } from '../schedules/resolvers.ts';
import { segmentResolvers } from '../segments/resolvers.ts';
import { snapshotResolvers } from '../snapshots/resolvers.ts';
import { suppressionResolvers } from '../suppressions/resolvers.ts';
import { userResolvers } from '../users/resolvers.ts';
import type { Resolvers } from './resolvers-types.ts';
import { DateTime, Decimal, Json } from './scalars.ts';

const SOURCE = join(import.meta.dirname, '..');

/** The SDL of every feature. */
export const typeDefs: string[] = globSync('*/*.graphql', { cwd: SOURCE })
  .sort()
  .map((file) => readFileSync(join(SOURCE, file), 'utf8'));

export const resolvers: Resolvers[] = [
  { DateTime, Decimal, JSON: Json },
  audienceResolvers,
  authResolvers,
  changeResolvers,
  deliveryResolvers,
  destinationResolvers,
  scheduleResolvers,
  exportResolvers,
  identityResolvers,
  importResolvers,
  insightResolvers,
  ruleSetResolvers,
  runResolvers,
  segmentResolvers,
  snapshotResolvers,
  suppressionResolvers,
  userResolvers,
];

export const schema: GraphQLSchema = makeExecutableSchema({ typeDefs, resolvers });
