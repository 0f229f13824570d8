// JSON Web Tokens of an identity provider: signed by one of its keys, for this audience, not expired. What a token's own
// header says of its algorithm is never believed: the kind of key decides which ones are taken.
import { createLocalJWKSet, createRemoteJWKSet, errors, type JWTPayload, jwtVerify } from 'jose';
import type { JwtConfig } from '../config.ts';
import { StrataError } from '../errors.ts';
import { type Principal, ROLES, type Role } from './principal.ts';

/** Whose the token is; null for one that is not to be believed. Throws ISSUER_UNAVAILABLE where the keys can't be fetched. */
export type TokenVerifier = (token: string) => Promise<Principal | null>;

const CLOCK_TOLERANCE_S = 30;
const LONGEST_SUBJECT = 200;
const OF_PUBLIC_KEYS = [
  ...['RS256', 'RS384', 'RS512', 'PS256', 'PS384', 'PS512'],
  ...['ES256', 'ES384', 'ES512', 'EdDSA', 'Ed25519'],
];
/** A secret has to be as long as the hash. */
const OF_SECRETS = { HS256: 32, HS384: 48, HS512: 64 };

export function newTokenVerifier({ keys, issuer, audience, roleClaim }: JwtConfig): TokenVerifier {
  const { algorithms, keyOf } = checkingWith(keys);
  const options = {
    algorithms,
    issuer,
    audience,
    clockTolerance: CLOCK_TOLERANCE_S,
    requiredClaims: ['exp', 'sub'],
  };
  return async (token) => {
    try {
      const { payload } = await jwtVerify(token, keyOf, options);
      return principalIn(payload, roleClaim);
    } catch (error) {
      if (isTokensFault(error)) return null;
      throw new StrataError(
        'ISSUER_UNAVAILABLE',
        "Tokens can't be checked just now: their keys are not to be had.",
        {
          cause: error,
        },
      );
    }
  };
}

function checkingWith(keys: JwtConfig['keys']) {
  if ('secret' in keys) {
    const secret = new TextEncoder().encode(keys.secret);
    const algorithms = Object.entries(OF_SECRETS)
      .filter(([, bytes]) => secret.length >= bytes)
      .map(([algorithm]) => algorithm);
    return { algorithms, keyOf: () => secret };
  }
  const keyOf =
    'url' in keys ? createRemoteJWKSet(new URL(keys.url)) : createLocalJWKSet({ keys: keys.set.keys });
  return { algorithms: OF_PUBLIC_KEYS, keyOf };
}

/** Anything but the fetching of keys. */
function isTokensFault(error: unknown): boolean {
  return (
    error instanceof errors.JOSEError &&
    error.code !== errors.JOSEError.code &&
    !(error instanceof errors.JWKSTimeout) &&
    !(error instanceof errors.JWKSInvalid)
  );
}

function principalIn(payload: JWTPayload, roleClaim: string): Principal | null {
  const { sub } = payload;
  const role = roleIn(claimOf(payload, roleClaim));
  if (!role || !sub || sub.length > LONGEST_SUBJECT || sub.includes('\0')) return null;
  return { kind: 'token', id: sub, role };
}

/** By its whole name, else as a path: `realm_access.roles`. */
function claimOf(payload: JWTPayload, name: string): unknown {
  if (Object.hasOwn(payload, name)) return payload[name];
  return name
    .split('.')
    .reduce<unknown>(
      (value, part) =>
        typeof value === 'object' && value !== null
          ? Object.entries(value).find(([key]) => key === part)?.[1]
          : undefined,
      payload,
    );
}

/** Of several, the one that may most; nothing else than a role of ours gives any. */
function roleIn(claim: unknown): Role | undefined {
  const given: unknown[] = Array.isArray(claim) ? claim : [claim];
  return ROLES.findLast((role) => given.includes(role));
}
