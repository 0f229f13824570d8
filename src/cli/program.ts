// The program of the command line: which commands there are, and what a failure is told as.
import { Command, CommanderError } from 'commander';
import { showsStacks } from '../config.ts';
import { describeError, UsageError } from '../errors.ts';

// Loaded when they are called: the server's half a second of modules is nothing that an import should wait for.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./demo.ts')).demoCommand,
  import: async () => (await import('./import.ts')).importCommand,
  imports: async () => (await import('./imports.ts')).importsCommand,
  recompute: async () => (await import('./recompute.ts')).recomputeCommand,
  runs: async () => (await import('./runs.ts')).runsCommand,
  insights: async () => (await import('./insights.ts')).insightsCommand,
  explain: async () => (await import('./explain.ts')).explainCommand,
  verify: async () => (await import('./verify.ts')).verifyCommand,
  prune: async () => (await import('./prune.ts')).pruneCommand,
  export: async () => (await import('./export.ts')).exportCommand,
  serve: async () => (await import('./serve.ts')).serveCommand,
  worker: async () => (await import('./worker.ts')).workerCommand,
  migrate: async () => (await import('./migrate.ts')).migrateCommand,
  erase: async () => (await import('./identities.ts')).eraseCommand,
  merge: async () => (await import('./identities.ts')).mergeCommand,
  deliveries: async () => (await import('./deliveries.ts')).deliveriesCommand,
  schedules: async () => (await import('./schedules.ts')).schedulesCommand,
  destinations: async () => (await import('./destinations.ts')).destinationsCommand,
  audiences: async () => (await import('./audiences.ts')).audiencesCommand,
  suppressions: async () => (await import('./suppressions.ts')).suppressionsCommand,
  rules: async () => (await import('./rules.ts')).rulesCommand,
  keys: async () => (await import('./keys.ts')).keysCommand,
  audit: async () => (await import('./audit.ts')).auditCommand,
};

/** Carries out a command line, whose words are `args`; sets the process's exit code where that is not 0. */
export async function runProgram(args: readonly string[]): Promise<void> {
  try {
    const program = await buildProgram(args[0]);
    await program.parseAsync(args, { from: 'user' });
  } catch (error) {
    process.exitCode = exitCodeOf(error);
  }
}

/** Has the command that is called, or all of them where none is, for the help that lists them. */
async function buildProgram(called: string | undefined): Promise<Command> {
  const program = new Command('strata')
    .description(
      'User segmentation beside a shop: events, orders and profiles into explained segments and scores.',
    )
    .version('0.1.0')
    .showHelpAfterError('(strata --help lists the commands, strata COMMAND --help the options of one)')
    .addHelpText('after', '\nConfiguration comes from the environment; the README lists every variable.')
    .exitOverride();
  const load = called === undefined ? undefined : COMMANDS[called];
  for (const command of await Promise.all((load ? [load] : Object.values(COMMANDS)).map((one) => one()))) {
    program.addCommand(command.exitOverride());
    for (const subcommand of command.commands) subcommand.exitOverride();
  }
  return program;
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`strata: ${describeError(error)}\n`);
  if (error instanceof Error && showsStacks()) process.stderr.write(`${error.stack}\n`);
  return error instanceof UsageError ? 2 : 1;
}
