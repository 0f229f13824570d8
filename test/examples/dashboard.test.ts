// The typed client of the README: its text is the file beside this one, and it does what the README says.
import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, expect, it } from 'vitest';
import { executeRun, requestRun } from '../../src/runs/service.ts';
import { type Api, buildApi } from '../support/api.ts';
import { importRows, recompute } from '../support/shop.ts';
import { customersIn, type Server, watchRun } from './dashboard.ts';

let api: Api;
let server: Server;

beforeAll(async () => {
  api = await buildApi();
  const url = await api.app.listen({ host: '127.0.0.1', port: 0 });
  server = { url: `${url}/graphql`, key: api.keys.admin };
  const people = ['ana', 'bob'].map((id) => ({ user_pseudo_id: id, country: 'Canada' }));
  await importRows(api.database, 'profiles', [...people, { user_pseudo_id: 'eve', country: 'Spain' }]);
  await recompute(api.database);
});

it('asks with a typed document, and is told what is wrong', async () => {
  const lines = await customersIn(server, 'Canada');
  expect(lines).toHaveLength(7);
  expect(lines).toContain('Casual Browser: 2 users, 0.00');
  await expect(customersIn({ ...server, key: 'x' }, 'Canada')).rejects.toThrow('unknown, expired or revoked');
});

it('watches a run until it has ended', async () => {
  const runId = await requestRun(api.database, { requestedBy: 'test', kind: 'full' });
  const told: string[] = [];
  const watched = watchRun(server, String(runId), (line) => told.push(line));
  await executeRun(api.database, runId);
  await watched;
  expect(told.at(-1)).toBe('SUCCEEDED 100 %');
});

it('is in the README as it is', async () => {
  const [readme, example] = await Promise.all(
    ['../../README.md', 'dashboard.ts'].map((file) => readFile(join(import.meta.dirname, file), 'utf8')),
  );
  expect(readme).toContain(`\`\`\`ts\n${example}\`\`\``);
});
