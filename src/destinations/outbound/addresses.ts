// Which addresses Strata connects to when somebody names a target: public ones, and those of networks that the operator
// has allowed. Every spelling of an address is read as what it is, an IPv4 address inside an IPv6 one too.
import ipaddr from 'ipaddr.js';

type Address = ReturnType<typeof ipaddr.process>;

/** Networks in CIDR form, such as 10.20.0.0/16. */
export type Networks = readonly string[];

/** Ports on which public addresses are spoken to; any other is more likely somebody's open door. */
const PUBLIC_PORTS: readonly number[] = [443, 8443];

export interface Peer {
  /** A numeric address, as a resolver or a URL gave it. */
  readonly address: string;
  readonly port: number;
  /** Whether the connection is TLS. */
  readonly secure: boolean;
}

/** Why `peer` is not connected to; null if it may be. */
export function refusalOf({ address, port, secure }: Peer, allowed: Networks): string | null {
  const read = readAddress(address);
  if (!read) return `"${address}" is no address`;
  if (allowed.some((network) => isWithin(read, network))) return null;
  if (read.range() !== 'unicast') return `${address} is not a public address (${wordsOf(read.range())})`;
  if (!secure) return 'plain http goes to allowed networks only; use https';
  if (!PUBLIC_PORTS.includes(port)) return `port ${port} is not among ${PUBLIC_PORTS.join(', ')}`;
  return null;
}

/** An IPv4 address that is wrapped into an IPv6 one is itself; null for what is no address. */
function readAddress(text: string): Address | null {
  return ipaddr.isValid(text) ? ipaddr.process(text) : null;
}

function isWithin(address: Address, network: string): boolean {
  const [base, bits] = ipaddr.parseCIDR(network);
  return address.kind() === base.kind() && address.match(base, bits);
}

/** carrierGradeNat → carrier grade nat */
function wordsOf(range: string): string {
  return range.replace(/([a-z])([A-Z])/g, '$1 $2').toLowerCase();
}
