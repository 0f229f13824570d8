// Which tokens are believed: of this issuer, for this audience, not expired, signed by a key of the right kind.
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { exportJWK, exportSPKI, generateKeyPair, SignJWT, UnsecuredJWT } from 'jose';
import { describe, expect, it } from 'vitest';
import { newTokenVerifier } from '../../src/auth/tokens.ts';
import type { JwkSet, JwtConfig } from '../../src/config.ts';

const SECRET = 'a secret of exactly 32 letters..';
const issuer = 'https://issuer.example';
const audience = 'strata';
const shared: JwtConfig = { keys: { secret: SECRET }, issuer, audience, roleClaim: 'role' };
const rsa = await generateKeyPair('RS256', { extractable: true });
const ec = await generateKeyPair('ES256', { extractable: true });
const set = {
  keys: [
    { ...(await exportJWK(rsa.publicKey)), kid: 'rsa', alg: 'RS256' },
    { ...(await exportJWK(ec.publicKey)), kid: 'ec' },
  ],
} as JwkSet;

const now = (): number => Math.floor(Date.now() / 1000);
const good = (): Record<string, unknown> => ({
  iss: issuer,
  aud: audience,
  sub: 'ann',
  exp: now() + 600,
  role: 'marketer',
});
const bytes = (text: string): Uint8Array => new TextEncoder().encode(text);

function signed(claims: Record<string, unknown>, alg = 'HS256', secret = SECRET): Promise<string> {
  return new SignJWT(claims).setProtectedHeader({ alg }).sign(bytes(secret));
}

function without(claim: string): Record<string, unknown> {
  return Object.fromEntries(Object.entries(good()).filter(([name]) => name !== claim));
}

/** A header and claims as somebody makes them up, with that signature. */
function madeUp(header: object, signature = ''): string {
  const part = (value: object): string => Buffer.from(JSON.stringify(value)).toString('base64url');
  return `${part(header)}.${part(good())}.${signature}`;
}

describe('a token signed with the shared secret', () => {
  const verify = newTokenVerifier(shared);

  it('is its subject, in the role that it names', async () => {
    expect(await verify(await signed(good()))).toEqual({ kind: 'token', id: 'ann', role: 'marketer' });
    expect(await verify(await signed({ ...good(), aud: ['other', audience] }))).not.toBeNull();
  });

  it('is good until half a minute after it expires, and from half a minute before it begins', async () => {
    const expired = async (seconds: number) => verify(await signed({ ...good(), exp: now() - seconds }));
    expect(await expired(20)).not.toBeNull();
    expect(await expired(31)).toBeNull();
    const early = async (seconds: number) => verify(await signed({ ...good(), nbf: now() + seconds }));
    expect(await early(20)).not.toBeNull();
    expect(await early(40)).toBeNull();
  });

  it('is nobody without expiry, subject, issuer, audience or role, or with those of another', async () => {
    for (const claim of ['exp', 'sub', 'iss', 'aud', 'role'])
      expect(await verify(await signed(without(claim))), claim).toBeNull();
    const foreign = [
      { iss: 'https://other.example' },
      { aud: 'other' },
      { aud: [] },
      { role: 'owner' },
      { role: 'ADMIN' },
      { role: { admin: true } },
      { sub: '' },
      { sub: 'a\0b' },
      { sub: 'x'.repeat(201) },
      { exp: 'tomorrow' },
    ];
    for (const claims of foreign)
      expect(await verify(await signed({ ...good(), ...claims })), JSON.stringify(claims)).toBeNull();
  });

  it('is nobody where it is altered, signed with another secret, or not signed at all', async () => {
    const token = await signed(good());
    const [header, , signature] = token.split('.');
    const claims = Buffer.from(JSON.stringify({ ...good(), role: 'admin' })).toString('base64url');
    const tokens = [
      `${header}.${claims}.${signature}`,
      token.slice(0, -2),
      await signed(good(), 'HS256', `${SECRET.slice(0, -1)}!`),
      new UnsecuredJWT(good()).encode(),
      madeUp({ alg: 'none' }),
      madeUp({ alg: 'None' }, 'x'),
      madeUp({ alg: 'HS256' }),
      madeUp({ alg: 'HS256', crit: ['exp'] }, signature),
      madeUp({}),
      '',
      'x',
      'a.b.c',
      '..',
      `${token}.x`,
    ];
    for (const one of tokens) expect(await verify(one), one).toBeNull();
  });

  it('takes a hash no longer than the secret', async () => {
    expect(await verify(await signed(good(), 'HS384'))).toBeNull();
    const long = `${SECRET}${SECRET}`;
    const longer = newTokenVerifier({ ...shared, keys: { secret: long } });
    for (const alg of ['HS256', 'HS384', 'HS512'])
      expect(await longer(await signed(good(), alg, long)), alg).not.toBeNull();
  });
});

