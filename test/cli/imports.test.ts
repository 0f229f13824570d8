// strata imports: the list, and a file taken back.
import { beforeAll, describe, expect, test } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import { type Finished, runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';
import { useFolder } from '../support/import-text.ts';
import { importRows } from '../support/shop.ts';

const folder = useFolder();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
});

const options = () => ({ cwd: folder.path, databaseUrl: database.url });
const strata = (...args: string[]): Promise<Finished> => runHere(['imports', ...args], options());

describe('strata imports', () => {
  test('says so where nothing was imported', async () => {
    expect(await runCli(['imports'], options())).toEqual({
      code: 0,
      stdout: 'Nothing was imported yet. strata import --help says how.\n',
      stderr: '',
    });
  });

  test('lists the newest first, with kind, rows, state and file', async () => {
    const visits = Array.from({ length: 1200 }, () => ({
      user_pseudo_id: 'ann',
      eventTimestamp: '2024-01-10 09:00:00',
    }));
    await importRows(database, 'activity', visits);
    await importRows(database, 'profiles', [{ user_pseudo_id: 'ann', city: 'Lugo' }]);
    const { code, stdout } = await strata();
    expect(code).toBe(0);
    expect(stdout.split('\n')).toEqual([
      'id  kind      imported at                rows  state     file',
      expect.stringMatching(/^2 {3}profiles {2}\d{4}-.*Z {6}1 {2}imported {2}profiles\.csv$/),
      expect.stringMatching(/^1 {3}activity {2}\d{4}-.*Z {2}1,200 {2}imported {2}activity\.csv$/),
      '',
    ]);
    expect((await strata('--first', '1')).stdout.split('\n')).toHaveLength(3);
    expect(JSON.parse((await strata('--json')).stdout).imports).toMatchObject([
      {
        id: 2,
        kind: 'profiles',
        rowsRead: 1,
        loaded: 1,
        undoneAt: null,
        sha256: expect.stringMatching(/^[0-9a-f]{64}$/),
      },
      { id: 1, kind: 'activity', rowsRead: 1200 },
    ]);
  });

  test('undoes one, once', async () => {
    expect(await strata('undo', '2')).toEqual({
      code: 0,
      stdout: 'Import 2 is undone. The next run publishes it: strata recompute\n',
      stderr: '',
    });
    expect((await strata()).stdout.split('\n')[1]).toMatch(
      /^2 {3}profiles .* undone \d{4}-.*Z {2}profiles\.csv$/,
    );
    expect(await strata('undo', '2')).toMatchObject({
      code: 1,
      stderr: expect.stringMatching(/^strata: id: import 2 was undone at .* already\.\n$/),
    });
    expect(JSON.parse((await strata('undo', '1', '--json')).stdout)).toEqual({ undone: 1 });
    expect(await database.prisma.user.count()).toBe(0);
  });

  test('tells what is wrong with an id or a number', async () => {
    expect(await strata('undo', 'x')).toMatchObject({
      code: 1,
      stderr: 'strata: id: there is no import "x". strata imports lists them.\n',
    });
    for (const first of ['0', '10001'])
      expect(await strata(`--first=${first}`)).toMatchObject({
        code: 2,
        stderr: `strata: --first: expected 1 to 10000, got "${first}".\n`,
      });
    expect(await strata('undo')).toMatchObject({ code: 2 });
    expect(await strata('unknown')).toMatchObject({ code: 2 });
  });
});
