// strata runs: how recomputes went and go, and stopping one.
import { Argument, Command } from 'commander';
import { audit } from '../auth/audit.ts';
import { UsageError } from '../errors.ts';
import { cancelRun, newestRuns, type Run, runById } from '../runs/service.ts';
import { count, notice, print, printJson } from './output.ts';
import { withDatabase } from './session.ts';

const MOST_RUNS = 10_000;

const cancel = new Command('cancel')
  .description('Stop a run between two of its steps; what it has written is undone.')
  .addArgument(new Argument('<id>', 'as strata runs shows it'))
  .option('--json', 'print the run as JSON')
  .action((id: string, _options: object, command: Command) =>
    withDatabase(async (database) => {
      const found = await runById(database, id);
      if (!found) throw new UsageError(`There is no run "${id}". strata runs lists them.`);
      await audit(database.prisma, 'command line', 'cancel_run', { run: found.runId });
      const run = await cancelRun(database, found.runId);
      // The list has --json too, and Commander gives it to whichever command comes first.
      if (command.optsWithGlobals().json) return printJson(run);
      const ended = found.status !== 'queued' && found.status !== 'running';
      if (ended) notice(`Run ${found.runId} had ended: ${found.status}.`);
      else print(`Run ${found.runId} is asked to stop.`);
    }),
  );

export const runsCommand = new Command('runs')
  .description('List recomputes, the newest first, or stop one.')
  .option('--first <count>', 'how many', '20')
  .option('--json', 'print as JSON')
  .action(async (options: { first: string; json?: boolean }) => {
    const first = readCount(options.first);
    await withDatabase(async (database) => {
      const runs = await newestRuns(database, first);
      if (options.json) return printJson({ runs });
      if (runs.length === 0) return print('Nothing was recomputed yet: strata recompute');
      for (const run of runs) print(toLine(run));
    });
  })
  .addCommand(cancel);

function readCount(text: string): number {
  const first = /^\d{1,6}$/.test(text) ? Number(text) : 0;
  if (first >= 1 && first <= MOST_RUNS) return first;
  throw new UsageError(`--first: expected 1 to ${MOST_RUNS}, got "${text}".`);
}

function toLine(run: Run): string {
  const users = `${count(Number(run.usersDone))} of ${count(Number(run.usersTotal))} users`;
  const at = run.queuedAt.toISOString().slice(0, 19);
  const parts = [String(run.runId).padStart(6), at, run.kind.padEnd(11), run.status.padEnd(9), users];
  return run.error === null ? parts.join('  ') : `${parts.join('  ')}  ${run.error}`;
}
