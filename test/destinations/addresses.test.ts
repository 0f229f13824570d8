// No spelling of a private address gets through, and no public one is refused.
import fc from 'fast-check';
import { describe, expect, it } from 'vitest';
import { refusalOf } from '../../src/destinations/outbound/addresses.ts';
import { readTarget } from '../../src/destinations/outbound/target.ts';

const RUNS = Number(process.env.STRATA_PROPERTY_RUNS ?? 200);

const refusal = (address: string, allowed: string[] = []) =>
  refusalOf({ address, port: 443, secure: true }, allowed);

describe('an address', () => {
  it.each([
    ['127.0.0.1', 'loopback'],
    ['10.0.0.1', 'private'],
    ['172.16.0.1', 'private'],
    ['172.31.255.255', 'private'],
    ['192.168.1.1', 'private'],
    ['169.254.169.254', 'link local'],
    ['100.64.0.1', 'carrier grade nat'],
    ['0.0.0.0', 'unspecified'],
    ['0.1.2.3', 'unspecified'],
    ['224.0.0.1', 'multicast'],
    ['255.255.255.255', 'broadcast'],
    ['192.0.2.1', 'reserved'],
    ['198.18.0.1', 'reserved'],
    ['240.0.0.1', 'reserved'],
    ['::', 'unspecified'],
    ['::1', 'loopback'],
    ['fe80::1', 'link local'],
    ['fe80::1%eth0', 'link local'],
    ['fc00::1', 'unique local'],
    ['fdff::1', 'unique local'],
    ['fec0::1', 'deprecated site local'],
    ['ff02::1', 'multicast'],
    ['2001:db8::1', 'reserved'],
    ['::ffff:127.0.0.1', 'loopback'],
    ['::ffff:a9fe:a9fe', 'link local'],
    ['::127.0.0.1', 'loopback'],
    ['0:0:0:0:0:ffff:7f00:0001', 'loopback'],
    ['::ffff:0:127.0.0.1', 'rfc6145'],
    ['64:ff9b::7f00:1', 'rfc6052'],
    ['64:ff9b:1::a00:1', 'rfc6052'],
    ['2002:7f00:1::', '6to4'],
    ['2001::1', 'teredo'],
  ])('%s is refused as %s', (address, range) => {
    expect(refusal(address)).toBe(`${address} is not a public address (${range})`);
  });

  it.each(['8.8.8.8', '172.15.255.255', '172.32.0.0', '100.63.255.255', '100.128.0.0', '126.255.255.255'])(
    '%s is public',
    (address) => {
      expect(refusal(address)).toBeNull();
      expect(refusal(`::ffff:${address}`)).toBeNull();
    },
  );

  it('that is none is refused', () => {
    for (const address of ['', 'localhost', '1.2.3.4.5', '::g'])
      expect(refusal(address)).toMatch(/is no address/);
  });

  it('of an allowed network is fine, its neighbour is not', () => {
    const allowed = ['10.20.0.0/16', 'fd00:1::/64'];
    expect(refusal('10.20.255.255', allowed)).toBeNull();
    expect(refusal('::ffff:10.20.0.1', allowed)).toBeNull();
    expect(refusal('fd00:1::ffff', allowed)).toBeNull();
    expect(refusal('10.21.0.0', allowed)).toMatch(/private/);
    expect(refusal('fd00:1:0:1::', allowed)).toMatch(/unique local/);
  });

  it('that is public is spoken to over TLS, on two ports', () => {
    const at = (port: number, secure: boolean) =>
      refusalOf({ address: '8.8.8.8', port, secure }, ['10.0.0.0/8']);
    expect([at(443, true), at(8443, true)]).toEqual([null, null]);
    expect(at(22, true)).toBe('port 22 is not among 443, 8443');
    expect(at(443, false)).toBe('plain http goes to allowed networks only; use https');
    expect(refusalOf({ address: '10.1.1.1', port: 9000, secure: false }, ['10.0.0.0/8'])).toBeNull();
  });
});

describe('the URL of a target', () => {
  const read = (text: string, allowed: string[] = []) => readTarget(text, 'url', allowed);

  it('is taken as it is where its host is a name or a public address', () => {
    for (const url of [
      'https://hooks.example.com/a?b=c',
      'https://8.8.8.8/',
      'https://[2606:4700::1111]:8443/x',
    ])
      expect(read(url).href).toBe(url);
  });

  it.each([
    'http://hooks.example.com/',
    'ftp://hooks.example.com/',
    'file:///etc/passwd',
    'javascript:alert(1)',
    'hooks.example.com',
    '',
    'https://',
    'https://user@hooks.example.com/',
    'https://user:pass@hooks.example.com/',
    'https://hooks.example.com/#secret',
    `https://hooks.example.com/${'a'.repeat(2000)}`,
    'https://hooks.example.com:99999/',
    'https://8.8.8.8:22/',
  ])('%s is refused', (url) => {
    expect(() => read(url)).toThrow(/^url: .*Expected a URL such as https/);
  });

  it('is refused in every spelling of a private IPv4 address', () => {
    const part = fc.nat(255);
    const privately = fc.oneof(
      fc.tuple(fc.constant(127), part, part, part),
      fc.tuple(fc.constant(10), part, part, part),
      fc.tuple(fc.constant(192), fc.constant(168), part, part),
      fc.tuple(fc.constant(169), fc.constant(254), part, part),
      fc.tuple(fc.constant(100), fc.integer({ min: 64, max: 127 }), part, part),
    );
    fc.assert(
      fc.property(privately, fc.nat(9), ([a, b, c, d], spelling) => {
        const number = ((a * 256 + b) * 256 + c) * 256 + d;
        const hex = number.toString(16).padStart(8, '0');
        const words = `${hex.slice(0, 4)}:${hex.slice(4)}`;
        const host = [
          `${a}.${b}.${c}.${d}`,
          String(number),
          `0x${hex}`,
          `0${number.toString(8)}`,
          `0x${a.toString(16)}.${b}.${c * 256 + d}`,
          `0${a.toString(8)}.0${b.toString(8)}.0${c.toString(8)}.0${d.toString(8)}`,
          `[::ffff:${a}.${b}.${c}.${d}]`,
          `[::ffff:${words}]`,
          `[64:ff9b::${words}]`,
          `[2002:${words}::1]`,
        ][spelling];
        expect(() => read(`https://${host}/`)).toThrow(/is not a public address/);
      }),
      { numRuns: RUNS },
    );
  });

  it('may be plain http where networks are allowed, for a name may lead there', () => {
    expect(read('http://127.0.0.1:8080/', ['127.0.0.0/8']).href).toBe('http://127.0.0.1:8080/');
    expect(read('http://hooks.internal/', ['127.0.0.0/8']).href).toBe('http://hooks.internal/');
    expect(() => read('http://8.8.8.8/', ['127.0.0.0/8'])).toThrow(/plain http/);
  });
});
