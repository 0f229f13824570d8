// PostGraphile, brought from the npm registry into the benchmark's folder.
import { execFile } from 'node:child_process';
import { copyFile, mkdir, writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { promisify } from 'node:util';
import type { Workspace } from '../workspace.ts';
import { type ServerProcess, startServerProcess } from './server-process.ts';

export const POSTGRAPHILE_VERSION = '5.1.5';

const PACKAGES = {
  postgraphile: POSTGRAPHILE_VERSION,
  'postgraphile-plugin-connection-filter': '4.0.1',
  graphql: '16.15.0',
};
const SCRIPT = 'postgraphile-server.mjs';

export async function startPostGraphile(
  workspace: Workspace,
  databaseUrl: string,
): Promise<ServerProcess<{ readonly url: string }>> {
  const folder = join(workspace.dir, 'postgraphile');
  await mkdir(folder);
  const manifest = { name: 'postgraphile-bench', private: true, type: 'module', dependencies: PACKAGES };
  await writeFile(join(folder, 'package.json'), JSON.stringify(manifest));
  await promisify(execFile)('npm', ['install', '--no-audit', '--no-fund', '--ignore-scripts'], {
    cwd: folder,
  });
  await copyFile(join(import.meta.dirname, SCRIPT), join(folder, SCRIPT));
  return startServerProcess(workspace, join(folder, SCRIPT), [databaseUrl]);
}
