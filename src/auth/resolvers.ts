import { BadInputError } from '../errors.ts';
import type { PrincipalKind, Resolvers, Role } from '../graphql/resolvers-types.ts';
import { audit, auditCursor, auditPage } from './audit.ts';
import { createKey, findKey, listKeys, revokeKey } from './keys.ts';
import { actorOf, authorize, type Role as RoleName } from './principal.ts';

const LONGEST_NAME = 200;

export const authResolvers: Resolvers = {
  Query: {
    me: (_parent, _args, { principal }) => principal,
    apiKeys: (_parent, _args, { database, principal }) => {
      authorize(principal, 'keys');
      return listKeys(database.prisma);
    },
    auditLog: (_parent, request, { database, principal }) => {
      authorize(principal, 'audit-log');
      return auditPage(database.prisma, request);
    },
  },
  Mutation: {
    createApiKey: async (_parent, { input: { role, name = '' } }, { database: { prisma }, principal }) => {
      authorize(principal, 'keys');
      if (name.length > LONGEST_NAME || name.includes('\0')) {
        const message = `name: expected at most ${LONGEST_NAME} characters, without NUL.`;
        return {
          apiKey: null,
          secret: null,
          errors: [{ path: ['input', 'name'], code: 'INVALID', message }],
        };
      }
      const { id, key } = await createKey(prisma, role.toLowerCase() as RoleName, name);
      await audit(prisma, actorOf(principal), 'key.create', { key: id, role: role.toLowerCase() });
      return { apiKey: await findKey(prisma, id), secret: key, errors: [] };
    },
    revokeApiKey: async (_parent, { id }, { database: { prisma }, principal }) => {
      authorize(principal, 'keys');
      try {
        await revokeKey(prisma, id);
      } catch (error) {
        if (!(error instanceof BadInputError)) throw error;
        return { apiKey: null, errors: [{ path: ['id'], code: 'INVALID', message: error.message }] };
      }
      await audit(prisma, actorOf(principal), 'key.revoke', { key: id });
      return { apiKey: await findKey(prisma, id), errors: [] };
    },
  },
  Principal: {
    kind: ({ kind }) => kind.toUpperCase() as PrincipalKind,
    role: ({ role }) => role.toUpperCase() as Role,
  },
  ApiKey: {
    role: ({ role }) => role.toUpperCase() as Role,
  },
  AuditEntry: {
    id: ({ entryId }) => String(entryId),
  },
  AuditEntryConnection: {
    edges: ({ entries }) => entries.map((node) => ({ node, cursor: auditCursor(node) })),
    nodes: ({ entries }) => [...entries],
    pageInfo: ({ entries, isFirst, hasMore }) => {
      const [newest, oldest] = [entries[0], entries.at(-1)];
      return {
        hasNextPage: hasMore,
        hasPreviousPage: !isFirst,
        startCursor: newest ? auditCursor(newest) : null,
        endCursor: oldest ? auditCursor(oldest) : null,
      };
    },
  },
};
