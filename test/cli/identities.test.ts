// strata erase and strata merge: what they print, how they end.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { type Finished, runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows, recompute } from '../support/shop.ts';

const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  const users = ['ann', 'bob', 'cid', 'dan', 'eve', 'fay', 'gus'];
  await importRows(
    database,
    'activity',
    users.map((user) => ({ user_pseudo_id: user, eventTimestamp: '2024-01-10 09:00:00' })),
  );
  await recompute(database, '2024-02-01');
});

const options = () => ({ cwd: folder.path, databaseUrl: database.url });
const strata = (...args: string[]): Promise<Finished> => runHere(args, options());

describe('strata erase', () => {
  test('erases each user, and reminds of the files that are elsewhere', async () => {
    expect(await runCli(['erase', 'ann', 'bob'], options())).toEqual({
      code: 0,
      stdout:
        'ann: erased. Events: 1; orders: 0; snapshots: 1.\nbob: erased. Events: 1; orders: 0; snapshots: 1.\n',
      stderr:
        'The files of strata export --out, files of rejected rows and backups are yours to delete: Strata keeps no track of them.\n',
    });
    const { code, stdout } = await strata('erase', 'ann');
    expect([code, stdout]).toEqual([0, expect.stringMatching(/^ann: erased at \d{4}-.*Z already\.\n$/)]);
  });

  test('goes on after one whom nobody knows, and fails in the end', async () => {
    const { code, stdout, stderr } = await strata('erase', 'nobody', 'cid', '--json');
    expect(code).toBe(1);
    expect(JSON.parse(stdout)).toEqual({
      erased: [
        { user: 'cid', erasedAt: expect.any(String), wasErased: false, events: 1, orders: 0, snapshots: 1 },
      ],
      problems: [
        {
          user: 'nobody',
          message: expect.stringMatching(/^user: there is no user of the external id "nobody"/),
        },
      ],
    });
    expect(stderr).toMatch(
      /^user: there is no user.*\n.*yours to delete.*\nstrata: 1 of 2 were not erased\.\n$/,
    );
  });

  test('takes the ids for our own where asked to', async () => {
    const { userId } = await database.prisma.user.findFirstOrThrow({ where: { externalId: 'dan' } });
    expect((await strata('erase', '--by-id', String(userId))).stdout).toMatch(/^\d+: erased\. Events: 1;/);
    expect((await strata('erase', 'dan')).stdout).toMatch(/^dan: erased at .* already/);
  });

  test('without a user is wrong usage', async () => {
    expect(await strata('erase')).toMatchObject({
      code: 2,
      stderr: expect.stringMatching(/missing required argument/),
    });
  });
});

describe('strata merge', () => {
  test('moves one into the other, and says what publishes it', async () => {
    expect(await runCli(['merge', 'eve', '--into', 'fay'], options())).toEqual({
      code: 0,
      stdout:
        'eve is fay now. Events moved: 1; repeated ones dropped: 0.\nThe next run publishes it: strata recompute\n',
      stderr: '',
    });
    const merge = await strata('merge', 'fay', '--into', 'gus', '--json');
    expect(JSON.parse(merge.stdout)).toEqual({
      loserId: expect.stringMatching(/^\d+$/),
      survivorId: expect.stringMatching(/^\d+$/),
      events: 2,
      repeatedEvents: 0,
    });
  });

  test('is refused with the reason, and without a survivor is wrong usage', async () => {
    for (const [args, code, reason] of [
      [['eve', '--into', 'gus'], 1, /^strata: loser: is the survivor, user \d+, already/],
      [['nobody', '--into', 'gus'], 1, /^strata: loser: there is no user of the external id "nobody"/],
      [['gus', '--into', 'ann'], 1, /^strata: survivor: was erased at /],
      [['gus'], 2, /required option '--into <survivor>'/],
    ] as const)
      expect(await strata('merge', ...args)).toMatchObject({
        code,
        stdout: '',
        stderr: expect.stringMatching(reason),
      });
  });
});
