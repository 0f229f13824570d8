// The command line in this process: what a command prints, does and exits with, without the second that Node takes to
// load it. Every command is started as a process of its own in some test too, by cli.ts.
import { runProgram } from '../../src/cli/program.ts';
import type { CliOptions, Finished } from './cli.ts';

let turn: Promise<unknown> = Promise.resolve();

/** Runs a command to its end; one at a time, since folder, environment and output are the process's. */
export function runHere(
  args: readonly string[],
  options: Omit<CliOptions, 'nodeOptions'>,
): Promise<Finished> {
  const finished = turn.then(() => run(args, options));
  turn = finished.catch(() => {});
  return finished;
}

async function run(
  args: readonly string[],
  { cwd, databaseUrl = '', env = {} }: CliOptions,
): Promise<Finished> {
  const before = { cwd: process.cwd(), env: process.env, exitCode: process.exitCode };
  const [stdout, stderr] = [capture(process.stdout), capture(process.stderr)];
  process.chdir(cwd);
  process.env = { ...before.env, NODE_ENV: 'test', STRATA_DIR: '', DATABASE_URL: databaseUrl, ...env };
  process.exitCode = 0;
  try {
    await runProgram(args);
    return { code: process.exitCode, stdout: stdout.text(), stderr: stderr.text() };
  } finally {
    process.exitCode = before.exitCode;
    process.env = before.env;
    process.chdir(before.cwd);
    stdout.end();
    stderr.end();
  }
}

/** Keeps what is written to a stream from it. */
function capture(stream: NodeJS.WriteStream): { text(): string; end(): void } {
  const { write } = stream;
  let text = '';
  stream.write = ((piece: string | Uint8Array) => {
    text += piece.toString();
    return true;
  }) as typeof write;
  return {
    text: () => text,
    end() {
      stream.write = write;
    },
  };
}
