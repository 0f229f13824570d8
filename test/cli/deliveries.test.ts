// From a destination to a confirmed delta by the command line, and what it says where something is wrong.
import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, expect, it } from 'vitest';
import { createAudience } from '../../src/audiences/service.ts';
import type { Database } from '../../src/db/database.ts';
import { type Receiver, startReceiver } from '../destinations/receiver.ts';
import { runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';
import { importRows, recompute } from '../support/shop.ts';

let database: Database;
let receiver: Receiver;
let audience: string;
const cwd = mkdtempSync(join(tmpdir(), 'strata-cli-'));
beforeAll(async () => {
  database = await freshDatabase();
  receiver = await startReceiver();
  await importRows(database, 'profiles', [{ user_pseudo_id: 'ann', consent: 'yes' }]);
  await recompute(database, '2026-01-01');
  const everybody = { name: 'everybody', content: { kind: 'filter' as const, filter: {} } };
  audience = String((await createAudience(database, everybody, 'test')).audience.id);
});
afterAll(async () => {
  await receiver.close();
  rmSync(cwd, { recursive: true });
});

const env = { STRATA_WEBHOOK_ALLOW: '127.0.0.0/8' };
const options = () => ({ cwd, databaseUrl: database.url, env });
const strata = (...args: string[]) => runHere(args, options());

it('makes a destination, delivers a delta to it, schedules more, empties it, and fails where nothing was delivered', async () => {
  const url = `http://127.0.0.1:${receiver.port}/in`;
  const add = ['destinations', 'add', '--name', 'crm', '--webhook', url, '--json'];
  const made = JSON.parse((await runCli(add, options())).stdout);
  expect(made).toMatchObject({
    name: 'crm',
    kind: 'webhook',
    url,
    signingSecret: expect.stringMatching(/^whsec_/),
  });
  const delta = await runCli(['deliveries', 'delta', audience, '--to', 'crm'], options());
  expect(delta).toMatchObject({ code: 0, stdout: expect.stringMatching(/delta +confirmed .* \+1 −0\n$/) });
  expect(receiver.received.map(({ url: path }) => path)).toEqual(['/in', '/in']);
  const cron = ['schedules', 'add', '--audience', audience, '--to', 'crm', '--cron', '30 6 * * *'];
  expect((await runCli([...cron, '--time-zone', 'Europe/Berlin'], options())).stdout).toMatch(
    /^Schedule 1 comes first at \d{4}-/,
  );
  const deleted = await strata('audiences', 'delete', audience, '--remove-from-destinations');
  expect(deleted).toMatchObject({
    code: 0,
    stdout: expect.stringMatching(/^Audience 1 \(everybody\) is deleted\.\n.*delta +confirmed .* \+0 −1\n$/),
  });
  receiver.answer = (_, response) => response.writeHead(500).end();
  expect(await strata('deliveries', 'test', 'crm')).toMatchObject({
    code: 1,
    stderr: expect.stringMatching(/is failed: It answered with 500\./),
  });
});
