// Runs the command line as users do, in processes of its own, and tells what became of them.
import { type ChildProcess, spawn } from 'node:child_process';
import { resolve } from 'node:path';

const CLI = resolve(import.meta.dirname, '../../src/cli.ts');
const RETRY_MS = 20;
const DEADLINE_MS = 60_000;

export interface Finished {
  readonly code: number | null;
  readonly stdout: string;
  readonly stderr: string;
}

export interface CliOptions {
  /** Current folder; the embedded database is in its `.strata`. */
  readonly cwd: string;
  readonly databaseUrl?: string;
  readonly env?: Readonly<Record<string, string>>;
  /** Options of Node, before the program. */
  readonly nodeOptions?: readonly string[];
}

export interface Running {
  readonly process: ChildProcess;
  readonly finished: Promise<Finished>;
  /** What came on standard output so far. */
  stdout(): string;
  /** What came on standard error so far. */
  stderr(): string;
}

export function startCli(
  args: readonly string[],
  { cwd, databaseUrl = '', env = {}, nodeOptions = [] }: CliOptions,
): Running {
  const child = spawn(process.execPath, [...nodeOptions, CLI, ...args], {
    cwd,
    env: { ...process.env, NODE_ENV: 'test', STRATA_DIR: '', DATABASE_URL: databaseUrl, ...env },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  let [stdout, stderr] = ['', ''];
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    stdout += text;
  });
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    stderr += text;
  });
  const finished = new Promise<Finished>((done, failed) => {
    child.once('error', failed);
    child.once('close', (code) => done({ code, stdout, stderr }));
  });
  return { process: child, finished, stdout: () => stdout, stderr: () => stderr };
}

/** Runs a command to its end. */
export function runCli(args: readonly string[], options: CliOptions): Promise<Finished> {
  return startCli(args, options).finished;
}

/** Resolves when `condition` is true; throws with `what` when it takes far too long. */
export async function until(what: string, condition: () => boolean | Promise<boolean>): Promise<void> {
  const deadline = performance.now() + DEADLINE_MS;
  while (!(await condition())) {
    if (performance.now() > deadline) throw new Error(`waited in vain until ${what}`);
    await new Promise((resolved) => setTimeout(resolved, RETRY_MS));
  }
}
