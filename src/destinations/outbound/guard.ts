// Agents that connect to checked addresses only. The name is resolved once, every address that it has is checked, and
// the socket connects to one of those: there is no second look-up that could answer otherwise. Certificates are
// verified against the name.
import { lookup as systemLookup } from 'node:dns/promises';
import http from 'node:http';
import https from 'node:https';
import { isIP, type LookupFunction } from 'node:net';
import type { Duplex } from 'node:stream';
import { StrataError } from '../../errors.ts';
import { type Networks, refusalOf } from './addresses.ts';

export interface ResolvedAddress {
  readonly address: string;
  readonly family: number;
}

export interface Guard {
  /** Networks that may be connected to although they are private. */
  readonly allowed: Networks;
  /** All addresses of a name; the system's resolver where none is given. */
  readonly resolve?: (hostname: string) => Promise<readonly ResolvedAddress[]>;
  /** A certificate authority to trust beside the usual ones, as PEM. */
  readonly ca?: string;
}

/** The target is none that Strata connects to. */
export class RefusedTargetError extends StrataError {
  constructor(host: string, reason: string) {
    super('TARGET_REFUSED', `${host} is not connected to: ${reason}.`);
  }
}

type Created = (error: Error | null, stream: Duplex) => void;

interface ConnectionOptions {
  readonly host?: string | null | undefined;
  readonly port?: number | string | null | undefined;
}

export interface GuardedAgents {
  readonly http: http.Agent;
  readonly https: https.Agent;
  close(): void;
}

/** Agents for node:http and node:https; close them when done. */
export function guardedAgents(guard: Guard): GuardedAgents {
  const agents = { http: new GuardedHttpAgent(guard), https: new GuardedHttpsAgent(guard) };
  return {
    ...agents,
    close() {
      agents.http.destroy();
      agents.https.destroy();
    },
  };
}

class GuardedHttpAgent extends http.Agent {
  readonly #guard: Guard;
  constructor(guard: Guard) {
    super();
    this.#guard = guard;
  }
  override createConnection(
    options: http.ClientRequestArgs,
    created?: Created,
  ): ReturnType<http.Agent['createConnection']> {
    const refused = refuseLiteral(this.#guard, options, false);
    if (refused) return refuse(refused, created);
    return super.createConnection(
      { ...options, lookup: guardedLookup(this.#guard, options, false) },
      created,
    );
  }
}

class GuardedHttpsAgent extends https.Agent {
  readonly #guard: Guard;
  constructor(guard: Guard) {
    super(guard.ca === undefined ? {} : { ca: guard.ca });
    this.#guard = guard;
  }
  override createConnection(
    options: https.RequestOptions,
    created?: Created,
  ): ReturnType<https.Agent['createConnection']> {
    const refused = refuseLiteral(this.#guard, options, true);
    if (refused) return refuse(refused, created);
    return super.createConnection({ ...options, lookup: guardedLookup(this.#guard, options, true) }, created);
  }
}

/** Told to whoever made the request, as any other error of the connection. */
function refuse(error: RefusedTargetError, created: Created | undefined): undefined {
  if (!created) throw error;
  created(error, undefined as unknown as Duplex);
}

/** Sockets look up names only: an address that stands in the URL itself is checked here. */
function refuseLiteral(
  { allowed }: Guard,
  { host, port }: ConnectionOptions,
  secure: boolean,
): RefusedTargetError | null {
  if (!host || isIP(host) === 0) return null;
  const reason = refusalOf({ address: host, port: Number(port), secure }, allowed);
  return reason === null ? null : new RefusedTargetError(host, reason);
}

/** A look-up for one connection: all addresses are checked, and a single one that is refused refuses the name. */
function guardedLookup(guard: Guard, { port }: ConnectionOptions, secure: boolean): LookupFunction {
  const { allowed, resolve = (hostname) => systemLookup(hostname, { all: true }) } = guard;
  return (hostname, options, done) => {
    resolve(hostname)
      .then((addresses) => {
        const [first] = addresses;
        if (!first) throw new RefusedTargetError(hostname, 'it has no address');
        for (const { address } of addresses) {
          const reason = refusalOf({ address, port: Number(port), secure }, allowed);
          if (reason !== null) throw new RefusedTargetError(hostname, reason);
        }
        if (options.all) done(null, [...addresses]);
        else done(null, first.address, first.family);
      })
      .catch((error: NodeJS.ErrnoException) => done(error, ''));
  };
}
