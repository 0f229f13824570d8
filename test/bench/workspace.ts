// Where the benchmark works: a temporary folder, and whatever is started in it. Everything is stopped and removed when
// the work is done, when it fails, and on Ctrl-C.
import { execFile } from 'node:child_process';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { promisify } from 'node:util';
import { ENVIRONMENT, NODE_OPTIONS } from './command-line.ts';

export interface Workspace {
  readonly dir: string;
  /** Has `undo` called at the end, the last one first. */
  atEnd(undo: () => Promise<void>): void;
  /** Runs a script in a Node of its own, and returns the JSON that it prints. */
  runScript<Result>(script: string, ...parameters: readonly string[]): Promise<Result>;
}

const LARGEST_OUTPUT_BYTES = 2 ** 26;
const INTERRUPTED = 130;

export async function withWorkspace(work: (workspace: Workspace) => Promise<void>): Promise<void> {
  const stop = new AbortController();
  const stack = new AsyncDisposableStack();
  const dir = await mkdtemp(join(tmpdir(), 'strata-bench-'));
  stack.defer(() => rm(dir, { recursive: true, force: true, maxRetries: 5 }));
  const workspace: Workspace = {
    dir,
    atEnd: (undo) => stack.defer(undo),
    async runScript(script, ...parameters) {
      const options = { maxBuffer: LARGEST_OUTPUT_BYTES, signal: stop.signal, env: ENVIRONMENT };
      const { stdout } = await promisify(execFile)(
        process.execPath,
        [...NODE_OPTIONS, script, ...parameters],
        options,
      );
      return JSON.parse(stdout);
    },
  };
  const working = work(workspace);
  const ended = await Promise.race([working.then(() => 'done'), signalled()]).finally(async () => {
    stop.abort();
    await stack.disposeAsync();
  });
  if (ended === 'interrupted') process.exit(INTERRUPTED);
}

function signalled(): Promise<'interrupted'> {
  return new Promise((resolve) => {
    for (const name of ['SIGINT', 'SIGTERM', 'SIGHUP']) process.once(name, () => resolve('interrupted'));
  });
}
