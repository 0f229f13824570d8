import { createRequire } from 'node:module';
import { defineConfig } from 'vitest/config';
import { LongFirst } from './test/support/long-first.ts';

export default defineConfig({
  // One graphql for the code and the libraries beside it: Node loads this one, Vite would take the other build of it.
  resolve: { alias: [{ find: /^graphql$/, replacement: createRequire(import.meta.url).resolve('graphql') }] },
  test: {
    include: ['test/**/*.test.ts'],
    globalSetup: ['test/support/global-setup.ts'],
    setupFiles: ['test/support/setup.ts'],
    // Loading the API takes a second of each file: what it keeps is kept by database, and each file has its own.
    isolate: false,
    testTimeout: 120_000,
    hookTimeout: 60_000,
    sequence: { sequencer: LongFirst },
    // One more than the cores of a small machine: tests of processes and timers wait most of the time.
    maxWorkers: 3,
    // Threads that help collecting garbage would take the cores from the other workers.
    execArgv: ['--single-threaded-gc'],
  },
});
