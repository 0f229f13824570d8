// Who asks: the holder of the API key that a request carries. Whoever carries none, or a bad one, gets nothing.
import { HeaderMap } from '@apollo/server';
import type { FastifyRequest } from 'fastify';
import { GraphQLError } from 'graphql';
import { principalOf } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import type { Database } from '../db/database.ts';

/** The caller of a request with that `Authorization` header; throws UNAUTHENTICATED, with HTTP 401, where it names none. */
export async function authenticate(
  database: Database,
  authorization: FastifyRequest['headers']['authorization'],
): Promise<Principal> {
  const [, key] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
  const principal = key === undefined ? null : await principalOf(database.prisma, key);
  if (principal) return principal;
  const reason =
    key === undefined
      ? 'Send an API key as "Authorization: Bearer KEY".'
      : 'The API key is unknown or revoked.';
  throw new GraphQLError(reason, {
    extensions: {
      code: 'UNAUTHENTICATED',
      http: { status: 401, headers: new HeaderMap([['www-authenticate', 'Bearer']]) },
    },
  });
}
