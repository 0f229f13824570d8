// What the environment may say of tokens and limits: contradictions stop the command, in words.
import { describe, expect, it } from 'vitest';
import { readConfig } from '../src/config.ts';

const SECRET = 'x'.repeat(32);
const of = { STRATA_JWT_ISSUER: 'https://issuer.example', STRATA_JWT_AUDIENCE: 'strata' };
const JWKS = '{"keys": [{"kty": "RSA", "n": "x", "e": "AQAB"}]}';

describe('the configuration of tokens', () => {
  it('is none without a secret or keys, and has issuer and audience with them', () => {
    expect(readConfig({}).api.jwt).toBeNull();
    expect(readConfig({ ...of, STRATA_JWT_SECRET: SECRET }).api.jwt).toEqual({
      keys: { secret: SECRET },
      issuer: 'https://issuer.example',
      audience: 'strata',
      roleClaim: 'role',
    });
    for (const url of ['https://issuer.example/jwks', 'http://localhost:8080/jwks'])
      expect(readConfig({ ...of, STRATA_JWT_JWKS: url }).api.jwt?.keys).toEqual({ url });
    expect(readConfig({ ...of, STRATA_JWT_JWKS: JWKS }).api.jwt?.keys).toEqual({ set: JSON.parse(JWKS) });
  });

  it('is refused, by name, where it contradicts itself or can not be used', () => {
    const refusals: [Record<string, string>, RegExp][] = [
      [
        { ...of, STRATA_JWT_SECRET: SECRET, STRATA_JWT_JWKS: JWKS },
        /SECRET and .*JWKS: expected one of them/,
      ],
      [of, /ISSUER, .*AUDIENCE: they need STRATA_JWT_SECRET or STRATA_JWT_JWKS/],
      [{ STRATA_JWT_SECRET: SECRET, STRATA_JWT_ISSUER: 'x' }, /both are needed/],
      [{ STRATA_JWT_SECRET: SECRET, STRATA_JWT_AUDIENCE: 'x' }, /both are needed/],
      [{ ...of, STRATA_JWT_SECRET: SECRET.slice(1) }, /SECRET: expected at least 32 characters/],
      [{ ...of, STRATA_JWT_JWKS: 'http://issuer.example/jwks' }, /JWKS: expected an https/],
      [{ ...of, STRATA_JWT_JWKS: '/no/such/file' }, /JWKS: .*no such file/],
      [{ ...of, STRATA_JWT_JWKS: '{"keys": []}' }, /JWKS: /],
      [{ ...of, STRATA_JWT_JWKS: '{"keys": [{"kty": "oct", "k": "c2VjcmV0"}]}' }, /JWKS: .*kty/s],
      [{ STRATA_INTROSPECTION: 'yes' }, /INTROSPECTION: expected "on" or "off"/],
      [{ STRATA_TRUSTED_PROXIES: '10.0.0.1,balancer' }, /PROXIES: expected addresses or networks/],
      [{ STRATA_REQUESTS_PER_MINUTE: '-1' }, /REQUESTS_PER_MINUTE/],
    ];
    for (const [environment, message] of refusals) expect(() => readConfig(environment)).toThrow(message);
  });
});

describe('introspection and explorer', () => {
  it('are on outside production, off in it, and as they are told', () => {
    const seen = (environment: Record<string, string>) => {
      const { introspection, explorer } = readConfig(environment).api;
      return [introspection, explorer];
    };
    expect(seen({})).toEqual([true, true]);
    expect(seen({ NODE_ENV: 'production' })).toEqual([false, false]);
    expect(seen({ NODE_ENV: 'production', STRATA_INTROSPECTION: 'on' })).toEqual([true, false]);
    expect(seen({ STRATA_EXPLORER: 'off' })).toEqual([true, false]);
  });
});
