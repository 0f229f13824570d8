// The command line as a shell starts it, by its own file.
import { execFile } from 'node:child_process';
import { dirname, resolve } from 'node:path';
import { promisify } from 'node:util';
import { expect, it } from 'vitest';

const CLI = resolve(import.meta.dirname, '../../src/cli.ts');
const SHOW_OPTIONS = '--import=data:text/javascript,process.stderr.write(process.execArgv.join())';

it('starts by its first line, which bounds what Node keeps for objects that are soon dropped', async () => {
  const env = {
    ...process.env,
    PATH: `${dirname(process.execPath)}:${process.env.PATH}`,
    NODE_OPTIONS: SHOW_OPTIONS,
  };
  const { stdout, stderr } = await promisify(execFile)(CLI, ['--version'], { env });
  expect({ stdout, stderr }).toEqual({ stdout: '0.1.0\n', stderr: '--max-semi-space-size=16' });
});
