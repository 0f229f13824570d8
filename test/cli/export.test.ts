// strata export --audience, as people call it.
import { readdir, readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { beforeAll, describe, expect, it } from 'vitest';
import type { Database } from '../../src/db/database.ts';
import {
  audienceOf,
  consenting,
  EVERYBODY,
  publishProfiles,
  useExportsDir,
} from '../exports/mailing-shop.ts';
import { runCli } from '../support/cli.ts';
import { runHere } from '../support/cli-here.ts';
import { freshDatabase } from '../support/database.ts';

const dir = useExportsDir();
let database: Database;

beforeAll(async () => {
  database = await freshDatabase();
  await publishProfiles(database, [...consenting(3), { user_pseudo_id: 'silent', email: 's@example.com' }]);
  await audienceOf(database, EVERYBODY, 'All of them');
});

const options = () => ({ cwd: dir.path, databaseUrl: database.url });
const strata = (...args: string[]) => runHere(['export', ...args], options());

describe('strata export --audience', () => {
  it('writes files of an audience by name, and says who was left out', async () => {
    const args = ['--audience', 'All of them', '--to', 'mail', '--columns', 'external_id, email=Mail'];
    const done = await runCli(['export', ...args], options());
    expect(done).toMatchObject({ code: 0, stderr: '' });
    expect(done.stdout).toMatch(
      /^3 of 4 members of All of them, snapshot 1:\n {2}left out as no_consent: 1\n/,
    );
    const [csv, manifest] = (await readdir(join(dir.path, 'mail'))).toSorted();
    expect([csv, manifest]).toEqual(['all-of-them-1-00001.csv', 'all-of-them-1.manifest.json']);
    const text = await readFile(join(dir.path, 'mail', csv as string), 'utf8');
    expect(text).toBe('external_id,Mail\nu1,u1@example.com\nu2,u2@example.com\nu3,u3@example.com\n');
  });

  it('goes on with the same export where one was interrupted, and begins another where none was', async () => {
    const ended = await database.prisma.export.findUniqueOrThrow({ where: { exportId: 1 } });
    await database.prisma.export.update({
      where: { exportId: 1 },
      data: { status: 'running', finishedAt: null },
    });
    const again = await strata(
      '--audience',
      'All of them',
      '--to',
      'mail',
      '--columns',
      'external_id, email=Mail',
      '--json',
    );
    expect(again.stderr).toContain('Export 1 was begun before; it goes on where it was.');
    expect(JSON.parse(again.stdout)).toMatchObject({
      export: ended.exportId,
      rows: 3,
      leftOut: { no_consent: 1 },
    });
  });

  it.each([
    [['--audience', '1'], 'Give --out DIR, or --audience AUDIENCE and --to DIR.'],
    [
      ['--out', 'x', '--platform', 'unknown'],
      'Allowed choices are google_customer_match, meta_custom_audiences,',
    ],
    [['--audience', '1', '--to', 'x', '--columns', 'password'], 'columns[0]: unknown column "password"'],
  ])('%j is wrong usage', async (args, message) => {
    const { code, stderr } = await strata(...args);
    expect(code).toBe(2);
    expect(stderr).toContain(message);
  });
});
