// Load on one address: so many connections, kept alive, each asking again as soon as it has its answer. Called as a
// script with the load as JSON, so that it has a process of its own; prints what it saw.
import { Client } from 'undici';
import type { Workspace } from '../workspace.ts';

export interface Load {
  readonly url: string;
  readonly key?: string;
  /** What is asked, again and again. */
  readonly body: object;
  readonly connections: number;
  readonly seconds: number;
}

export interface Measured {
  /** All, with those of the warm-up, which are not measured. */
  readonly asked: number;
  readonly requests: number;
  readonly perSecond: number;
  readonly p50Ms: number;
  readonly p99Ms: number;
}

/** Before anything is measured: plans are made, and caches filled. */
const WARM_UP_MS = 1_000;

export function runLoad(workspace: Workspace, load: Load): Promise<Measured> {
  return workspace.runScript<Measured>(import.meta.filename, JSON.stringify(load));
}

/** Asks once; what the answer says is looked at, so that nothing is counted that failed. */
function newAsk({ url, key, body }: Load): (client: Client) => Promise<void> {
  const { pathname } = new URL(url);
  const text = JSON.stringify(body);
  const headers = { 'content-type': 'application/json', ...(key && { authorization: `Bearer ${key}` }) };
  return (client) =>
    new Promise((resolve, reject) => {
      let status = 0;
      const parts: Buffer[] = [];
      client.dispatch(
        { path: pathname, method: 'POST', headers, body: text },
        {
          onRequestStart: () => {},
          onResponseStart: (_controller, statusCode) => {
            status = statusCode;
          },
          onResponseData: (_controller, part) => {
            parts.push(part);
          },
          onResponseEnd: () => {
            const answer = Buffer.concat(parts);
            if (status === 200 && !answer.includes('"errors"')) resolve();
            else reject(new Error(`${url} answered ${status}: ${answer.toString().slice(0, 300)}`));
          },
          onResponseError: (_controller, error) => reject(error),
        },
      );
    });
}

async function measure(load: Load): Promise<Measured> {
  const { url, connections, seconds } = load;
  const ask = newAsk(load);
  const clients = Array.from({ length: connections }, () => new Client(new URL(url).origin));
  const work = async (client: Client, latenciesMs: number[], end: number): Promise<void> => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      await ask(client);
      latenciesMs.push(performance.now() - now);
    }
  };
  const workTogether = async (latenciesMs: number[], ms: number): Promise<void> => {
    const end = performance.now() + ms;
    await Promise.all(clients.map((client) => work(client, latenciesMs, end)));
  };
  const warmUpMs: number[] = [];
  await workTogether(warmUpMs, WARM_UP_MS);
  const latenciesMs: number[] = [];
  const started = performance.now();
  await workTogether(latenciesMs, seconds * 1000);
  const tookSeconds = (performance.now() - started) / 1000;
  await Promise.all(clients.map((client) => client.close()));
  const sorted = latenciesMs.toSorted((one, other) => one - other);
  const at = (share: number): number => sorted[Math.floor((sorted.length - 1) * share)] as number;
  const asked = warmUpMs.length + sorted.length;
  return {
    asked,
    requests: sorted.length,
    perSecond: sorted.length / tookSeconds,
    p50Ms: at(0.5),
    p99Ms: at(0.99),
  };
}

if (import.meta.main) console.log(JSON.stringify(await measure(JSON.parse(process.argv[2] ?? ''))));
