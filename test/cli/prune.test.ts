// strata prune: the retention of the environment, applied now.
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows, recompute } from '../support/shop.ts';

const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  const seen = (user: string) => [{ user_pseudo_id: user, eventTimestamp: '2024-01-01 08:00:00' }];
  for (const [day, user] of ['ana', 'bob', 'cleo'].entries()) {
    await importRows(database, 'activity', seen(user));
    await recompute(database, `2024-01-0${day + 2}`, 'incremental');
  }
  await database.pool.query(
    `update snapshots set computed_at = now() - make_interval(hours => 100 - snapshot_id * 10)`,
  );
});

const options = (env: Record<string, string>) => ({ cwd: folder.path, databaseUrl: database.url, env });
const prune = (env: Record<string, string>, ...args: string[]) => runHere(['prune', ...args], options(env));

describe('strata prune', () => {
  it('takes sums of several segments where nothing else is old enough, and then nothing', async () => {
    const whole = { STRATA_WHOLE_HOURS: '81' };
    const { code, stdout, stderr } = await runCli(['prune'], options(whole));
    expect([code, stderr]).toEqual([0, '']);
    expect(stdout).toMatch(
      /^0 snapshots .* no longer, 0 are forgotten; 0 states and [1-9]\d* rollups are gone\.\n$/,
    );
    expect((await prune(whole)).stdout).toBe(
      '0 snapshots are whole no longer, 0 are forgotten; 0 states and 0 rollups are gone.\n',
    );
  });

  it('keeps to STRATA_WHOLE_HOURS and STRATA_HISTORY_DAYS, and prints what it did as JSON', async () => {
    const { code, stdout } = await prune({ STRATA_HISTORY_DAYS: '3' }, '--json');
    expect(code).toBe(0);
    expect(JSON.parse(stdout)).toEqual({
      expired: 2,
      forgotten: 1,
      states: 0,
      rollups: expect.any(Number),
    });
    expect(JSON.parse(stdout).rollups).toBeGreaterThan(0);
    const [entry] = await database.prisma.auditEntry.findMany({ orderBy: { entryId: 'desc' }, take: 1 });
    expect(entry).toMatchObject({ actor: 'command line', action: 'prune', details: JSON.parse(stdout) });
    const left = await database.prisma.snapshot.findMany({ orderBy: { snapshotId: 'asc' } });
    expect(left.map(({ snapshotId, whole }) => [snapshotId, whole])).toEqual([
      [2, false],
      [3, true],
    ]);
  });

  it('refuses a retention that is no number of hours', async () => {
    const { code, stderr } = await prune({ STRATA_WHOLE_HOURS: 'a day' });
    expect(code).toBe(2);
    expect(stderr).toContain('STRATA_WHOLE_HOURS');
  });
});
