#!/usr/bin/env -S node --max-semi-space-size=16
// The command line: `strata COMMAND`. Exit codes: 0 done, 1 failed, 2 wrong usage. One file a command in cli/.
// Left to itself, Node has 128 MB for what is dropped as soon as it was made; with a quarter of them it is as quick.
import { enableCompileCache } from 'node:module';
import { join } from 'node:path';

// What a command loads is stripped of its types and compiled once, not at each call.
enableCompileCache(join(import.meta.dirname, '../node_modules/.cache/strata'));

// A reader that goes away (`strata insights | head`) ends the command quietly.
process.stdout.on('error', (error: NodeJS.ErrnoException) => process.exit(error.code === 'EPIPE' ? 0 : 1));

const { runProgram } = await import('./cli/program.ts');
await runProgram(process.argv.slice(2));
