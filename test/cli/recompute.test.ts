// strata recompute: what it prints, how it ends, and that several of them get along.
import { beforeEach, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { withGate } from '../runs/gate.ts';
import { type Finished, runCli, startCli, until } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { databaseOfTest } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows } from '../support/shop.ts';

const folder = useFolder();
let database: Database;

beforeEach(async () => {
  database = await databaseOfTest();
  await importRows(database, 'profiles', [{ user_pseudo_id: 'ana' }, { user_pseudo_id: 'ben' }]);
});

const options = () => ({ cwd: folder.path, databaseUrl: database.url });
const recompute = (...args: string[]): Promise<Finished> => runHere(['recompute', ...args], options());

/** What the command line has in the audit log, and of which run. */
async function logged(): Promise<string[]> {
  const entries = await database.prisma.auditEntry.findMany({
    where: { actor: 'command line' },
    orderBy: { entryId: 'asc' },
  });
  return entries.map(({ action, details }) => `${action} ${(details as { run: number }).run}`);
}

describe('strata recompute', () => {
  test('says what is published, and how many users it computed', async () => {
    expect(await recompute('--as-of', '2026-03-01')).toEqual({
      code: 0,
      stdout: 'Snapshot 1 is published: 2 users computed, as of 2026-03-01T00:00:00.000Z.\n',
      stderr: expect.not.stringContaining('strata:'),
    });
    expect((await recompute('--as-of', '2026-03-01')).stdout).toMatch(/^Snapshot 2 .* 0 users computed/);
    expect((await recompute('--as-of', '2026-03-01', '--full')).stdout).toMatch(/^Snapshot 3 .* 2 users/);
    expect(await logged()).toEqual(['recompute 1', 'recompute 2', 'recompute 3']);
  });

  test('prints the run as JSON', async () => {
    const { code, stdout } = await recompute('--as-of', '2026-03-01', '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toMatchObject({
      runId: 1,
      kind: 'full',
      status: 'succeeded',
      attempts: 1,
      asOf: '2026-03-01T00:00:00.000Z',
    });
  });

  test('that can not go back says so, and what is published stands', async () => {
    await recompute('--as-of', '2026-03-01');
    const { code, stdout, stderr } = await recompute('--as-of', '2026-02-28');
    expect([code, stdout]).toEqual([1, '']);
    expect(stderr).toMatch(
      /^strata: The recompute failed: The as-of time 2026-02-28T.* it never goes back\.\n$/,
    );
    expect(await database.prisma.snapshot.count()).toBe(1);
  });

  test('of a time that can not be read says what could', async () => {
    const { code, stdout, stderr } = await recompute('--as-of', 'soon');
    expect([code, stdout]).toEqual([2, '']);
    expect(stderr).toMatch(/^strata: --as-of: expected YYYY-MM-DD or .*, got "soon"\.\n$/);
    expect(await database.prisma.run.count()).toBe(0);
  });

  test('waits for another one, and says so; cancelled by somebody it says that too', async () => {
    await withGate(database, { table: 'user_states', on: 'insert' }, async (gate) => {
      const first = startCli(['recompute'], options());
      await gate.reached();
      const second = startCli(['recompute'], options());
      await until('the second waits', () => second.stderr().includes('Another recompute is at work'));
      const { runId } = await database.prisma.run.findFirstOrThrow({ where: { status: 'running' } });
      const cancelled = await runCli(['runs', 'cancel', String(runId)], options());
      expect([cancelled.code, cancelled.stdout]).toEqual([0, 'Run 1 is asked to stop.\n']);
      expect(await logged()).toEqual(['recompute 1', 'recompute 2', 'cancel_run 1']);
      await gate.open();
      expect(await first.finished).toMatchObject({
        code: 1,
        stdout: '',
        stderr: expect.stringMatching(/strata: The recompute was cancelled\. .* is undone\.\n$/),
      });
      expect(await second.finished).toMatchObject({
        code: 0,
        stdout: expect.stringMatching(/^Snapshot 2 is published: 2 users/),
      });
    });
  });
});
