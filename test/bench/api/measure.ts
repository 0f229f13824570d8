// What a server serves under load: requests a second, latencies, and the statements that a request takes.
import type { Database } from '../../../src/db/database.ts';
import { median, printValues } from '../figures.ts';
import type { Workspace } from '../workspace.ts';
import { type Measured, runLoad } from './load.ts';
import { statementsSince } from './statements.ts';

export interface Server {
  readonly url: string;
  readonly key?: string;
}

export interface Bench {
  readonly workspace: Workspace;
  readonly database: Database;
  /** Strata that keeps no answers. */
  readonly strata: Server;
  readonly strataWithCache: Server;
  readonly connections: number;
  readonly seconds: number;
  readonly rounds: number;
}

export interface Served extends Measured {
  /** Of one request. */
  readonly statements: number;
}

/** One round of load. */
export async function serve(bench: Bench, { url, key }: Server, body: object): Promise<Served> {
  const { workspace, database, connections, seconds } = bench;
  await statementsSince(database);
  const measured = await runLoad(workspace, { url, ...(key && { key }), body, connections, seconds });
  return { ...measured, statements: (await statementsSince(database)) / measured.asked };
}

export function printServed(name: string, served: readonly Served[]): void {
  const valuesOf = (what: keyof Served): number[] => served.map((one) => one[what]);
  printValues(name, valuesOf('perSecond'), '/s');
  printValues('    half of them within', valuesOf('p50Ms'), 'ms');
  printValues('    99 of 100 within', valuesOf('p99Ms'), 'ms');
  printValues('    statements a request', [median(valuesOf('statements'))], '');
}

/** The median of the quotients, round by round: whoever else uses the machine disturbs both. */
export function ratio(ones: readonly Served[], others: readonly Served[], what: keyof Served): number {
  return median(ones.map((one, round) => one[what] / (others[round] as Served)[what]));
}

/** The data of an answer; throws where there are errors. */
export async function askOnce<Data>({ url, key }: Server, body: object): Promise<Data> {
  const response = await fetch(url, {
    method: 'POST',
    headers: { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) },
    body: JSON.stringify(body),
  });
  const { data, errors } = (await response.json()) as { data: Data; errors?: unknown };
  if (errors) throw new Error(`${url}: ${JSON.stringify(errors)}`);
  return data;
}
