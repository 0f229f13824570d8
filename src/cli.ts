#!/usr/bin/env node
// The command line: `strata COMMAND`. Exit codes: 0 done, 1 failed, 2 wrong usage. One file a command in cli/.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';
import { Command, CommanderError } from 'commander';
import { showsStacks } from './config.ts';
import { describeError, UsageError } from './errors.ts';

// What a command loads is stripped of its types and compiled once, not at each call.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/strata'));

// Loaded when they are called: the server's half a second of modules is nothing that an import should wait for.
const COMMANDS: Readonly<Record<string, () => Promise<Command>>> = {
  demo: async () => (await import('./cli/demo.ts')).demoCommand,
  import: async () => (await import('./cli/import.ts')).importCommand,
  imports: async () => (await import('./cli/imports.ts')).importsCommand,
  recompute: async () => (await import('./cli/recompute.ts')).recomputeCommand,
  runs: async () => (await import('./cli/runs.ts')).runsCommand,
  insights: async () => (await import('./cli/insights.ts')).insightsCommand,
  explain: async () => (await import('./cli/explain.ts')).explainCommand,
  verify: async () => (await import('./cli/verify.ts')).verifyCommand,
  prune: async () => (await import('./cli/prune.ts')).pruneCommand,
  export: async () => (await import('./cli/export.ts')).exportCommand,
  serve: async () => (await import('./cli/serve.ts')).serveCommand,
  worker: async () => (await import('./cli/worker.ts')).workerCommand,
  migrate: async () => (await import('./cli/migrate.ts')).migrateCommand,
  erase: async () => (await import('./cli/identities.ts')).eraseCommand,
  merge: async () => (await import('./cli/identities.ts')).mergeCommand,
  deliveries: async () => (await import('./cli/deliveries.ts')).deliveriesCommand,
  schedules: async () => (await import('./cli/schedules.ts')).schedulesCommand,
  destinations: async () => (await import('./cli/destinations.ts')).destinationsCommand,
  audiences: async () => (await import('./cli/audiences.ts')).audiencesCommand,
  suppressions: async () => (await import('./cli/suppressions.ts')).suppressionsCommand,
  rules: async () => (await import('./cli/rules.ts')).rulesCommand,
  keys: async () => (await import('./cli/keys.ts')).keysCommand,
  audit: async () => (await import('./cli/audit.ts')).auditCommand,
};

const PROGRAM = new Command('strata')
  .description(
    'User segmentation beside a shop: events, orders and profiles into explained segments and scores.',
  )
  .version('0.1.0')
  .showHelpAfterError('(strata --help lists the commands, strata COMMAND --help the options of one)')
  .addHelpText('after', '\nConfiguration comes from the environment; the README lists every variable.')
  .exitOverride();

/** Adds the command that is called, or all of them where none is, for the help that lists them. */
async function addCommands(called: string | undefined): Promise<void> {
  const load = called === undefined ? undefined : COMMANDS[called];
  for (const command of await Promise.all((load ? [load] : Object.values(COMMANDS)).map((one) => one()))) {
    PROGRAM.addCommand(command.exitOverride());
    for (const subcommand of command.commands) subcommand.exitOverride();
  }
}

function exitCodeOf(error: unknown): number {
  if (error instanceof CommanderError) return error.exitCode === 0 ? 0 : 2;
  process.stderr.write(`strata: ${describeError(error)}\n`);
  if (error instanceof Error && showsStacks()) process.stderr.write(`${error.stack}\n`);
  return error instanceof UsageError ? 2 : 1;
}

// A reader that goes away (`strata insights | head`) ends the command quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

try {
  await addCommands(process.argv[2]);
  await PROGRAM.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
