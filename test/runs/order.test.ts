// Versions follow each other in the order in which runs were asked for, whoever gets to carry one out first.
import { describe, expect, it } from 'vitest';
import { publishedRuleSet } from '../../src/rulesets/service.ts';
import { executeRun, findRun, requestRun } from '../../src/runs/service.ts';
import { databaseOfTest } from '../support/database.ts';
import { forgetDerived, readDerived } from '../support/derived.ts';
import { importRows, recompute } from '../support/shop.ts';
import { addDraft, RULE_SETS } from '../support/windowed-rules.ts';

const visit = (user: string, at: string) => ({
  user_pseudo_id: user,
  eventTimestamp: at,
  event_name: 'page_view',
});

describe('a run that is carried out', () => {
  it('carries out those that were asked for before it first', async () => {
    const database = await databaseOfTest();
    await publishedRuleSet(database.prisma);
    await importRows(database, 'activity', [visit('a', '2026-01-01 10:00:00')]);
    await recompute(database, '2026-02-01');
    await importRows(database, 'activity', [
      visit('a', '2026-01-01 11:00:00'),
      visit('b', '2026-01-02 10:00:00'),
    ]);
    const first = await requestRun(database, { requestedBy: 'test', kind: 'incremental' });
    const publishes = await addDraft(database, RULE_SETS[1]!);
    const second = await requestRun(database, { requestedBy: 'test', kind: 'rules', publishes });
    expect(await executeRun(database, second)).toMatchObject({ status: 'succeeded' });
    expect(await findRun(database, first)).toMatchObject({ status: 'succeeded' });
    const snapshots = await database.prisma.snapshot.findMany({ orderBy: { computedAt: 'asc' } });
    expect(snapshots.map(({ snapshotId }) => snapshotId).slice(-2)).toEqual([first, second]);
    const derived = await readDerived(database);
    const asOf = (await findRun(database, second))?.asOf?.toISOString();
    await forgetDerived(database);
    await recompute(database, asOf);
    expect(derived).toEqual(await readDerived(database));
  });

  it('is refused where a later one is published already, and leaves its marks to the next', async () => {
    const database = await databaseOfTest();
    await importRows(database, 'activity', [visit('a', '2026-01-01 10:00:00')]);
    await recompute(database, '2026-02-01');
    await importRows(database, 'activity', [visit('b', '2026-01-02 10:00:00')]);
    const late = await requestRun(database, { requestedBy: 'test', kind: 'incremental' });
    await database.pool.query(
      `insert into snapshots (snapshot_id, as_of, computed_at, users, rule_set_version, revision)
       select 900, as_of, computed_at, users, rule_set_version, 0 from snapshots`,
    );
    expect(await executeRun(database, late)).toMatchObject({
      status: 'failed',
      error: 'Snapshot 900, asked for later, is published already. Ask for a run again.',
    });
    const { rows } = await database.pool.query('select claimed_by from dirty_users');
    expect(rows).toEqual([{ claimed_by: null }]);
  });
});
