// Reads the URL of a target. What can be told from the text alone is refused here, when it is given; whereto its name
// leads is looked at for each connection.
import { isIP } from 'node:net';
import { BadInputError } from '../../errors.ts';
import { type Networks, refusalOf } from './addresses.ts';

const LONGEST_URL = 2_000;

/** The URL as it will be used; throws a BadInputError that names `field`. */
export function readTarget(text: string, field: string, allowed: Networks): URL {
  const refuse = (reason: string): never => {
    throw new BadInputError(`${field}: ${reason}. Expected a URL such as https://hooks.example.com/strata.`);
  };
  if (text.length > LONGEST_URL) return refuse(`is longer than ${LONGEST_URL} characters`);
  const url = URL.parse(text);
  if (!url) return refuse(`${JSON.stringify(text)} is no URL`);
  if (url.protocol !== 'https:' && url.protocol !== 'http:')
    return refuse(`expected https, got ${url.protocol.slice(0, -1)}`);
  if (url.username || url.password) return refuse('a user name or password in it would end up in logs');
  if (url.hash) return refuse('what follows # never reaches a server');
  const secure = url.protocol === 'https:';
  const host = hostOf(url);
  if (isIP(host) === 0) {
    // Only an allowed network may be spoken to in plain http, and where a name leads is not known yet.
    if (!secure && allowed.length === 0) return refuse('expected https, got http');
    return url;
  }
  const refusal = refusalOf({ address: host, port: portOf(url), secure }, allowed);
  return refusal === null ? url : refuse(refusal);
}

/** The host without the brackets of an IPv6 address. */
export function hostOf({ hostname }: URL): string {
  return hostname.replace(/^\[(.*)\]$/, '$1');
}

function portOf({ port, protocol }: URL): number {
  if (port !== '') return Number(port);
  return protocol === 'https:' ? 443 : 80;
}
