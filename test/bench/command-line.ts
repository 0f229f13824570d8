// Scripts of the benchmark run as the command line does, or it would not be its memory that is measured.
import { readFileSync } from 'node:fs';
import { join } from 'node:path';

const root = join(import.meta.dirname, '../..');
const [firstLine = ''] = readFileSync(join(root, 'src/cli.ts'), 'utf8').split('\n', 1);

/** The options of Node that its first line has. */
export const NODE_OPTIONS: readonly string[] = firstLine.split(' ').filter((word) => word.startsWith('--'));

/** Modules are stripped of their types and compiled once, not by each process. */
export const ENVIRONMENT: NodeJS.ProcessEnv = {
  ...process.env,
  NODE_COMPILE_CACHE: join(root, 'node_modules/.cache/strata'),
};
