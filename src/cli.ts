#!/usr/bin/env node
// The command line: `strata COMMAND`. Exit codes: 0 done, 1 failed, 2 wrong usage. One file a command in cli/.
import { Command, CommanderError } from 'commander';
import { demoCommand } from './cli/demo.ts';
import { exportCommand } from './cli/export.ts';
import { importCommand } from './cli/import.ts';
import { insightsCommand } from './cli/insights.ts';
import { keysCommand } from './cli/keys.ts';
import { migrateCommand } from './cli/migrate.ts';
import { recomputeCommand } from './cli/recompute.ts';
import { serveCommand } from './cli/serve.ts';
import { workerCommand } from './cli/worker.ts';
import { showsStacks } from './config.ts';
import { describeError, UsageError } from './errors.ts';

const PROGRAM = new Command('strata')
  .description(
    'User segmentation beside a shop: events, orders and profiles into explained segments and scores.',
  )
  .version('0.1.0')
  .showHelpAfterError('(strata --help lists the commands, strata COMMAND --help the options of one)')
  .addHelpText('after', '\nConfiguration comes from the environment; the README lists every variable.')
  .exitOverride();

for (const command of [
  demoCommand,
  importCommand,
  recomputeCommand,
  insightsCommand,
  exportCommand,
  serveCommand,
  workerCommand,
  migrateCommand,
  keysCommand,
]) {
  PROGRAM.addCommand(command.exitOverride());
  for (const subcommand of command.commands) subcommand.exitOverride();
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
  await PROGRAM.parseAsync();
} catch (error) {
  process.exitCode = exitCodeOf(error);
}
