// Load on one address: so many connections, kept alive, each asking again as soon as it has its answer. Called as a
// script with the load as JSON, so that it has a process of its own; prints what it saw.
import { Agent, request } from 'node:http';
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

async function measure({ url, key, body, connections, seconds }: Load): Promise<Measured> {
  const agent = new Agent({ keepAlive: true, maxSockets: connections });
  const text = JSON.stringify(body);
  const headers = {
    'content-type': 'application/json',
    'content-length': Buffer.byteLength(text),
    ...(key && { authorization: `Bearer ${key}` }),
  };
  const ask = (): Promise<void> =>
    new Promise((resolve, reject) => {
      const asked = request(url, { agent, method: 'POST', headers }, (response) => {
        let answer = '';
        response.setEncoding('utf8').on('data', (part: string) => {
          answer += part;
        });
        response.on('error', reject).on('end', () => {
          if (response.statusCode === 200 && !answer.includes('"errors"')) resolve();
          else reject(new Error(`${url} answered ${response.statusCode}: ${answer.slice(0, 300)}`));
        });
      });
      asked.on('error', reject).end(text);
    });
  const work = async (latenciesMs: number[], end: number): Promise<void> => {
    for (let now = performance.now(); now < end; now = performance.now()) {
      await ask();
      latenciesMs.push(performance.now() - now);
    }
  };
  const workTogether = async (latenciesMs: number[], ms: number): Promise<void> => {
    const end = performance.now() + ms;
    await Promise.all(Array.from({ length: connections }, () => work(latenciesMs, end)));
  };
  const warmUpMs: number[] = [];
  await workTogether(warmUpMs, WARM_UP_MS);
  const latenciesMs: number[] = [];
  const started = performance.now();
  await workTogether(latenciesMs, seconds * 1000);
  const tookSeconds = (performance.now() - started) / 1000;
  agent.destroy();
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