describe('a token signed with a key of the set', () => {
  const verify = newTokenVerifier({ ...shared, keys: { set } });
  const signedBy = (key: Parameters<SignJWT['sign']>[0], header: { alg: string; kid?: string }) =>
    new SignJWT(good()).setProtectedHeader(header).sign(key);

  it('is believed by the algorithms of its kind of key', async () => {
    expect(await verify(await signedBy(rsa.privateKey, { alg: 'RS256', kid: 'rsa' }))).not.toBeNull();
    expect(await verify(await signedBy(ec.privateKey, { alg: 'ES256', kid: 'ec' }))).not.toBeNull();
    const stranger = await generateKeyPair('RS256');
    expect(await verify(await signedBy(stranger.privateKey, { alg: 'RS256', kid: 'rsa' }))).toBeNull();
    expect(await verify(await signedBy(stranger.privateKey, { alg: 'RS256', kid: 'new' }))).toBeNull();
  });

  it('is nobody where the public key was used as a secret, or a key comes with the token', async () => {
    const spki = await exportSPKI(rsa.publicKey);
    for (const secret of [spki, spki.trim(), JSON.stringify(set.keys[0]), String(set.keys[0]?.n)]) {
      for (const alg of ['HS256', 'HS512']) {
        const header = { alg, kid: 'rsa' };
        const token = await new SignJWT(good()).setProtectedHeader(header).sign(bytes(secret));
        expect(await verify(token)).toBeNull();
      }
    }
    const stranger = await generateKeyPair('RS256', { extractable: true });
    const jwk = await exportJWK(stranger.publicKey);
    const carrying = await new SignJWT(good())
      .setProtectedHeader({ alg: 'RS256', jwk })
      .sign(stranger.privateKey);
    expect(await verify(carrying)).toBeNull();
    expect(await verify(madeUp({ alg: 'none', kid: 'rsa' }))).toBeNull();
  });

  it('is checked with a set that is fetched once, and can not be checked where none is to be had', async () => {
    let fetched = 0;
    const server = createServer((_request, response) => {
      fetched++;
      response.setHeader('content-type', 'application/json').end(JSON.stringify(set));
    });
    await new Promise<void>((listening) => server.listen(0, '127.0.0.1', listening));
    const url = `http://127.0.0.1:${(server.address() as AddressInfo).port}/jwks`;
    const remote = newTokenVerifier({ ...shared, keys: { url } });
    const token = await signedBy(rsa.privateKey, { alg: 'RS256', kid: 'rsa' });
    for (let time = 0; time < 3; time++) expect(await remote(token)).not.toBeNull();
    expect(fetched).toBe(1);
    await new Promise((closed) => server.close(closed));
    const unreachable = newTokenVerifier({ ...shared, keys: { url } });
    await expect(unreachable(token)).rejects.toMatchObject({ code: 'ISSUER_UNAVAILABLE' });
    expect(await unreachable(madeUp({ alg: 'none' }))).toBeNull();
  });
});

describe('the role of a token', () => {
  const roleOf = async (roleClaim: string, claims: object) =>
    (await newTokenVerifier({ ...shared, roleClaim })(await signed({ ...without('role'), ...claims })))?.role;

  it('is read from the claim of that name, or by a path', async () => {
    expect(await roleOf('strata', { strata: 'viewer' })).toBe('viewer');
    expect(await roleOf('https://x.example/role', { 'https://x.example/role': 'admin' })).toBe('admin');
    expect(await roleOf('realm.roles', { realm: { roles: ['offline', 'marketer'] } })).toBe('marketer');
    expect(await roleOf('realm.roles', { realm: 'admin' })).toBeUndefined();
    expect(await roleOf('__proto__.role', {})).toBeUndefined();
  });

  it('is of several the one that may most', async () => {
    expect(await roleOf('roles', { roles: ['viewer', 'admin', 'marketer'] })).toBe('admin');
    expect(await roleOf('roles', { roles: [] })).toBeUndefined();
  });
});
