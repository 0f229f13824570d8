// Who is let in, and how often: the holder of an API key or of a token, so many requests a minute. Whoever has neither
// gets nothing, learns nothing, and after too many attempts from one address has to wait.
import type { GraphQLError } from 'graphql';
import ipaddr from 'ipaddr.js';
import { principalOf, wasGood } from '../auth/keys.ts';
import type { Principal } from '../auth/principal.ts';
import { newTokenVerifier, type TokenVerifier } from '../auth/tokens.ts';
import type { ApiConfig } from '../config.ts';
import type { PrismaClient } from '../db/prisma.ts';
import { StrataError } from '../errors.ts';
import { refusal } from '../graphql/errors.ts';
import { Rate } from './rate.ts';

export interface Gate {
  /** Who asks; throws UNAUTHENTICATED, RATE_LIMITED or ISSUER_UNAVAILABLE. */
  authenticate(authorization: string | undefined, address: string): Promise<Principal>;
  /** Counts one operation of the principal's; throws RATE_LIMITED where there were too many. */
  count(principal: Principal): void;
}

/** Ids are hexadecimal, so that no token looks like a key. */
const KEY = /^strata_/;

export function newGate(prisma: PrismaClient, api: ApiConfig): Gate {
  const verify: TokenVerifier = api.jwt ? newTokenVerifier(api.jwt) : async () => null;
  const requests = new Rate(api.requestsPerMinute);
  const failures = new Rate(api.failuresPerMinute);

  const holderOf = async (credential: string, address: string): Promise<Principal | null> => {
    if (!KEY.test(credential)) return verify(credential);
    // Who guesses keys costs the database nothing, and keeps nobody out who is known.
    if (failures.wait(networkOf(address)) > 0 && !wasGood(prisma, credential)) return null;
    return principalOf(prisma, credential, api.keyCacheMs);
  };
  return {
    async authenticate(authorization, address) {
      const [, credential] = /^Bearer +(\S+)$/i.exec(authorization ?? '') ?? [];
      const principal = credential === undefined ? null : await holderOf(credential, address).catch(refuse);
      if (principal) return principal;
      const wait = failures.count(networkOf(address));
      if (wait > 0) throw tooMany(`attempts without a good key from ${address}`, api.failuresPerMinute, wait);
      throw unauthenticated(credential !== undefined, api.jwt !== null);
    },
    count({ kind, id }) {
      const wait = requests.count(`${kind} ${id}`);
      if (wait > 0) throw tooMany(`requests of this ${kind}`, api.requestsPerMinute, wait);
    },
  };
}

/** Whoever has one address of IPv6 has the 64 bits behind it as well. */
function networkOf(address: string): string {
  if (!ipaddr.IPv6.isValid(address)) return address;
  const parsed = ipaddr.IPv6.parse(address);
  return parsed.isIPv4MappedAddress() ? address : parsed.parts.slice(0, 4).join(':');
}

function refuse(error: unknown): never {
  throw error instanceof StrataError && error.code === 'ISSUER_UNAVAILABLE'
    ? refusal('ISSUER_UNAVAILABLE', error.message)
    : error;
}

function unauthenticated(given: boolean, tokens: boolean): GraphQLError {
  const message = given
    ? `The API key${tokens ? ' or token' : ''} is unknown, expired or revoked.`
    : `Send an API key${tokens ? ' or a token' : ''} as "Authorization: Bearer KEY".`;
  return refusal('UNAUTHENTICATED', message, { 'www-authenticate': 'Bearer' });
}

function tooMany(what: string, most: number | null, seconds: number): GraphQLError {
  const message = `More than ${most} ${what} in a minute. Ask again in ${seconds} seconds.`;
  return refusal('RATE_LIMITED', message, { 'retry-after': String(seconds) });
}
