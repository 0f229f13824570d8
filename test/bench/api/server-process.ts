// A server in a Node of its own, which prints one line of JSON when it is there and is ended with the benchmark.
import { type ChildProcess, spawn } from 'node:child_process';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { ENVIRONMENT, NODE_OPTIONS } from '../command-line.ts';
import type { Workspace } from '../workspace.ts';

export interface ServerProcess<Ready> {
  readonly ready: Ready;
  stop(): Promise<void>;
}

export async function startServerProcess<Ready>(
  workspace: Workspace,
  script: string,
  parameters: readonly string[],
): Promise<ServerProcess<Ready>> {
  const child = spawn(process.execPath, [...NODE_OPTIONS, script, ...parameters], {
    env: { ...ENVIRONMENT, NODE_ENV: 'production', GRAPHILE_ENV: 'production' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  const stop = (): Promise<void> => end(child);
  workspace.atEnd(stop);
  const lines = createInterface({ input: child.stdout });
  const exited = once(child, 'exit').then(() => Promise.reject(new Error(`${script} ended`)));
  const [line] = (await Promise.race([once(lines, 'line'), exited])) as [string];
  exited.catch(() => {});
  return { ready: JSON.parse(line), stop };
}

async function end(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return;
  const exited = once(child, 'exit');
  child.kill('SIGKILL');
  await exited;
}
