// strata audiences and strata suppressions as they are typed: what they print, what they exit with, and what is done.
import { writeFile } from 'node:fs/promises';
import { join } from 'node:path';
import { gzipSync } from 'node:zlib';
import { beforeAll, describe, expect, it } from 'vitest';
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
  await importRows(
    database,
    'profiles',
    ['ann', 'bob', 'cid'].map((user, at) => ({
      user_pseudo_id: user,
      consent: 'yes',
      email: `${user}@example.com`,
      city: at === 0 ? 'Lugo' : 'Vigo',
    })),
  );
  await recompute(database, '2024-01-10');
});

const options = () => ({ cwd: folder.path, databaseUrl: database.url });
const strata = (...args: string[]): Promise<Finished> => runHere(args, options());

async function written(name: string, content: string | Buffer): Promise<string> {
  const path = join(folder.path, name);
  await writeFile(path, content);
  return path;
}

describe('strata audiences', () => {
  it('saves filters, files of ids and compositions, and tells what they amount to', async () => {
    const filter = await written('lugo.json', '{"city": {"eq": "Vigo"}}');
    const ids = await written(
      'ids.csv.gz',
      gzipSync('\uFEFFuser_pseudo_id\r\n"ann"\r\n\r\nbob\r\nnobody\r\n'),
    );
    const create = ['audiences', 'create', '--name', 'Vigo', '--filter', filter];
    const saved = await runCli(create, options());
    expect(saved).toMatchObject({ code: 0, stdout: 'Audience 1 (Vigo) is saved as version 1.\n' });
    const list = await strata('audiences', 'create', '--name', 'a list', '--ids', ids);
    expect(list.stdout).toContain('1 ids are not on it');
    const composed = await strata(
      'audiences',
      'create',
      '--name',
      'rest',
      '--json',
      '--difference',
      'Vigo',
      'a list',
    );
    expect(JSON.parse(composed.stdout)).toMatchObject({
      id: 3,
      kind: 'difference',
      operands: [1, 2],
      unknownIds: 0,
    });
    const shown = await strata('audiences', 'list', '--json');
    const { audiences } = JSON.parse(shown.stdout) as { audiences: { name: string; users: number }[] };
    expect(audiences.map(({ name, users }) => [name, users])).toEqual([
      ['Vigo', 2],
      ['a list', 2],
      ['rest', 1],
    ]);
  });

  it('refuses what is no filter, two things at once, and a second change of one version', async () => {
    const wrong = await written('wrong.json', '{"city": {"is": "Vigo"}}');
    const refused = await strata('audiences', 'create', '--name', 'wrong', '--filter', wrong);
    expect(refused.code).toBe(1);
    expect(refused.stderr).toMatch(/^strata: filter\.city\b.*"is"/);
    const both = await strata('audiences', 'create', '--name', 'both', '--filter', wrong, '--ids', wrong);
    expect(both).toMatchObject({ code: 2, stdout: '' });
    const good = await written('good.json', '{}');
    const changed = await strata('audiences', 'update', 'Vigo', '--filter', good, '--expect', '2');
    expect(changed).toMatchObject({ code: 1, stdout: '' });
    expect(changed.stderr).toContain('the audience "Vigo" (1) is at version 1, not 2');
  });
});

describe('strata suppressions', () => {
  it('adds all of a file or nothing of it, and what it adds is counted in a preview', async () => {
    const filter = await written('all.json', '{}');
    const bad = await written('bad.txt', 'email\nann@example.com\nnot an address\n');
    const addBad = ['suppressions', 'add', '--emails', bad, '--reason', 'unsubscribed'];
    const refused = await runCli(addBad, options());
    expect(refused).toMatchObject({ code: 1, stdout: '' });
    expect(refused.stderr).toContain('expected an e-mail address');
    const emails = await written('emails.txt', 'email\nANN@example.com\n');
    const added = await strata(
      'suppressions',
      'add',
      '--emails',
      emails,
      '--reason',
      'unsubscribed',
      '--json',
    );
    expect(JSON.parse(added.stdout)).toEqual({ users: 0, awaited: 0, erased: 0, emails: 1, phones: 0 });
    const preview = await strata('audiences', 'preview', '--filter', filter);
    expect(preview.stdout).toContain('Users: 3; may be contacted: 2\n  left out, suppressed_email: 1\n');
    expect(await strata('suppressions', 'remove', '--emails', emails)).toMatchObject({ code: 0 });
    const listed = await strata('suppressions', 'list', '--json');
    expect(JSON.parse(listed.stdout)).toEqual({
      counts: { user: 0, awaited: 0, email: 0, phone: 0 },
      suppressions: [],
    });
  });
});
